package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.util.Locale;

/** Latency of SendMessage at a steady rate, as a service sees it that is not at its limit. */
public final class RateBench {
    private static final int RATE = 2_000;
    private static final int CONNECTIONS = 64;

    private RateBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println(
                "| server | offered/s | answered/s | p50 ms | p99 ms | max ms | errors |");
        System.out.println("|---|---|---|---|---|---|---|");
        try (Bench bench = Bench.of(arguments)) {
            for (Contender contender : Contender.values()) {
                print(contender, measure(bench, contender));
            }
        }
    }

    private static Load measure(Bench bench, Contender contender)
            throws IOException, InterruptedException {
        try (ServerProcess server = contender.start(bench);
                var open = new OpenLoop(server, CONNECTIONS)) {
            Sqs.at(server).createQueues(1);
            open.send(RATE, bench.warm());
            return open.send(RATE, bench.measure());
        }
    }

    private static void print(Contender contender, Load load) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %,.0f | %s | %s | %s | %d |%n",
                contender.title(),
                RATE,
                load.perSecond(),
                Load.millis(load.p50()),
                Load.millis(load.p99()),
                Load.millis(load.max()),
                load.errors());
    }
}
