package dev.forebay.server.process;

import dev.forebay.access.Access;
import dev.forebay.amqp.AmqpFace;
import dev.forebay.amqp.AmqpListener;
import dev.forebay.engine.Lane;
import dev.forebay.http.HttpListener;
import dev.forebay.log.LogStore;
import dev.forebay.log.StoreState;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running server: it was opened by {@link Opening}, and stops once, from any thread. */
public final class ForebayServer {
    private static final Logger LOG = LoggerFactory.getLogger(ForebayServer.class);
    private static final long LOOK_MILLIS = 10;

    private final Phase phase;
    private final HttpListener listener;
    private final Optional<AmqpPorts> amqp;
    private final OpenEngine engine;
    private final ReadyLines.Security security;
    private final ReadyLines.Doors doors;
    private final LogStore log;
    private final Duration patience;
    private final Closing closing;
    private final Access access;

    ForebayServer(
            Phase phase,
            HttpListener listener,
            Optional<AmqpPorts> amqp,
            OpenEngine engine,
            ReadyLines.Security security,
            Access access,
            ReadyLines.Doors doors,
            LogStore log,
            Duration patience,
            Closing closing) {
        this.phase = phase;
        this.listener = listener;
        this.amqp = amqp;
        this.engine = engine;
        this.security = security;
        this.access = access;
        this.doors = doors;
        this.log = log;
        this.patience = patience;
        this.closing = closing;
    }

    /** Opens everything; when it returns, requests are served. */
    public static ForebayServer open(Settings settings, LocalFiles files) throws StartRefused {
        ForebayServer server = new Opening(settings, files).open();
        var _ = server.phase.reach(Phase.Station.SERVING);
        LOG.atInfo()
                .addKeyValue("data", settings.get(Registry.DATA_DIR))
                .addKeyValue("host", server.address().getAddress().getHostAddress())
                .addKeyValue("port", server.address().getPort())
                .log("serving");
        return server;
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    /** Where AMQP is spoken without TLS, if it is. */
    public Optional<InetSocketAddress> amqpAddress() {
        return amqp.flatMap(AmqpPorts::plain).map(AmqpListener::address);
    }

    /** Where AMQP is spoken over TLS, if it is. */
    public Optional<InetSocketAddress> amqpTlsAddress() {
        return amqp.flatMap(AmqpPorts::tls).map(AmqpListener::address);
    }

    /** The engine's lane, on which the next two are asked. */
    public Lane lane() {
        return engine.queues().lane();
    }

    /** AMQP's face, if it is served, for who runs the server within a program of his own. */
    public Optional<AmqpFace> amqpFace() {
        return amqp.map(AmqpPorts::face);
    }

    /** Users and rights, for who runs the server within a program of his own. */
    public Access access() {
        return access;
    }

    ReadyLines.Doors doors() {
        return doors;
    }

    ReadyLines.Security security() {
        return security;
    }

    /**
     * Drains and closes: nothing new is accepted, waiting receives end empty, what is under way is
     * answered as long as {@code stop.timeout} allows, then a last checkpoint is written.
     *
     * @return how the process should end; {@link ExitCode#STORAGE} when storage failed meanwhile
     */
    public ExitCode stop() {
        if (!phase.reach(Phase.Station.DRAINING)) {
            return ExitCode.CLEAN;
        }
        LOG.info("stopping");
        // Asked before closing, which would hide it.
        boolean failed = log.state() instanceof StoreState.Failed;
        listener.drain();
        amqp.ifPresent(AmqpPorts::drain);
        engine.stop();
        awaitAnswers();
        engine.awaitStopped(patience);
        closing.run();
        failed |= log.state() instanceof StoreState.Failed;
        LOG.atInfo().addKeyValue("storage", failed ? "failed" : "sound").log("stopped");
        return failed ? ExitCode.STORAGE : ExitCode.CLEAN;
    }

    private int connections() {
        return listener.connections() + amqp.map(AmqpPorts::connections).orElse(0);
    }

    private void awaitAnswers() {
        CountDownLatch quiet = new CountDownLatch(1);
        long looks = patience.toMillis() / LOOK_MILLIS;
        try {
            for (long look = 0; look < looks && connections() > 0; look++) {
                var _ = quiet.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (connections() > 0) {
            LOG.atWarn()
                    .addKeyValue("connections", connections())
                    .log("closing connections whose answers are not out");
        }
    }
}
