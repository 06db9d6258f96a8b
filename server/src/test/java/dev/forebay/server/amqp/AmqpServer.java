package dev.forebay.server.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.process.ForebayServer;
import dev.forebay.server.settings.SettingsReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A server over a temporary folder, with AMQP on a free port, and its clients. */
final class AmqpServer implements AutoCloseable {
    private final Path data;
    private final List<String> flags = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private ForebayServer server;

    AmqpServer(String... more) throws Exception {
        data = Files.createTempDirectory("forebay-amqp-");
        flags.addAll(
                List.of(
                        "--data",
                        data.toString(),
                        "--http-port",
                        "0",
                        "--amqp-enabled",
                        "--amqp-port",
                        "0"));
        flags.addAll(List.of(more));
        server = open();
    }

    private ForebayServer open() throws Exception {
        LocalFiles files = new LocalFiles();
        return ForebayServer.open(SettingsReader.read(flags, Map.of(), files), files);
    }

    void restart() throws Exception {
        server.stop();
        server = open();
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    int port() {
        return server.amqpAddress().orElseThrow().getPort();
    }

    ConnectionFactory factory() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat(0);
        factory.setConnectionTimeout(10_000);
        factory.setChannelRpcTimeout(20_000);
        return factory;
    }

    Connection connect() throws Exception {
        Connection connection = factory().newConnection();
        connections.add(connection);
        return connection;
    }

    Channel channel() throws Exception {
        return connect().createChannel();
    }

    @Override
    public void close() throws Exception {
        for (Connection connection : connections) {
            connection.abort();
        }
        server.stop();
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
