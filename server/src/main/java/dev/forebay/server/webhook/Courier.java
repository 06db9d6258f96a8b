package dev.forebay.server.webhook;

import dev.forebay.engine.EngineClock;
import dev.forebay.server.webhook.Attempt.Outcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notifications to the webhook: one request after the other, each again until it is accepted
 * or given up. What waits is bounded. Everything runs on its own event loop.
 */
final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MOST_EVENTS = 1_000;
    private static final int MILLIS = 1_000;

    private final Webhook.Wish wish;
    private final EngineClock clock;
    private final RandomGenerator random;
    private final Patience patience;
    private final Consumer<Notification> over;
    private final MultiThreadIoEventLoopGroup threads;
    private final EventLoop loop;
    private final Deque<Notification> waiting = new ArrayDeque<>();
    private int eventsWaiting;
    private @Nullable Notification underWay;
    private int failures;
    private boolean failing;

    /**
     * How patient it is.
     *
     * @param request for an answer
     */
    record Patience(Duration request, Retries retries) {
        static Patience standard() {
            return new Patience(Duration.ofSeconds(10), Retries.standard());
        }
    }

    /**
     * One that waits; nothing is looked up before there is something to bring.
     *
     * @param over told, on the event loop, of what was accepted or given up
     */
    Courier(
            Webhook.Wish wish,
            EngineClock clock,
            RandomGenerator random,
            ThreadFactory threads,
            Patience patience,
            Consumer<Notification> over) {
        this.wish = wish;
        this.clock = clock;
        this.random = random;
        this.patience = patience;
        this.over = over;
        this.threads = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        this.loop = this.threads.next();
    }

    /** Brings it after those before. What comes after the end is brought by the next server. */
    void take(Notification notification) {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> add(notification));
        }
    }

    private void add(Notification notification) {
        waiting.add(notification);
        eventsWaiting += notification.events();
        while (eventsWaiting > MOST_EVENTS) {
            Notification oldest = waiting.remove();
            eventsWaiting -= oldest.events();
            LOG.atWarn()
                    .addKeyValue("events", oldest.events())
                    .log("too many alerts wait for the webhook; the oldest are not sent");
            over.accept(oldest);
        }
        if (underWay == null) {
            next();
        }
    }

    private void over(Notification notification) {
        over.accept(notification);
        next();
    }

    private void next() {
        Notification next = waiting.poll();
        underWay = next;
        failures = 0;
        if (next != null) {
            eventsWaiting -= next.events();
            send(next);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Netty logs what a task throws; nobody waits
    private void later(long millis, Runnable step) {
        loop.schedule(step, millis, TimeUnit.MILLISECONDS);
    }

    /** Looks the name up, once for this attempt: what is checked is what is connected to. */
    private void send(Notification notification) {
        try {
            InetAddress[] all = InetAddress.getAllByName(wish.address().getHost());
            Optional<String> refusal =
                    Arrays.stream(all)
                            .map(wish.targets()::refusal)
                            .flatMap(Optional::stream)
                            .findFirst();
            if (refusal.isPresent()) {
                ended(notification, new Outcome.Failed(refusal.get()));
            } else {
                send(notification, all[failures % all.length]);
            }
        } catch (UnknownHostException unknown) {
            ended(
                    notification,
                    new Outcome.Failed("nobody knows its name: " + unknown.getMessage()));
        }
    }

    private void send(Notification notification, InetAddress to) {
        URI address = wish.address();
        boolean secure = "https".equals(address.getScheme());
        Attempt.begin(
                loop,
                new Attempt.Peer(
                        new InetSocketAddress(to, port(address)),
                        address.getHost(),
                        secure ? wish.tls() : null),
                request(notification),
                patience.request(),
                outcome -> ended(notification, outcome));
    }

    private static int port(URI address) {
        int usual = "https".equals(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? usual : address.getPort();
    }

    private FullHttpRequest request(Notification notification) {
        URI to = wish.address();
        String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        path,
                        Unpooled.wrappedBuffer(notification.body()));
        long seconds = clock.wall() / MILLIS;
        request.headers()
                .set(HttpHeaderNames.HOST, to.getRawAuthority())
                .set(HttpHeaderNames.USER_AGENT, wish.agent())
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, notification.body().length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set("webhook-id", notification.id())
                .set("webhook-timestamp", seconds);
        wish.signature()
                .ifPresent(signature ->
                        request.headers()
                                .set(
                                        "webhook-signature",
                                        signature.of(
                                                notification.id(), seconds, notification.body())));
        return request;
    }

    private void ended(Notification notification, Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted _ -> {
                if (failing) {
                    LOG.info("the webhook takes alerts again");
                }
                failing = false;
                over(notification);
            }
            case Outcome.Failed failed -> failed(notification, failed.why());
        }
    }

    private void failed(Notification notification, String why) {
        failures++;
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("reason", why)
                    .log("the webhook did not take alerts; they are sent again");
        }
        if (failures < patience.retries().attempts()) {
            later(patience.retries().delayMillis(failures, random), () -> send(notification));
        } else {
            LOG.atError()
                    .addKeyValue("events", notification.events())
                    .addKeyValue("reason", why)
                    .log("alerts are given up that the webhook did not take");
            over(notification);
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1_000);
    }
}
