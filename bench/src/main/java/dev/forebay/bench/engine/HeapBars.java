package dev.forebay.bench.engine;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Settlement;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a backlog and a million leases cost in heap, and what a cycle costs in CPU time, which other
 * work on the machine does not blur. Run it under {@code -Xmx256m}; the argument is the size of the
 * large backlog in millions of messages (100 takes some minutes).
 */
public final class HeapBars {
    private static final int MILLION = 1_000_000;
    private static final int BATCH = 100;
    private static final int BODY_BYTES = 100;
    private static final int WARM_UP = 2 * MILLION;

    private HeapBars() {}

    /** Prints one line a bar. */
    public static void main(String[] arguments) {
        int large = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        cycles(10);
        cycles(BATCH);
        backlog(large);
        leases();
    }

    private static CoreCycle cycle(int batch) {
        QueueSettings settings = QueueSettings.defaults().withMaxLeases(Integer.MAX_VALUE);
        return new CoreCycle(new TemplateStore(), new InlineLane(), settings, batch, BODY_BYTES);
    }

    private static void cycles(int batch) {
        CoreCycle cycle = cycle(batch);
        run(cycle, WARM_UP, batch);
        long before = cpu();
        run(cycle, 2 * MILLION, batch);
        double seconds = (cpu() - before) / 1e9;
        line("cycles a second of CPU, batches of " + batch, Math.round(2 * MILLION / seconds));
    }

    private static void run(CoreCycle cycle, int messages, int batch) {
        for (int i = 0; i < messages; i += batch) {
            cycle.run();
        }
    }

    private static void backlog(int large) {
        CoreCycle cycle = cycle(BATCH);
        send(cycle, MILLION);
        long small = heap();
        line("heap KiB at 1 million", small >> 10);
        send(cycle, (large - 1L) * MILLION);
        line("heap KiB more at " + large + " million", (heap() - small) >> 10);
        settleEverySecond(cycle, (long) large * MILLION);
        line("heap KiB more with every second settled", (heap() - small) >> 10);
        stats(cycle);
    }

    private static void stats(CoreCycle cycle) {
        QueueStats stats = cycle.engine().stats("bench").orElseThrow();
        line("ready then", stats.ready());
        line("acked then", stats.acked());
    }

    private static void send(CoreCycle cycle, long messages) {
        for (long i = 0; i < messages; i += BATCH) {
            cycle.send();
        }
    }

    /**
     * Leases what comes, acks the even ones and gives the odd ones back, until all even ones are.
     */
    private static void settleEverySecond(CoreCycle cycle, long messages) {
        while (acked(cycle) < messages / 2) {
            cycle.lease(taking(each -> cycle.settle(alternate(each))));
        }
    }

    private static long acked(CoreCycle cycle) {
        return cycle.engine().stats("bench").orElseThrow().acked();
    }

    private static List<Settlement> alternate(List<Delivery> deliveries) {
        List<Settlement> settlements = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (delivery.lease().offset() % 2 == 0) {
                settlements.add(new Settlement.Ack(delivery.lease()));
            } else {
                settlements.add(new Settlement.Release(delivery.lease(), 0));
            }
        }
        return settlements;
    }

    private static void leases() {
        CoreCycle cycle = cycle(BATCH);
        send(cycle, MILLION);
        long before = heap();
        for (int i = 0; i < MILLION; i += BATCH) {
            cycle.lease(taking(deliveries -> {}));
        }
        line("heap KiB of a million leases", (heap() - before) >> 10);
        line("leased then", cycle.engine().stats("bench").orElseThrow().leased());
    }

    private static Reply<List<Delivery>> taking(Consumer<List<Delivery>> taker) {
        return new Reply<>() {
            @Override
            public void ok(List<Delivery> deliveries) {
                taker.accept(deliveries);
            }

            @Override
            public void refused(Refusal refusal) {
                throw new IllegalStateException(refusal.message());
            }
        };
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void line(String what, long figure) {
        System.out.printf("%-45s %,15d%n", what, figure);
    }
}
