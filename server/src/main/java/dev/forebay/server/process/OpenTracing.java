package dev.forebay.server.process;

import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.TextFiles;
import dev.forebay.server.tracing.Tracing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tracing as the settings wish it. */
final class OpenTracing {
    private OpenTracing() {}

    /** Empty where it is off; then nothing of it is loaded. */
    static Optional<Tracing> of(Settings settings, TextFiles files) throws StartRefused {
        Optional<URI> endpoint = settings.get(Registry.OTEL_ENDPOINT);
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> file = settings.get(Registry.OTEL_HEADERS_FILE);
        Tracing.Wish wish =
                new Tracing.Wish(
                        endpoint.get(),
                        file.isPresent() ? headers(file.get(), files) : Map.of(),
                        settings.get(Registry.OTEL_SAMPLE_PERCENT),
                        settings.get(Registry.OTEL_SERVICE_NAME));
        return Optional.of(new Tracing(wish, Version.TEXT));
    }

    private static Map<String, String> headers(Path file, TextFiles files) throws StartRefused {
        String text;
        try {
            text = files.read(file);
        } catch (IOException unreadable) {
            throw new StartRefused(
                    ExitCode.USAGE, "cannot read otel.headers-file: " + unreadable.getMessage());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            } else if (!line.isBlank()) {
                // The line itself may be a secret.
                throw new StartRefused(
                        ExitCode.USAGE,
                        "line %d of otel.headers-file is no header; write Name: value"
                                .formatted(number));
            }
        }
        return headers;
    }
}
