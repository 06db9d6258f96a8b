package dev.forebay.server.process;

import dev.forebay.amqp.AmqpFace;
import dev.forebay.amqp.AmqpSettings;
import dev.forebay.amqp.management.ManagementApi;
import dev.forebay.amqp.management.NodeView;
import dev.forebay.engine.Lane;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.http.HostGuard;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.HttpListener;
import dev.forebay.http.ListenerSettings;
import dev.forebay.http.Router;
import dev.forebay.http.SiteGuard;
import dev.forebay.httpapi.BrowserGuard;
import dev.forebay.httpapi.HttpApi;
import dev.forebay.log.embedded.LogEnvironment;
import dev.forebay.log.embedded.ThreadTaskRunner;
import dev.forebay.server.health.Check;
import dev.forebay.server.health.HealthRoute;
import dev.forebay.server.health.LogChecks;
import dev.forebay.server.idempotency.IdempotencyLog;
import dev.forebay.server.machine.Dice;
import dev.forebay.server.machine.EventLoopLane;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.machine.PortHolder;
import dev.forebay.server.machine.SteadyClock;
import dev.forebay.server.machine.Threads;
import dev.forebay.server.metrics.AmqpUse;
import dev.forebay.server.metrics.Metrics;
import dev.forebay.server.metrics.Observed;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.topology.TopologyStream;
import dev.forebay.server.tracing.Tracing;
import dev.forebay.server.webhook.Webhook;
import dev.forebay.sqs.SqsFace;
import dev.forebay.sqs.SqsSettings;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Puts a server together, in this order: event loops, data folder and log, engine, faces, listener.
 * When a step fails, those before it are closed again. On the main thread, once.
 */
final class Opening {
    private static final long LOOPS_END_SECONDS = 2;

    private final Settings settings;
    private final LocalFiles files;
    private final Closing closing = new Closing();
    private final Metrics metrics = new Metrics();
    private final SteadyClock clock = SteadyClock.system();
    private final Dice dice = new Dice();
    private final Phase phase = new Phase();
    private Optional<Tracing> tracing = Optional.empty();
    private Optional<Webhook.Wish> webhook = Optional.empty();

    Opening(Settings settings, LocalFiles files) {
        this.settings = settings;
        this.files = files;
    }

    ForebayServer open() throws StartRefused {
        // What can be refused without touching anything comes first.
        InetSocketAddress address = Binding.address(settings);
        Binding.checkNew(address, settings, files);
        Tls.Contexts tls = Tls.of(settings, files);
        tracing = OpenTracing.of(settings, files);
        tracing.ifPresent(open -> closing.add(open::close));
        webhook = OpenLookout.webhook(settings, files);
        try {
            return open(address, tls);
        } catch (StartRefused | RuntimeException | Error failed) {
            closing.run();
            throw failed;
        }
    }

    private ForebayServer open(InetSocketAddress address, Tls.Contexts tls) throws StartRefused {
        // Before the log, so that it ends after it: the engine hears of the log's end on its lane.
        Transport transport = Transport.open(settings.get(Registry.HTTP_EVENT_LOOPS));
        closing.add(() -> end(transport));
        DataFolder data = DataFolder.open(settings, environment());
        closing.add(data::close);
        clock.holdAt(data.log().lastEngineTime());
        EventLoop loop = transport.loops().next();
        Lane lane = new EventLoopLane(loop);
        OpenEngine engine =
                OpenEngine.start(
                        data.log(), clock, lane, new SplittableRandom(dice.number()), limits());
        OpenAccess access = access(data, engine);
        Binding.check(address, settings, access.access().directory());
        AmqpFace face = amqp(loop, data, engine, access);
        ManagementView node =
                new ManagementView(
                        clock.wall(),
                        LogChecks.of(data.log()),
                        () -> files.free(settings.get(Registry.DATA_DIR)),
                        LogSizes.of(settings).reserveBytes());
        HttpListener listener =
                listen(address, tls.http(), transport, handler(address, data, access, face, node));
        closing.add(listener::close);
        node.listensTo(
                tls.http().isPresent() ? "https" : "http",
                listener.address(),
                tls.certificateEnds());
        Optional<AmqpPorts> amqp = amqp(address, tls.amqp(), transport, loop, face);
        amqp.ifPresent(ports -> ports.tell(node, tls.certificateEnds()));
        clock.run();
        return new ForebayServer(
                phase,
                listener,
                amqp,
                engine,
                tls.http().isPresent() ? ReadyLines.Security.TLS : ReadyLines.Security.PLAIN,
                access.access(),
                access.access().open() ? ReadyLines.Doors.OPEN : ReadyLines.Doors.USERS,
                data.log(),
                settings.get(Registry.STOP_TIMEOUT),
                closing);
    }

