package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.util.Locale;

/** What many busy queues cost: SendMessage to one queue, then in turn to each of a thousand. */
public final class QueuesBench {
    private static final int MANY = 1_000;
    private static final int CONNECTIONS = 64;
    private static final double PERCENT = 100;

    private QueuesBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Bench bench = Bench.of(arguments);
                ServerProcess server = Contender.FOREBAY.start(bench)) {
            Sqs.at(server).createQueues(MANY);
            bench.wrk().send(server, CONNECTIONS, bench.warm(), MANY);
            Load one = bench.wrk().send(server, CONNECTIONS, bench.measure(), 1);
            Load many = bench.wrk().send(server, CONNECTIONS, bench.measure(), MANY);
            System.out.println("| busy queues | requests/s | of one | p50 ms | p99 ms | errors |");
            System.out.println("|---|---|---|---|---|---|");
            print(1, one, one);
            print(MANY, many, one);
        }
    }

    private static void print(int queues, Load load, Load one) {
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,.0f | %.0f %% | %s | %s | %d |%n",
                queues,
                load.perSecond(),
                PERCENT * load.perSecond() / one.perSecond(),
                Load.millis(load.p50()),
                Load.millis(load.p99()),
                load.errors());
    }
}
