package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.testkit.history.Audit;
import dev.forebay.testkit.history.History;
import dev.forebay.testkit.history.HistoryChecker;
import dev.forebay.testkit.history.QueueFacts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * P1, P2, P3, P4, P5 with a real process and real clients: kill -9 under load, again and again,
 * then every message is accounted for. {@code -Dforebay.kill.cycles=1000} for longer runs.
 */
class KillLoopIT {
    private static final int CYCLES = Integer.getInteger("forebay.kill.cycles", 6);
    private static final int SENDS_A_CYCLE = 300;
    private static final long FIVE_MINUTES = Duration.ofMinutes(5).toMillis();

    /** An answer may be this long under way on a busy machine. */
    private static final long SLACK = 1_500;

    @TempDir private Path data;

    @Test
    void p1_to_p5_hold_over_kill_9_under_load() throws Exception {
        History history = new History(() -> System.nanoTime() / 1_000_000);
        SqsLoad load = new SqsLoad(history);
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (ServerProcess server = ServerProcess.start(data)) {
                createQueues(server.endpoint());
                loadAndKill(server, load);
            }
        }
        try (ServerProcess server = ServerProcess.start(data)) {
            load.drain(server.endpoint(), SqsLoad.STANDARD);
            load.drain(server.endpoint(), SqsLoad.FIFO);
            assertThat(server.terminate()).isZero();
        }
        Audit audit =
                new Audit()
                        .queue(QueueFacts.of(SqsLoad.STANDARD))
                        .queue(
                                QueueFacts.of(SqsLoad.FIFO)
                                        .ordered(QueueFacts.Order.BY_KEY)
                                        .deduplicated(FIVE_MINUTES))
                        .leaseSlack(SLACK)
                        .drained();
        System.out.println("kill -9: " + CYCLES + " cycles, " + load);
        assertThat(HistoryChecker.check(history, audit)).isEmpty();
    }

    private static void createQueues(URI endpoint) {
        Map<QueueAttributeName, String> attributes =
                Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "" + SqsLoad.LEASE_SECONDS);
        try (SqsClient sqs = SqsLoad.client(endpoint)) {
            var standard =
                    sqs.createQueue(
                            queue -> queue.queueName(SqsLoad.STANDARD).attributes(attributes));
            var ordered =
                    sqs.createQueue(queue ->
                            queue.queueName(SqsLoad.FIFO)
                                    .attributes(
                                            Map.of(
                                                    QueueAttributeName.VISIBILITY_TIMEOUT,
                                                    "" + SqsLoad.LEASE_SECONDS,
                                                    QueueAttributeName.FIFO_QUEUE,
                                                    "true")));
            assertThat(standard.queueUrl()).isNotEqualTo(ordered.queueUrl());
        }
    }

    private static void loadAndKill(ServerProcess server, SqsLoad load) throws Exception {
        URI endpoint = server.endpoint();
        int goal = load.confirmed.get() + SENDS_A_CYCLE;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running =
                    Stream.<Runnable>of(
                                    () -> load.send(endpoint, SqsLoad.STANDARD),
                                    () -> load.send(endpoint, SqsLoad.FIFO),
                                    () -> load.consume(endpoint, SqsLoad.STANDARD),
                                    () -> load.consume(endpoint, SqsLoad.STANDARD),
                                    () -> load.consume(endpoint, SqsLoad.FIFO))
                            .<Future<?>>map(clients::submit)
                            .toList();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> load.confirmed.get() >= goal);
            server.kill();
            for (Future<?> client : running) {
                client.get();
            }
        }
    }
}