    private EngineLimits limits() {
        return EngineLimits.defaults().withOnDamage(settings.get(Registry.STORAGE_ON_DAMAGE));
    }

    private LogEnvironment environment() {
        return new LogEnvironment(
                clock::now, clock::nanos, dice::number, new ThreadTaskRunner(), metrics.commits());
    }

    private OpenAccess access(DataFolder data, OpenEngine engine) throws StartRefused {
        ExecutorService slow = Threads.rareWorker("forebay-login");
        closing.add(slow::shutdown);
        String region = settings.get(Registry.SQS_REGION);
        OpenAccess access =
                OpenAccess.load(
                        data,
                        engine,
                        clock,
                        dice,
                        settings.get(Registry.STORAGE_ON_DAMAGE),
                        region,
                        slow);
        new FirstAdmin(settings, files, access.access(), engine.queues().lane()).see();
        return tracing.isPresent()
                ? access.through(tracing.get().over(access.queues(), clock))
                : access;
    }

    private HttpHandler handler(
            InetSocketAddress address,
            DataFolder data,
            OpenAccess access,
            AmqpFace amqp,
            NodeView node)
            throws StartRefused {
        byte[] key = receiptKey(data);
        List<Check> checks = new ArrayList<>(List.of(phase.check()));
        checks.addAll(LogChecks.of(data.log()));
        ExecutorService writer = Threads.rareWorker("forebay-scrape");
        closing.add(writer::shutdown);
        HttpHandler page =
                metrics.page(
                        new Observed(
                                access.queues(),
                                clock,
                                data.log(),
                                AmqpUse.of(amqp.administration()),
                                node),
                        settings.get(Registry.METRICS_MAX_QUEUES),
                        writer);
        HttpHandler health = new HealthRoute(checks, access.queues().lane());
        Map<String, HttpHandler> faces = new HashMap<>();
        faces.put("v1", api(address, key, data, access, checks, amqp, node, writer));
        if (settings.get(Registry.AMQP_ENABLED)) {
            faces.put("api", management(address, amqp, node, writer));
        }
        Console console = new Console(writer);
        return Router.of(
                ServerRoutes.all(
                        access.access(),
                        Map.of(
                                "metrics", guarded(address, page),
                                "health", guarded(address, health),
                                "console", guarded(address, console.parts())),
                        faces),
                guarded(address, console.page()),
                guarded(address, new SiteGuard(sqs(key, access))));
    }

    /** What only this machine reaches is for its own names. The API says so in its own form. */
    private static HttpHandler guarded(InetSocketAddress address, HttpHandler handler) {
        return address.getAddress().isLoopbackAddress() ? new HostGuard(handler) : handler;
    }

    private static HttpHandler management(
            InetSocketAddress address, AmqpFace face, NodeView node, Executor reader) {
        return guarded(
                address, new SiteGuard(new ManagementApi(face.administration(), node, reader)));
    }

    private HttpApi api(
            InetSocketAddress address,
            byte[] key,
            DataFolder data,
            OpenAccess access,
            List<Check> checks,
            AmqpFace amqp,
            NodeView node,
            Executor reader) {
        BrowserGuard.Hosts hosts =
                address.getAddress().isLoopbackAddress()
                        ? BrowserGuard.Hosts.LOOPBACK
                        : BrowserGuard.Hosts.ANY;
        OpenLookout lookout =
                OpenLookout.open(webhook, data, access.queues().lane(), clock, dice, closing);
        HttpApi api =
                new HttpApi(
                        metrics.forHttp(access.queues(), clock),
                        clock,
                        key,
                        access.access(),
                        new BrowserGuard(hosts),
                        new IdempotencyLog(data.log(), access.queues().lane(), clock),
                        new ApiView(
                                settings,
                                access.queues().lane(),
                                reader,
                                checks,
                                metrics,
                                node,
                                clock,
                                amqp.administration()::close,
                                new QueueOrigins(amqp.administration()),
                                storage(data)),
                        lookout.lookout(),
                        new SplittableRandom(dice.number()));
        closing.add(() -> lookout.keep(api));
        return api;
    }

