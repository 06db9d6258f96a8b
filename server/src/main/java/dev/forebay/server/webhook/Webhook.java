package dev.forebay.server.webhook;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.httpapi.alerts.Alert;
import dev.forebay.httpapi.alerts.AlertListener;
import dev.forebay.log.LogStore;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Tells alerts to a webhook: those that begin or end together in one request. What it has not taken
 * is kept in the log, and told by the next server, as it was and first. On the lane.
 */
public final class Webhook implements AlertListener, AutoCloseable {
    private static final int MOST_TOGETHER = 100;
    private static final int ID_BYTES = 16;

    private final Lane lane;
    private final EngineClock clock;
    private final RandomGenerator random;
    private final NotificationLog kept;
    private final Courier courier;
    private final List<AlertEvent> gathered = new ArrayList<>();
    private boolean loaded;

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

    private Webhook(
            Wish wish,
            LogStore store,
            Lane lane,
            EngineClock clock,
            RandomGenerator random,
            ThreadFactory threads,
            Courier.Patience patience) {
        this.lane = lane;
        this.clock = clock;
        this.random = random;
        this.kept = new NotificationLog(store, lane, clock);
        this.courier =
                new Courier(
                        wish,
                        clock,
                        random,
                        threads,
                        patience,
                        over -> lane.execute(() -> kept.over(over)));
    }

    /** Begins with what is left of the server before. */
    public static Webhook begin(
            Wish wish,
            LogStore store,
            Lane lane,
            EngineClock clock,
            RandomGenerator random,
            ThreadFactory threads) {
        return begin(wish, store, lane, clock, random, threads, Courier.Patience.standard());
    }

    static Webhook begin(
            Wish wish,
            LogStore store,
            Lane lane,
            EngineClock clock,
            RandomGenerator random,
            ThreadFactory threads,
            Courier.Patience patience) {
        Webhook webhook = new Webhook(wish, store, lane, clock, random, threads, patience);
        lane.execute(() -> webhook.kept.load(webhook::loaded));
        return webhook;
    }

    private void loaded(List<Notification> left) {
        left.forEach(courier::take);
        loaded = true;
        tell();
    }

    @Override
    public void told(Turn turn, Alert alert) {
        gathered.add(new AlertEvent(turn, alert));
        if (loaded && gathered.size() == 1) {
            // Behind the others of this round.
            lane.execute(this::tell);
        }
    }

    private void tell() {
        for (int from = 0; from < gathered.size(); from += MOST_TOGETHER) {
            int to = Math.min(gathered.size(), from + MOST_TOGETHER);
            Notification notification = notification(gathered.subList(from, to));
            kept.note(notification, () -> courier.take(notification));
        }
        gathered.clear();
    }

    private Notification notification(List<AlertEvent> events) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new Notification(
                "msg_" + HexFormat.of().formatHex(id),
                events.size(),
                AlertEvent.body(events, clock.wall()));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        courier.close();
    }
}
