package dev.forebay.amqp.management;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/** Adds up the figures of many queues, some at a time, so that nobody waits. On the lane. */
final class Totals {
    private static final int SLICE = 500;

    private final Queues queues;
    private final ArrayDeque<QueueInfo> left;
    private final Consumer<Rates.Counts> then;
    private Rates.Counts sum = Rates.Counts.NOTHING;

    private Totals(Queues queues, List<QueueInfo> of, Consumer<Rates.Counts> then) {
        this.queues = queues;
        this.left = new ArrayDeque<>(of);
        this.then = then;
    }

    static void of(Queues queues, List<QueueInfo> of, Consumer<Rates.Counts> then) {
        new Totals(queues, of, then).go();
    }

    private void go() {
        for (int i = 0; i < SLICE && !left.isEmpty(); i++) {
            QueueStats stats = queues.stats(left.removeFirst().name()).orElse(null);
            if (stats != null) {
                sum = sum.plus(Rates.Counts.of(stats));
            }
        }
        if (left.isEmpty()) {
            then.accept(sum);
        } else {
            queues.lane().goOn(this::go);
        }
    }
}