    private StorageView storage(DataFolder data) {
        return new StorageView(data.log(), data.disk(), LogSizes.of(settings).reserveBytes());
    }

    private SqsFace sqs(byte[] key, OpenAccess access) {
        return new SqsFace(
                metrics.forSqs(access.queues(), clock),
                access.access(),
                clock,
                sqsSettings(),
                key,
                new SplittableRandom(dice.number()));
    }

    private byte[] receiptKey(DataFolder data) throws StartRefused {
        try {
            return SecretFile.RECEIPTS.of(
                    data.disk(), dice, settings.get(Registry.STORAGE_ON_DAMAGE));
        } catch (IOException unusable) {
            throw new StartRefused(
                    ExitCode.DATA, "cannot keep a secret in the data folder: " + unusable);
        }
    }

    private SqsSettings sqsSettings() {
        return new SqsSettings(
                settings.get(Registry.SQS_REGION),
                settings.get(Registry.QUEUES_AUTO_CREATE)
                        ? SqsSettings.MissingQueues.CREATE
                        : SqsSettings.MissingQueues.REFUSE,
                settings.get(Registry.SQS_MAX_IN_FLIGHT),
                settings.get(Registry.SQS_MAX_IN_FLIGHT_FIFO));
    }

    private HttpListener listen(
            InetSocketAddress address,
            Optional<SslContext> tls,
            Transport transport,
            HttpHandler handler)
            throws StartRefused {
        try {
            return HttpListener.open(
                    new ListenerSettings(address, ListenerLimits.of(settings), tls),
                    transport.loops(),
                    transport.loops(),
                    transport.server(),
                    handler,
                    metrics.listener(),
                    () -> Instant.ofEpochMilli(clock.wall()));
        } catch (IOException taken) {
            throw Binding.refused(address, Registry.HTTP_PORT, taken, new PortHolder(files));
        }
    }

    /**
     * Loaded though nobody may reach its port: dead letters of queues that were declared over AMQP
     * go by its exchanges.
     */
    private AmqpFace amqp(EventLoop loop, DataFolder data, OpenEngine engine, OpenAccess access)
            throws StartRefused {
        AmqpFace face =
                new AmqpFace(
                        metrics.forAmqp(access.queues(), clock),
                        access.access(),
                        clock,
                        AmqpSettings.defaults(
                                        Version.TEXT,
                                        settings.get(Registry.AMQP_MAX_CONNECTIONS),
                                        settings.get(Registry.AMQP_MAX_MESSAGE_SIZE),
                                        settings.get(Registry.AMQP_MAX_INCOMPLETE),
                                        settings.get(Registry.AMQP_MAX_UNREAD))
                                .within(PlatformDependent.maxDirectMemory()),
                        new TopologyStream(data.log(), access.queues().lane(), clock),
                        access.deadLetterGuard(),
                        dice.generator());
        CompletableFuture<Long> loaded = new CompletableFuture<>();
        loop.execute(() ->
                face.load(OpenAccess.into(loaded, "cannot read AMQP's exchanges and bindings")));
        StartRefused.join(loaded);
        engine.routeDeadLetters(face.deadLetterRouter());
        return face;
    }

    private Optional<AmqpPorts> amqp(
            InetSocketAddress address,
            Optional<SslContext> tls,
            Transport transport,
            EventLoop loop,
            AmqpFace face)
            throws StartRefused {
        return settings.get(Registry.AMQP_ENABLED)
                ? Optional.of(
                        AmqpPorts.open(
                                settings,
                                files,
                                address.getAddress(),
                                transport,
                                loop,
                                face,
                                tls,
                                closing))
                : Optional.empty();
    }

    private static void end(Transport transport) {
        var _ =
                transport
                        .loops()
                        .shutdownGracefully(0, LOOPS_END_SECONDS, TimeUnit.SECONDS)
                        .awaitUninterruptibly(LOOPS_END_SECONDS, TimeUnit.SECONDS);
    }
}
