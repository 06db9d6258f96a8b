package dev.forebay.server.webhook;

import dev.forebay.engine.EngineClock;
import dev.forebay.httpapi.alerts.Alert;
import dev.forebay.httpapi.alerts.AlertListener;
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
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells alerts to a webhook: several in one request, one request after the other, each again until
 * it is accepted or given up. What waits is bounded, and lost when the server stops. Thread-safe.
 */
public final class Webhook implements AlertListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_TOGETHER = 100;
    private static final int ID_BYTES = 16;
    private static final int MILLIS = 1_000;

    private final Wish wish;
    private final EngineClock clock;
    private final RandomGenerator random;
    private final MultiThreadIoEventLoopGroup threads;
    private final EventLoop loop;
    private final Deque<AlertEvent> waiting = new ArrayDeque<>();
    private @Nullable Message underWay;
    private boolean failing;

    /**
     * Where to, and how.
     *
     * @param address http or https
     * @param tls for https
     * @param signature who calls
     * @param agent what it is called in requests
     */
    public record Wish(
            URI address,
            SslContext tls,
            Optional<Signature> signature,
            boolean mayBePrivate,
            String agent) {
        Targets targets() {
            return mayBePrivate ? Targets.PRIVATE_TOO : Targets.PUBLIC;
        }
    }

    /**
     * How patient it is.
     *
     * @param gatherMillis for more events that go with the first
     * @param request for an answer
     */
    record Patience(long gatherMillis, Duration request, Retries retries) {
        static Patience standard() {
            return new Patience(200, Duration.ofSeconds(10), Retries.standard());
        }
    }

    private final Patience patience;

    /** Some events on their way, the same whenever they are sent again. */
    private static final class Message {
        private final String id;
        private final byte[] body;
        private final int events;
        private int failures;

        Message(String id, byte[] body, int events) {
            this.id = id;
            this.body = body;
            this.events = events;
        }
    }

    /** One that waits for alerts; nothing is looked up before there is one. */
    public Webhook(Wish wish, EngineClock clock, RandomGenerator random, ThreadFactory threads) {
        this(wish, clock, random, threads, Patience.standard());
    }

    Webhook(
            Wish wish,
            EngineClock clock,
            RandomGenerator random,
            ThreadFactory threads,
            Patience patience) {
        this.wish = wish;
        this.clock = clock;
        this.random = random;
        this.patience = patience;
        this.threads = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        this.loop = this.threads.next();
    }

    @Override
    public void told(Turn turn, Alert alert) {
        loop.execute(() -> add(new AlertEvent(turn, alert)));
    }

    private void add(AlertEvent event) {
        if (waiting.size() == MOST_WAITING) {
            waiting.remove();
            LOG.warn("too many alerts wait for the webhook; the oldest is not sent");
        }
        waiting.add(event);
        if (underWay == null && waiting.size() == 1) {
            later(patience.gatherMillis(), this::next);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Netty logs what a task throws; nobody waits
    private void later(long millis, Runnable step) {
        loop.schedule(step, millis, TimeUnit.MILLISECONDS);
    }

    private void next() {
        if (waiting.isEmpty()) {
            underWay = null;
            return;
        }
        List<AlertEvent> together = new ArrayList<>();
        while (!waiting.isEmpty() && together.size() < MOST_TOGETHER) {
            together.add(waiting.remove());
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Message message =
                new Message(
                        "msg_" + HexFormat.of().formatHex(id),
                        AlertEvent.body(together, clock.wall()),
                        together.size());
        underWay = message;
        send(message);
    }

    private void send(Message message) {
        try {
            InetSocketAddress address = address(message.failures);
            boolean secure = "https".equals(wish.address().getScheme());
            Attempt.begin(
                    loop,
                    new Attempt.Peer(address, wish.address().getHost(), secure ? wish.tls() : null),
                    request(message),
                    patience.request(),
                    outcome -> ended(message, outcome));
        } catch (UnknownHostException unknown) {
            ended(message, new Outcome.Failed("nobody knows its name: " + unknown.getMessage()));
        } catch (NotAllowed refused) {
            ended(message, new Outcome.Failed(String.valueOf(refused.getMessage())));
        }
    }

    /** The name leads to where no request may go. */
    private static final class NotAllowed extends Exception {
        private static final long serialVersionUID = 1;

        NotAllowed(String why) {
            super(why);
        }
    }

    /** Looks the name up, once for this attempt: what is checked is what is connected to. */
    private InetSocketAddress address(int turn) throws UnknownHostException, NotAllowed {
        URI to = wish.address();
        InetAddress[] all = InetAddress.getAllByName(to.getHost());
        for (InetAddress one : all) {
            Optional<String> refusal = wish.targets().refusal(one);
            if (refusal.isPresent()) {
                throw new NotAllowed(refusal.get());
            }
        }
        return new InetSocketAddress(all[turn % all.length], port(to));
    }

    private static int port(URI address) {
        int usual = "https".equals(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? usual : address.getPort();
    }

    private FullHttpRequest request(Message message) {
        URI to = wish.address();
        String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        path,
                        Unpooled.wrappedBuffer(message.body));
        long seconds = clock.wall() / MILLIS;
        request.headers()
                .set(HttpHeaderNames.HOST, to.getRawAuthority())
                .set(HttpHeaderNames.USER_AGENT, wish.agent())
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, message.body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set("webhook-id", message.id)
                .set("webhook-timestamp", seconds);
        wish.signature()
                .ifPresent(signature ->
                        request.headers()
                                .set(
                                        "webhook-signature",
                                        signature.of(message.id, seconds, message.body)));
        return request;
    }

    private void ended(Message message, Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted _ -> {
                if (failing) {
                    LOG.info("the webhook takes alerts again");
                }
                failing = false;
                next();
            }
            case Outcome.Failed failed -> failed(message, failed.why());
        }
    }

    private void failed(Message message, String why) {
        message.failures++;
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("reason", why)
                    .log("the webhook did not take alerts; they are sent again");
        }
        if (message.failures < patience.retries().attempts()) {
            later(patience.retries().delayMillis(message.failures, random), () -> send(message));
        } else {
            LOG.atError()
                    .addKeyValue("events", message.events)
                    .addKeyValue("reason", why)
                    .log("alerts are given up that the webhook did not take");
            next();
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1_000);
    }
}
