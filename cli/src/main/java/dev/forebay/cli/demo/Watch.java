package dev.forebay.cli.demo;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at the server and at the cast, and shows what it sees. On the story's thread. */
final class Watch {
    /** Long enough for a server that is stopped and started again. */
    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(20);

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Scrape scrape;
    private final String queue;
    private final ApiQueue orders;
    private final Cast cast;
    private final View view;
    private final Time time;
    private final long begin;
    private final Flow flow = new Flow();
    private PoolFigures last = PoolFigures.NONE;
    private Optional<HeldBack> heldBack = Optional.empty();
    private long heard;
    private boolean sawHeldBack;

    /**
     * Begins now.
     *
     * @param queue name of the queue of orders
     * @param orders the same queue
     */
    Watch(Scrape scrape, String queue, ApiQueue orders, Cast cast, View view, Time time) {
        this.scrape = scrape;
        this.queue = queue;
        this.orders = orders;
        this.cast = cast;
        this.view = view;
        this.time = time;
        this.begin = time.nanos();
        this.heard = begin;
    }

    void act(Act act) {
        view.act(seconds(), act);
    }

    void event(String event) {
        view.event(seconds(), event);
    }

    /**
     * One look. A scrape that fails leaves the figures as they were and says so.
     *
     * @throws ServerGone when none has succeeded for {@link #LONGEST_SILENCE}
     */
    void look() throws InterruptedException, ServerGone {
        try {
            last = scrape.of(queue).orElse(last);
            heldBack(orders.heldBack());
            heard = time.nanos();
        } catch (IOException failure) {
            event("no figures from the server: " + Silence.reason(failure));
            if (time.nanos() - heard > LONGEST_SILENCE) {
                throw new ServerGone();
            }
        }
        flow.add(time.nanos(), last);
        for (var event = cast.nextEvent(); event.isPresent(); event = cast.nextEvent()) {
            event(event.get());
        }
        view.moment(moment());
    }

    /** Whether delivery was held back at the last look. */
    boolean isHeldBack() {
        return heldBack.isPresent();
    }

    /** Whether it ever was. */
    boolean sawHeldBack() {
        return sawHeldBack;
    }

    private void heldBack(Optional<HeldBack> now) {
        if (now.isPresent() && !isHeldBack()) {
            event(
                    "the breaker opens, a probe follows in %s: %s"
                            .formatted(Figures.span(now.get().seconds()), now.get().detail()));
        } else if (now.isEmpty() && isHeldBack()) {
            event("a probe was settled: the breaker closes, delivery goes on");
        }
        sawHeldBack |= now.isPresent();
        heldBack = now;
    }

    private Moment moment() {
        return new Moment(
                seconds(),
                last,
                heldBack,
                flow.in(),
                flow.out(),
                flow.drainSeconds(),
                cast.latencies().summary(),
                cast.ledger().account(),
                cast.workers());
    }

    private double seconds() {
        return (time.nanos() - begin) / SECOND;
    }
}
