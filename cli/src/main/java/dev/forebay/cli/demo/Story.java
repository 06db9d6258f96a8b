package dev.forebay.cli.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Plays the acts one after the other. An interrupt ends it, or the server going away. */
final class Story {
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    /** So few open orders count as caught up: they come and go with each receive. */
    private static final int NEARLY_DRY = 50;

    private final Script script;
    private final Cast cast;
    private final Watch watch;
    private final Time time;

    Story(Script script, Cast cast, Watch watch, Time time) {
        this.script = script;
        this.cast = cast;
        this.watch = watch;
        this.time = time;
    }

    void play() throws InterruptedException, ServerGone {
        Consumer first = surge();
        Consumer second = crash(first);
        catchUp(first, second);
        poison();
        outage();
        lastOrders();
    }

    private Consumer surge() throws InterruptedException, ServerGone {
        watch.act(Act.SURGE);
        cast.producer().start(cast.threads());
        Consumer first = cast.hire(script.slowRate());
        watchAtLeast(script.surge(), () -> true);
        return first;
    }

    private Consumer crash(Consumer first) throws InterruptedException, ServerGone {
        watch.act(Act.CRASH);
        first.crash();
        watchAtLeast(Duration.ZERO, () -> first.state() == Consumer.State.DEAD);
        Consumer second = cast.hire(script.slowRate());
        Ledger ledger = cast.ledger();
        watchAtLeast(script.silence(), () -> ledger.adoptions() == ledger.orphans());
        watch.event(
                "of the dead consumer's %s, others got %s"
                        .formatted(
                                Figures.count(ledger.orphans(), "order"),
                                Figures.count(ledger.adoptions())));
        return second;
    }

    private void catchUp(Consumer dead, Consumer second) throws InterruptedException, ServerGone {
        watch.act(Act.CATCHING_UP);
        cast.producer().rate(script.calmRate());
        second.rate(script.quickRate());
        cast.revive(dead, script.quickRate());
        while (cast.workers().size() < Script.CONSUMERS) {
            var _ = cast.hire(script.quickRate());
        }
        watchAtLeast(Duration.ZERO, () -> cast.ledger().account().open() <= NEARLY_DRY);
    }

    private void poison() throws InterruptedException, ServerGone {
        watch.act(Act.POISON);
        cast.producer().sendPoison();
        watchAtLeast(script.calm(), () -> cast.ledger().account().deadLettered() > 0);
    }

    private void outage() throws InterruptedException, ServerGone {
        watch.act(Act.OUTAGE);
        cast.payments().goDown();
        watch.event("the payment service is down");
        watchAtLeast(script.outage(), watch::sawHeldBack);
        cast.payments().comeBack();
        watch.event("the payment service is back; the next probe will tell");
        watchAtLeast(
                Duration.ZERO,
                () -> !watch.isHeldBack() && cast.ledger().account().open() <= NEARLY_DRY);
        Account.Outage outage = cast.ledger().account().outage();
        watch.event(
                "the outage failed work on %s and dead-lettered %s"
                        .formatted(
                                Figures.count(outage.orders(), "order"),
                                Figures.count(outage.deadLettered())));
    }

    private void lastOrders() throws InterruptedException, ServerGone {
        watch.act(Act.LAST_ORDERS);
        cast.producer().stop();
        watchAtLeast(Duration.ZERO, () -> cast.ledger().account().open() == 0);
        watch.look();
    }

    /** Watches for that long, and on until what the act is about has come, if patience allows. */
    private void watchAtLeast(Duration least, BooleanSupplier over)
            throws InterruptedException, ServerGone {
        long begin = time.nanos();
        long next = begin;
        do {
            watch.look();
            next = Math.max(next + LOOK_EVERY, time.nanos());
            time.sleepUntil(next);
        } while (isDue(begin, least, over));
    }

    private boolean isDue(long begin, Duration least, BooleanSupplier over) {
        long passed = time.nanos() - begin;
        return passed < least.toNanos()
                || (!over.getAsBoolean() && passed < script.patience().toNanos());
    }
}
