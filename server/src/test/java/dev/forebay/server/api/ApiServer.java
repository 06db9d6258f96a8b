package dev.forebay.server.api;

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

/** A server over a temporary folder, which can be stopped and started again. */
public final class ApiServer implements AutoCloseable {
    private final Path data;
    private final List<String> flags = new ArrayList<>();
    private ForebayServer server;

    public ApiServer(String... more) throws Exception {
        data = Files.createTempDirectory("forebay-api-");
        flags.addAll(List.of("--data", data.toString(), "--http-port", "0", "--amqp-port", "0"));
        flags.addAll(List.of(more));
        server = open();
    }

    ForebayServer server() {
        return server;
    }

    private ForebayServer open() throws Exception {
        LocalFiles files = new LocalFiles();
        return ForebayServer.open(SettingsReader.read(flags, Map.of(), files), files);
    }

    public void restart() throws Exception {
        server.stop();
        server = open();
    }

    /** Opens a server that was stopped, where it was. */
    public void comeBack() throws Exception {
        flags.set(flags.indexOf("--http-port") + 1, Integer.toString(port()));
        server = open();
    }

    int port() {
        return server.address().getPort();
    }

    /** Where it speaks AMQP. */
    public int amqpPort() {
        return server.amqpAddress().orElseThrow().getPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /**
     * A client.
     *
     * @param headers names and values that go with each request
     */
    public ApiClient client(String... headers) {
        return new ApiClient(uri(), headers);
    }

    public void stop() {
        server.stop();
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
}
