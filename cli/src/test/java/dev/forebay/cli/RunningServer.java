package dev.forebay.cli;

import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.process.ForebayServer;
import dev.forebay.server.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A real server over a temporary folder; one is shared by all tests that keep to queues of their
 * own.
 */
final class RunningServer implements AutoCloseable {
    private final Path data;
    private final ForebayServer server;

    RunningServer(String... more) throws Exception {
        data = Files.createTempDirectory("forebay-cli-");
        List<String> flags = new ArrayList<>(List.of("--data", data.toString()));
        flags.addAll(List.of("--http-port", "0", "--amqp-port", "0"));
        flags.addAll(List.of(more));
        LocalFiles files = new LocalFiles();
        server = ForebayServer.open(SettingsReader.read(flags, Map.of(), files), files);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    /** Runs a command against it. */
    Ended run(String... arguments) {
        return Ended.of("", with(arguments));
    }

    /** Runs a command that reads its stdin against it. */
    Ended feed(String stdin, String... arguments) {
        return Ended.of(stdin, with(arguments));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", uri().toString()));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() throws IOException {
        server.stop();
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Starts the shared one before the first class that asks for it; the last test ends it. */
    static final class Shared implements BeforeAllCallback {
        private static final String KEY = "the server of the commands' tests";

        static RunningServer of(ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .computeIfAbsent(KEY, _ -> start(), RunningServer.class);
        }

        private static RunningServer start() {
            try {
                return new RunningServer();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void beforeAll(ExtensionContext context) {
            Forebay.server = of(context);
        }
    }
}
