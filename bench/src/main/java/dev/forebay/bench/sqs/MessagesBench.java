package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Batches of ten sent, then a backlog received and deleted by one and by ten: Forebay beside
 * ElasticMQ, and beside what the bare server answers of SendMessage.
 */
public final class MessagesBench {
    private static final int[] CONNECTIONS = {16, 64};
    private static final int WARM_CONNECTIONS = 64;
    private static final int BATCH = 10;
    private static final double PERCENT = 100;

    /** What clients do. */
    private enum Work {
        SEND_BARE("SendMessage to the bare server"),
        SEND_TEN("SendMessageBatch of ten"),
        RECEIVE_ONE("ReceiveMessage of one, DeleteMessage"),
        RECEIVE_TEN("ReceiveMessage of ten, DeleteMessageBatch");

        private final String title;

        Work(String title) {
            this.title = title;
        }
    }

    /** One kind of work at one number of connections. */
    private record Row(
            Work work, Contender contender, int connections, double perSecond, Load load) {}

    private final Bench bench;
    private final List<Row> rows = new ArrayList<>();

    private MessagesBench(Bench bench) {
        this.bench = bench;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Bench bench = Bench.of(arguments)) {
            MessagesBench run = new MessagesBench(bench);
            run.measureBare();
            run.measure(Contender.FOREBAY);
            run.measure(Contender.ELASTICMQ);
            run.print();
        }
    }

    private void measureBare() throws IOException {
        try (ServerProcess server = Contender.BARE.start(bench)) {
            bench.wrk().send(server, WARM_CONNECTIONS, bench.warm(), 1);
            for (int connections : CONNECTIONS) {
                Load load = bench.wrk().send(server, connections, bench.measure(), 1);
                add(Work.SEND_BARE, Contender.BARE, connections, load.perSecond(), load);
            }
        }
    }

    private void measure(Contender contender) throws IOException, InterruptedException {
        try (ServerProcess server = contender.start(bench)) {
            Sqs.at(server).createQueues(1);
            bench.wrk().sendBatches(server, WARM_CONNECTIONS, bench.warm(), Sqs.QUEUE);
            for (int connections : CONNECTIONS) {
                Load load =
                        bench.wrk().sendBatches(server, connections, bench.measure(), Sqs.QUEUE);
                add(Work.SEND_TEN, contender, connections, BATCH * load.perSecond(), load);
            }
            bench.wrk().receive(server, WARM_CONNECTIONS, bench.warm(), 1);
            for (int connections : CONNECTIONS) {
                Load load = bench.wrk().receive(server, connections, bench.measure(), 1);
                add(Work.RECEIVE_ONE, contender, connections, load.perSecond(), load);
            }
            for (int connections : CONNECTIONS) {
                Load load = bench.wrk().receive(server, connections, bench.measure(), BATCH);
                add(Work.RECEIVE_TEN, contender, connections, load.perSecond(), load);
            }
        }
    }

    private void add(Work work, Contender contender, int connections, double perSecond, Load load) {
        rows.add(new Row(work, contender, connections, perSecond, load));
    }

    private void print() {
        System.out.println(
                "| work | connections | server | messages/s | of ElasticMQ | of half of bare |"
                        + " p50 ms | p99 ms | errors |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (Work work : Work.values()) {
            rows.stream().filter(row -> row.work() == work).forEach(this::print);
        }
    }

    private void print(Row row) {
        double peer = rate(row.work(), Contender.ELASTICMQ, row.connections());
        double half = rate(Work.SEND_BARE, Contender.BARE, row.connections()) / 2;
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %s | %.0f %% | %s | %s | %d |%n",
                row.work().title,
                row.connections(),
                row.contender().title(),
                row.perSecond(),
                peer > 0 ? String.format(Locale.ROOT, "%.1fx", row.perSecond() / peer) : "",
                PERCENT * row.perSecond() / half,
                Load.millis(row.load().p50()),
                Load.millis(row.load().p99()),
                row.load().errors());
    }

    private double rate(Work work, Contender contender, int connections) {
        return rows.stream()
                .filter(row -> row.work() == work && row.contender() == contender)
                .filter(row -> row.connections() == connections)
                .mapToDouble(Row::perSecond)
                .findFirst()
                .orElse(0);
    }
}
