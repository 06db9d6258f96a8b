package dev.forebay.server.clients;

import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.process.ExitCode;
import dev.forebay.server.process.ForebayServer;
import dev.forebay.server.process.StartRefused;
import dev.forebay.server.settings.InvalidSettings;
import dev.forebay.server.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests {@link SdkClients} of a server that all suites of a run share. */
final class RunningServer implements ParameterResolver {
    private static final String ENDPOINT = "forebay.test.endpoint";

    /** A server over a temporary folder; JUnit closes it when all suites have run. */
    private record Started(ForebayServer server, Path data) implements AutoCloseable {
        static Started start() {
            try {
                Path data = Files.createTempDirectory("forebay-clients-");
                LocalFiles files = new LocalFiles();
                List<String> flags =
                        List.of("--data", data.toString(), "--http-port", "0", "--amqp-port", "0");
                return new Started(
                        ForebayServer.open(SettingsReader.read(flags, Map.of(), files), files),
                        data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InvalidSettings | StartRefused e) {
                throw new IllegalStateException(e);
            }
        }

        URI endpoint() {
            return URI.create("http://127.0.0.1:" + server.address().getPort());
        }

        @Override
        public void close() throws IOException {
            if (server.stop() != ExitCode.CLEAN) {
                throw new IllegalStateException("the server did not stop cleanly");
            }
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SdkClients.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String elsewhere = System.getProperty(ENDPOINT);
        return new SdkClients(elsewhere != null ? URI.create(elsewhere) : shared(context));
    }

    private static URI shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RunningServer.class))
                .computeIfAbsent(Started.class, key -> Started.start(), Started.class)
                .endpoint();
    }
}
