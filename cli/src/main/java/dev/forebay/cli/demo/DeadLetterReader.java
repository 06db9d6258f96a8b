package dev.forebay.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Notes what arrives in the dead-letter queue, until it is interrupted. */
final class DeadLetterReader implements Runnable {
    private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(500);

    private final Pool letters;
    private final Ledger ledger;
    private final Time time;
    private final Talk talk;

    DeadLetterReader(Pool letters, Ledger ledger, Time time, Talk talk) {
        this.letters = letters;
        this.ledger = ledger;
        this.time = time;
        this.talk = talk;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                read();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws InterruptedException {
        try {
            List<Delivery> found = letters.receive();
            found.forEach(this::note);
            if (!found.isEmpty()) {
                var _ = letters.delete(found);
            }
        } catch (IOException failure) {
            talk.say("the dead-letter queue gave no answer: " + Silence.reason(failure));
            time.sleep(BREATH);
        }
    }

    private void note(Delivery letter) {
        Optional<Order> order = Order.of(letter.body());
        if (order.isEmpty()) {
            ledger.stranger();
            return;
        }
        ledger.deadLettered(order.get().number());
        talk.say(
                "order %s is in the dead-letter queue"
                        .formatted(Figures.count(order.get().number())));
    }
}
