package dev.forebay.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.server.LocalListener;
import dev.forebay.server.machine.EventLoopLane;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsRouteTest {
    private static final Send SEND =
            new Send(new Message(null, List.of(), ByteBuffer.allocate(1)), 0, null);
    private static final LeaseId LEASE = new LeaseId(0, 1, 0, 1);

    private long now = 1_000_000;
    private final LocalListener listener = new LocalListener();
    private final EventLoopLane lane = new EventLoopLane(listener.loops.next());
    private final StubQueues queues = new StubQueues(lane);
    private final MemoryLogStore log =
            new MemoryLogStore(Runnable::run, () -> now, MemoryLogOptions.defaults());
    private final Metrics metrics = new Metrics();
    private final EngineClock clock =
            new EngineClock() {
                @Override
                public long now() {
                    return now;
                }

                @Override
                public long wall() {
                    return now;
                }
            };

    @AfterEach
    void close() {
        listener.close();
        log.close();
    }

    @Test
    void totals_are_summed_over_queues_and_counted_by_face() throws IOException {
        queues.stats.put("a", StubQueues.depth(3, now - 5_000));
        queues.stats.put("b", StubQueues.depth(4, now - 2_000));
        Queues door = metrics.forSqs(queues, clock);
        queues.answers.add(new SendResult.Sent(new MessageId(1, 1), 0, 1, false));
        door.send(Caller.IN_PROCESS, "a", SEND, ignore());
        queues.answers.add(new SendResult.Sent(new MessageId(1, 1), 0, 1, true));
        door.send(Caller.IN_PROCESS, "a", SEND, ignore());
        queues.answers.add(new Refusal.DiskFull());
        door.send(Caller.IN_PROCESS, "a", SEND, ignore());
        queues.answers.add(List.of(delivery(1, now - 700), delivery(2, now - 700)));
        var _ = door.receive(Caller.IN_PROCESS, "a", new Receive(2, -1, 0, null), ignore());
        queues.answers.add(List.of(new SettleResult.Done(), new SettleResult.AlreadySettled()));
        door.settle(
                Caller.IN_PROCESS,
                "a",
                List.of(new Settlement.Ack(LEASE), new Settlement.Ack(LEASE)),
                ignore());
        metrics.commits().committed(200_000, 3, 4096);
        metrics.commits().compacted(12, 4096);
        serve(1_000);

        assertThat(listener.get("/metrics").body())
                .contains("forebay_queue_ready 7.0\n")
                .contains("forebay_queue_oldest_age_seconds 5.0\n")
                .contains("forebay_queue_age_objective_missed 0.0\n")
                .contains("forebay_queue_drain_seconds +Inf\n")
                .contains("forebay_dead_letters_total{reason=\"attempts\"} 0.0\n")
                .contains("forebay_messages_accepted_total{face=\"sqs\"} 1.0\n")
                .contains("forebay_messages_deduplicated_total{face=\"sqs\"} 1.0\n")
                .contains("forebay_commands_refused_total{face=\"sqs\"} 1.0\n")
                .contains("forebay_messages_delivered_total{face=\"sqs\"} 2.0\n")
                .contains("forebay_messages_settled_total{face=\"sqs\",outcome=\"acked\"} 1.0\n")
                .contains("forebay_time_in_queue_seconds_bucket{face=\"sqs\",le=\"0.5\"} 0\n")
                .contains("forebay_time_in_queue_seconds_bucket{face=\"sqs\",le=\"1.0\"} 1\n")
                .contains("forebay_commit_seconds_count 1\n")
                .contains("forebay_commit_batch_messages_sum 3.0\n")
                .contains("forebay_compacted_segments_total 12.0\n")
                .contains("forebay_compacted_bytes_total 4096.0\n")
                .contains("forebay_clients{face=\"http\"} 0.0\n")
                .contains("forebay_clients{face=\"amqp\"} 7.0\n")
                .contains("forebay_messages_redelivered_total{face=\"sqs\"} 1.0\n")
                .contains("forebay_build_info{version=\"1.2.3\"} 1\n")
                .contains("forebay_disk_free_bytes 5000.0\n")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void each_queue_has_its_own_lines_up_to_the_cap() throws IOException {
        queues.stats.put("a", StubQueues.depth(3, now - 5_000));
        queues.stats.put("b", StubQueues.depth(4, 0));
        queues.stats.put("c", StubQueues.depth(5, 0));
        serve(2);

        assertThat(listener.get("/metrics/queues").body())
                .contains("forebay_queue_ready{queue=\"a\"} 3.0\n")
                .contains("forebay_queue_oldest_age_seconds{queue=\"a\"} 5.0\n")
                .contains("forebay_queue_ready{queue=\"b\"} 4.0\n")
                .contains(
                        "forebay_subscription_lag_messages{queue=\"a\",subscription=\"work\"} 3.0\n")
                .contains("forebay_dead_letters_total{queue=\"a\",reason=\"attempts\"} 0.0\n")
                .doesNotContain("queue=\"c\"")
                .contains("forebay_queues_not_shown 1.0\n");
    }

    @Test
    void a_queue_of_which_somebody_has_messages_is_read() throws IOException {
        queues.stats.put("a", StubQueues.withConsumers(3, 0));
        queues.stats.put("b", StubQueues.withConsumers(3, 1));
        serve(2);

        assertThat(listener.get("/metrics/queues").body())
                .contains("forebay_queue_unread{queue=\"a\"} 1.0\n")
                .contains("forebay_queue_unread{queue=\"b\"} 0.0\n");
    }

    @Test
    void names_of_queues_are_escaped() throws IOException {
        queues.stats.put("a\"b\\c\nd", StubQueues.depth(3, 0));
        serve(2);

        assertThat(listener.get("/metrics/queues").body())
                .contains("forebay_queue_ready{queue=\"a\\\"b\\\\c\\nd\"} 3.0\n");
    }

    @Test
    void dead_letters_are_counted_by_reason() throws IOException {
        queues.stats.put("a", StubQueues.dead(new QueueStats.DeadLetterReasons(1, 2, 3, 4)));
        queues.stats.put("b", StubQueues.dead(new QueueStats.DeadLetterReasons(10, 20, 30, 40)));
        serve(1_000);

        assertThat(listener.get("/metrics").body())
                .contains("forebay_dead_letters_total{reason=\"attempts\"} 11.0\n")
                .contains("forebay_dead_letters_total{reason=\"rejected\"} 22.0\n")
                .contains("forebay_dead_letters_total{reason=\"queue-full\"} 33.0\n")
                .contains("forebay_dead_letters_total{reason=\"expired\"} 44.0\n");
        assertThat(listener.get("/metrics/queues").body())
                .contains("forebay_dead_letters_total{queue=\"a\",reason=\"attempts\"} 1.0\n")
                .contains("forebay_dead_letters_total{queue=\"a\",reason=\"rejected\"} 2.0\n")
                .contains("forebay_dead_letters_total{queue=\"a\",reason=\"queue-full\"} 3.0\n")
                .contains(
                        "forebay_messages_settled_total{outcome=\"dead-lettered\",queue=\"a\"} 10");
    }

    @Test
    void time_to_drain_is_what_the_engine_says() throws IOException {
        QueueStats.Pace falling = new QueueStats.Pace(60, 160, OptionalLong.of(40_000));
        queues.stats.put("a", StubQueues.depth(4_000, 0, falling));
        queues.stats.put("b", StubQueues.depth(0, 0));
        queues.stats.put("c", StubQueues.depth(1_000, 0));
        serve(10);

        assertThat(listener.get("/metrics/queues").body())
                .contains("forebay_queue_drain_seconds{queue=\"a\"} 40.0\n")
                .contains("forebay_queue_drain_seconds{queue=\"b\"} 0.0\n")
                .contains("forebay_queue_drain_seconds{queue=\"c\"} +Inf\n");
        assertThat(listener.get("/metrics").body()).contains("forebay_queue_drain_seconds 50.0\n");
    }

    @Test
    void openmetrics_is_written_for_those_who_ask() throws IOException {
        serve(10);

        var answer =
                listener.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

        assertThat(answer.headers().firstValue("content-type").orElseThrow())
                .startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }

    @Test
    void too_many_scrapes_at_once_are_told_to_come_back() throws IOException {
        listener.serve(
                metrics.page(
                        observed(),
                        1,
                        _ -> {
                            throw new RejectedExecutionException();
                        }));

        assertThat(listener.get("/metrics").statusCode()).isEqualTo(503);
    }

    @Test
    void queues_have_the_names_of_others_on_a_page_of_their_own() throws IOException {
        queues.stats.put("@staging/b", StubQueues.depth(4, 0));
        queues.stats.put("a \"quoted\\\n", StubQueues.depth(3, 0));
        queues.stats.put("c", StubQueues.depth(5, 0));
        queues.stats.put("d", StubQueues.depth(6, 0));
        Queues door = metrics.forAmqp(queues, clock);
        queues.answers.add(List.of(delivery(1, now), delivery(2, now)));
        var _ = door.receive(Caller.IN_PROCESS, "c", new Receive(2, -1, 0, null), ignore());
        serve(2);

        assertThat(listener.get("/metrics/compat").body())
                .contains(
                        "rabbitmq_queue_messages_ready{queue=\"b\",vhost=\"staging\"} 4.0\n",
                        "rabbitmq_queue_messages_ready{queue=\"a \\\"quoted\\\\\\n\",vhost=\"/\"} 3.0\n",
                        "rabbitmq_queue_messages_ready 11.0\n",
                        "rabbitmq_queue_consumers{queue=\"b\",vhost=\"staging\"} 2.0\n",
                        "rabbitmq_consumers 8.0\n",
                        "rabbitmq_queues 4.0\n",
                        "rabbitmq_connections 7.0\n",
                        "rabbitmq_global_messages_delivered_total{protocol=\"amqp091\"} 2.0\n",
                        "rabbitmq_global_messages_redelivered_total{protocol=\"amqp091\"} 1.0\n",
                        "rabbitmq_identity_info{",
                        "kafka_topic_partition_current_offset{partition=\"0\",topic=\"@staging/b\"} 4.0\n",
                        "kafka_consumergroup_lag{consumergroup=\"work\",partition=\"0\",topic=\"@staging/b\"} 4.0\n",
                        "kafka_consumergroup_lag_sum{consumergroup=\"work\",topic=\"@staging/b\"} 4.0\n",
                        "kafka_consumergroup_current_offset{consumergroup=\"work\",partition=\"0\",topic=\"@staging/b\"} 0.0\n")
                .doesNotContain("queue=\"c\"");
    }

    private Observed observed() {
        return new Observed(
                queues, clock, log, new AmqpUse(() -> 7, () -> 9, _ -> 2), new StubNode());
    }

    private void serve(int most) throws IOException {
        listener.serve(metrics.page(observed(), most, Runnable::run));
    }

    private static Delivery delivery(int attempt, long sentAt) {
        return new Delivery(
                LEASE,
                new MessageId(1, 1),
                new Message(null, List.of(), ByteBuffer.allocate(0)),
                attempt,
                sentAt,
                sentAt,
                null,
                null);
    }

    private static <T> Reply<T> ignore() {
        return new Reply<>() {
            @Override
            public void ok(T value) {}

            @Override
            public void refused(Refusal refusal) {}
        };
    }
}
