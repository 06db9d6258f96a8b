package dev.forebay.server.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.forebay.access.Accounts;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.access.login.Password;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A server over a temporary folder, with AMQP on a free port, and its clients. */
public final class AmqpServer implements AutoCloseable {
    static final String PASSWORD = "correct horse";

    private final Path data;
    private final List<String> flags = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private ForebayServer server;

    public AmqpServer(String... more) throws Exception {
        data = Files.createTempDirectory("forebay-amqp-");
        flags.addAll(List.of("--data", data.toString(), "--http-port", "0", "--amqp-port", "0"));
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

    /** The data folder. */
    Path data() {
        return data;
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    public int port() {
        return server.amqpAddress().orElseThrow().getPort();
    }

    int tlsPort() {
        return server.amqpTlsAddress().orElseThrow().getPort();
    }

    /** Asks on the engine's lane, as a face would, and waits for the answer. */
    <T> T ask(BiConsumer<ForebayServer, Reply<T>> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Reply<T> reply =
                new Reply<>() {
                    @Override
                    public void ok(T value) {
                        answer.complete(value);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        answer.completeExceptionally(new IllegalStateException(refusal.message()));
                    }
                };
        server.lane().execute(() -> question.accept(server, reply));
        return answer.get(20, TimeUnit.SECONDS);
    }

    /** Makes a virtual host. */
    void vhost(String name) throws Exception {
        Long _ =
                this.<Long>ask((now, reply) ->
                        now.amqpFace()
                                .orElseThrow()
                                .administration()
                                .putHost(
                                        Caller.IN_PROCESS,
                                        VirtualHost.plain(new Vhost(name)),
                                        reply));
    }

    /** Makes a user whose password is {@link #PASSWORD}. */
    void user(String name, Role... roles) throws Exception {
        Accounts accounts = server.access().accounts();
        Optional<Password> password = Optional.of(accounts.verifier(PASSWORD));
        User _ =
                this.<User>ask((now, reply) ->
                        accounts.add(
                                Caller.IN_PROCESS,
                                name,
                                Set.of(roles),
                                List.of(),
                                password,
                                reply));
    }

    /** Gives a user a permission. */
    void permit(String user, String vhost, String configure, String write, String read)
            throws Exception {
        VhostPermission _ =
                this.<VhostPermission>ask((now, reply) ->
                        now.access()
                                .vhosts()
                                .put(
                                        Caller.IN_PROCESS,
                                        VhostPermission.of(user, vhost, configure, write, read),
                                        reply));
    }

    /** For a user that {@link #user} made. */
    ConnectionFactory factory(String user, String vhost) {
        ConnectionFactory factory = factory();
        factory.setUsername(user);
        factory.setPassword(PASSWORD);
        factory.setVirtualHost(vhost);
        return factory;
    }

    Connection connect(String user, String vhost) throws Exception {
        Connection connection = factory(user, vhost).newConnection();
        connections.add(connection);
        return connection;
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
