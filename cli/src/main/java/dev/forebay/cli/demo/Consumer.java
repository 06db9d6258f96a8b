package dev.forebay.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Receives orders, works on each for a while and settles them batch by batch. It fails on a poison
 * order, and on every order while the payment service is down, and gives those back with the
 * reason. When it crashes it goes silent with a batch in hand, as a process does that loses its
 * power: the server learns of it only when the leases run out.
 */
final class Consumer implements Runnable {
    /** What it is doing, as others see it. */
    enum State {
        WORKING,
        LEAVING,
        DYING,
        DEAD
    }

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Time spent on calls is made up for, as far as this. */
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(200);

    /** What fails for the payment service is tried again after this. */
    private static final Duration LATER = Duration.ofMillis(500);

    private static final String BROKEN = "the order cannot be worked on";

    private final int number;
    private final String name;
    private final Pool pool;
    private final Ledger ledger;
    private final PaymentService payments;
    private final Time time;
    private final Talk talk;
    private volatile int rate;
    private volatile State state = State.WORKING;
    private long free;

    Consumer(
            int number,
            Pool pool,
            Ledger ledger,
            PaymentService payments,
            Time time,
            Talk talk,
            int perSecond) {
        this.number = number;
        this.name = "consumer " + number;
        this.pool = pool;
        this.ledger = ledger;
        this.payments = payments;
        this.time = time;
        this.talk = talk;
        this.rate = perSecond;
    }

    int number() {
        return number;
    }

    int rate() {
        return rate;
    }

    State state() {
        return state;
    }

    void rate(int perSecond) {
        rate = perSecond;
    }

    /** Ends after the batch in hand. */
    void leave() {
        state = State.LEAVING;
    }

    /** Dies in the middle of its next batch, so that it surely holds something. */
    void crash() {
        state = State.DYING;
    }

    @Override
    public void run() {
        try {
            while (state == State.WORKING || state == State.DYING) {
                workOnBatch();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOnBatch() throws InterruptedException {
        try {
            List<Delivery> done = work(pool.receive());
            if (!done.isEmpty()) {
                settle(done);
            }
        } catch (IOException failure) {
            talk.say(name + " got no answer: " + Silence.reason(failure));
            time.sleep(BREATH);
        }
    }

    /** Those to settle. */
    private List<Delivery> work(List<Delivery> batch) throws IOException, InterruptedException {
        List<Order> known = batch.stream().map(this::note).flatMap(Optional::stream).toList();
        List<Delivery> done = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (state == State.DYING && i >= batch.size() / 2) {
                die(known);
                return List.of();
            }
            spendTime();
            if (isPoison(batch.get(i))) {
                fail(batch.get(i));
            } else if (!payments.isUp()) {
                turnAway(batch.get(i));
            } else {
                done.add(batch.get(i));
            }
        }
        return done;
    }

    private Optional<Order> note(Delivery delivery) {
        Optional<Order> order = Order.of(delivery.body());
        if (order.isEmpty()) {
            ledger.stranger();
        }
        return order.filter(known -> ledger.delivered(known.number()));
    }

    private void spendTime() throws InterruptedException {
        free = Math.max(free, time.nanos() - CATCH_UP) + SECOND / rate;
        time.sleepUntil(free);
    }

    private void die(List<Order> held) {
        held.forEach(order -> ledger.orphaned(order.number()));
        state = State.DEAD;
        talk.say("%s died with %d orders in hand".formatted(name, held.size()));
    }

    private static boolean isPoison(Delivery delivery) {
        return Order.of(delivery.body()).filter(o -> o.kind() == Order.Kind.POISON).isPresent();
    }

    private void fail(Delivery poison) throws IOException, InterruptedException {
        talk.say(
                "%s failed on the poison order (receive %d) and gave it back"
                        .formatted(name, poison.receives()));
        pool.giveBack(poison, BROKEN, Duration.ZERO);
    }

    private void turnAway(Delivery delivery) throws IOException, InterruptedException {
        Order.of(delivery.body()).ifPresent(order -> ledger.turnedAway(order.number()));
        pool.giveBack(delivery, PaymentService.REFUSAL, LATER);
    }

    private void settle(List<Delivery> done) throws IOException, InterruptedException {
        for (Delivery settled : pool.delete(done)) {
            Order.of(settled.body()).ifPresent(order -> ledger.settled(order.number()));
        }
    }
}
