package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static dev.forebay.server.amqp.Faults.connectionFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Queues of type stream: read in place by consumers that each have a cursor. */
class StreamTest {
    private static final Map<String, Object> STREAM = Map.of("x-queue-type", "stream");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static AmqpServer server;
    private Channel channel;
    private String stream;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        HTTP.close();
        server.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        channel = server.channel();
        stream = test.getTestMethod().orElseThrow().getName();
        channel.queueDeclare(stream, true, false, false, STREAM);
    }

    private void publish(int from, int to) throws Exception {
        Channel publishing = server.channel();
        publishing.confirmSelect();
        for (int i = from; i < to; i++) {
            publishing.basicPublish("", stream, null, Integer.toString(i).getBytes(UTF_8));
        }
        publishing.waitForConfirmsOrDie(20_000);
    }

    private Inbox consume(int prefetch, Map<String, Object> arguments) throws Exception {
        Channel consuming = server.channel();
        consuming.basicQos(prefetch);
        Inbox inbox = new Inbox(consuming);
        consuming.basicConsume(stream, false, arguments, inbox);
        return inbox;
    }

    private Inbox consumeFrom(Object offset) throws Exception {
        return consume(1_000, Map.of("x-stream-offset", offset));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static Object offsetOf(Delivery delivery) {
        return Objects.requireNonNull(delivery.getProperties().getHeaders().get("x-stream-offset"));
    }

    private static void ack(Inbox inbox, Delivery delivery) throws Exception {
        inbox.getChannel().basicAck(delivery.getEnvelope().getDeliveryTag(), true);
    }

    @Test
    void each_consumer_begins_where_it_says_and_takes_nothing_from_others() throws Exception {
        publish(0, 10);
        assertThat(consumeFrom("first").nextTexts(10)).isEqualTo(numbers(0, 10));
        assertThat(consumeFrom(4).nextTexts(6)).isEqualTo(numbers(4, 10));
        Delivery last = consumeFrom("last").next();
        assertThat(last.getBody()).asString().isEqualTo("9");
        assertThat(offsetOf(last)).isEqualTo(9L);
        assertThat(last.getEnvelope().isRedeliver()).isFalse();
        assertThat(last.getEnvelope().getRoutingKey()).isEqualTo(stream);
        assertThat(consumeFrom("5m").nextTexts(10)).isEqualTo(numbers(0, 10));
        assertThat(consumeFrom(-1).nextTexts(10)).isEqualTo(numbers(0, 10));
        Date before = Date.from(Instant.now().minusSeconds(60));
        assertThat(consumeFrom(before).nextTexts(10)).isEqualTo(numbers(0, 10));
        Inbox next = consumeFrom("next");
        Inbox unsaid = consume(10, Map.of());
        Inbox beyond = consumeFrom(1_000_000L);
        publish(10, 12);
        assertThat(next.nextTexts(2)).isEqualTo(numbers(10, 12));
        assertThat(unsaid.nextTexts(2)).isEqualTo(numbers(10, 12));
        assertThat(beyond.nextTexts(2)).isEqualTo(numbers(10, 12));
        AMQP.Queue.DeclareOk declared = channel.queueDeclarePassive(stream);
        assertThat(declared.getMessageCount()).isEqualTo(12);
        assertThat(declared.getConsumerCount()).isEqualTo(9);
    }

    @Test
    void settling_gives_credit_and_brings_nothing_back() throws Exception {
        publish(0, 9);
        Inbox inbox = consume(2, Map.of("x-stream-offset", "first"));
        inbox.next();
        Delivery second = inbox.next();
        // Whatever was on its way has arrived when this is answered.
        inbox.getChannel().basicQos(2);
        assertThat(inbox.size()).isZero();
        ack(inbox, second);
        Delivery third = inbox.next();
        Delivery fourth = inbox.next();
        long tag = third.getEnvelope().getDeliveryTag();
        inbox.getChannel().basicNack(tag, false, true);
        inbox.getChannel().basicReject(fourth.getEnvelope().getDeliveryTag(), false);
        assertThat(inbox.nextTexts(2)).isEqualTo(numbers(4, 6));
        inbox.getChannel().basicRecover(true);
        assertThat(inbox.nextTexts(2)).isEqualTo(numbers(6, 8));
    }

    @Test
    void what_a_stream_cannot_do_is_refused_as_by_rabbitmq() throws Exception {
        Channel greedy = server.channel();
        assertThat(channelFault(406, () -> greedy.basicConsume(stream, false, new Inbox(greedy))))
                .contains("consumer prefetch count is not set");
        Channel careless = server.channel();
        careless.basicQos(1);
        assertThat(
                        connectionFault(
                                540,
                                () -> careless.basicConsume(stream, true, new Inbox(careless))))
                .contains("automatic acknowledgement not supported");
        Channel shared = server.channel();
        shared.basicQos(5);
        shared.basicQos(5, true);
        connectionFault(540, () -> shared.basicConsume(stream, false, new Inbox(shared)));
        connectionFault(540, () -> server.channel().basicGet(stream, false));
        assertThat(connectionFault(540, () -> server.channel().queuePurge(stream)))
                .contains("queue.purge not supported")
                .contains("x-max-age");
        for (Object wrong : List.of("soon", true)) {
            Channel lost = server.channel();
            lost.basicQos(1);
            Map<String, Object> arguments = Map.of("x-stream-offset", wrong);
            channelFault(406, () -> lost.basicConsume(stream, false, arguments, new Inbox(lost)));
        }
    }

    @Test
    void a_stream_is_declared_durable_and_shared_with_arguments_of_its_own() throws Exception {
        Map<String, Object> all = new HashMap<>(STREAM);
        all.put("x-max-age", "7D");
        all.put("x-max-length-bytes", 20_000_000_000L);
        all.put("x-stream-max-segment-size-bytes", 100_000_000);
        all.put("x-stream-filter-size-bytes", 32);
        all.put("x-initial-cluster-size", 3);
        channel.queueDeclare("archive", true, false, false, all);
        channel.queueDeclare("archive", true, false, false, all);
        all.put("x-max-age", "8D");
        assertThat(refused(406, "archive", true, false, false, all))
                .contains("inequivalent arg 'x-max-age'");
        assertThat(refused(406, "new", false, false, false, STREAM)).contains("non-durable");
        assertThat(refused(406, "new", true, true, false, STREAM)).contains("exclusive");
        assertThat(refused(406, "new", true, false, true, STREAM)).contains("auto-delete");
        Map<String, Object> wrong =
                Map.of(
                        "x-message-ttl", 1_000,
                        "x-expires", 1_000,
                        "x-max-length", 10,
                        "x-overflow", "drop-head",
                        "x-max-priority", 5,
                        "x-dead-letter-exchange", "amq.topic",
                        "x-single-active-consumer", true,
                        "x-delivery-limit", 5,
                        "x-max-age", "a week",
                        "x-stream-filter-size-bytes", 8);
        for (Map.Entry<String, Object> argument : wrong.entrySet()) {
            Map<String, Object> arguments = new HashMap<>(STREAM);
            arguments.put(argument.getKey(), argument.getValue());
            assertThat(refused(406, "new", true, false, false, arguments))
                    .contains(argument.getKey());
        }
        assertThat(refused(406, "new", true, false, false, Map.of("x-max-age", "7D")))
                .contains("x-max-age");
    }

    private static String refused(
            int code,
            String name,
            boolean durable,
            boolean exclusive,
            boolean autoDelete,
            Map<String, Object> arguments)
            throws Exception {
        Channel trying = server.channel();
        return channelFault(
                code, () -> trying.queueDeclare(name, durable, exclusive, autoDelete, arguments));
    }

    @Test
    void a_filter_brings_only_what_it_names() throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < 2_000; i++) {
            String value = i % 500 == 0 ? "rare" : i % 3 == 0 ? "" : "usual";
            Map<String, Object> headers = new HashMap<>();
            if (!value.isEmpty()) {
                headers.put("x-stream-filter-value", value);
            }
            AMQP.BasicProperties properties =
                    new AMQP.BasicProperties.Builder().headers(headers).build();
            channel.basicPublish("", stream, properties, Integer.toString(i).getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie(20_000);
        Inbox rare = consume(10, Map.of("x-stream-offset", "first", "x-stream-filter", "rare"));
        assertThat(rare.nextTexts(4)).containsExactly("0", "500", "1000", "1500");
        Inbox both =
                consume(
                        3,
                        Map.of(
                                "x-stream-offset",
                                "first",
                                "x-stream-filter",
                                List.of("rare", "none"),
                                "x-stream-match-unfiltered",
                                true));
        assertThat(both.nextTexts(3)).containsExactly("0", "3", "6");
    }

    @Test
    void a_deleted_stream_cancels_its_consumers() throws Exception {
        Inbox inbox = consumeFrom("first");
        Inbox over = new Inbox(channel);
        channel.basicQos(1);
        channel.basicCancel(channel.basicConsume(stream, false, over));
        publish(0, 1);
        inbox.next();
        channel.queueDelete(stream);
        assertThat(inbox.cancelled.get(20, TimeUnit.SECONDS)).isEqualTo(inbox.getConsumerTag());
        assertThat(over.size()).isZero();
    }

    @Test
    void one_message_goes_to_a_stream_and_a_queue_together_and_stays_in_the_stream()
            throws Exception {
        channel.queueDeclare("beside", true, false, false, null);
        channel.queueBind(stream, "amq.fanout", "");
        channel.queueBind("beside", "amq.fanout", "");
        channel.confirmSelect();
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().expiration("1").headers(Map.of("n", 1)).build();
        channel.basicPublish("amq.fanout", "key", true, properties, "both".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        server.restart();
        Inbox inbox = consumeFrom("first");
        Delivery delivery = inbox.next();
        assertThat(delivery.getBody()).asString().isEqualTo("both");
        assertThat(delivery.getEnvelope().getExchange()).isEqualTo("amq.fanout");
        assertThat(delivery.getProperties().getHeaders())
                .containsEntry("n", 1)
                .containsEntry("x-stream-offset", 0L);
        publish(1, 2);
        assertThat(offsetOf(inbox.next())).isEqualTo(1L);
        Channel again = server.channel();
        assertThat(again.queueDeclarePassive(stream).getMessageCount()).isEqualTo(2);
        again.queueUnbind(stream, "amq.fanout", "");
        again.queueUnbind("beside", "amq.fanout", "");
    }

    @Test
    void other_faces_see_a_stream_and_settle_it_through_subscriptions_and_replays()
            throws Exception {
        publish(0, 3);
        String path = "/v1/queues/" + stream;
        assertThat(post(path + "/receive", "{}").statusCode()).isEqualTo(409);
        assertThat(post(path + "/purge", "{}").statusCode()).isEqualTo(409);
        assertThat(post(path + "/messages", "{\"body\": \"3\"}").statusCode()).isEqualTo(201);
        assertThat(consumeFrom("first").nextTexts(4)).isEqualTo(numbers(0, 4));
        String wish = "{\"name\": \"billing\", \"from\": \"beginning\"}";
        assertThat(post(path + "/subscriptions", wish).statusCode()).isEqualTo(201);
        String receive = "{\"subscription\": \"billing\", \"max\": 10, \"waitMillis\": 5000}";
        assertThat(post(path + "/receive", receive).body()).contains("\"attempt\":1");
        assertThat(post(path + "/replays", "{\"from\": \"beginning\"}").statusCode())
                .isEqualTo(409);
        channel.queueDeclare("again", true, false, false, null);
        String replay = "{\"from\": 2, \"intoQueue\": \"again\"}";
        assertThat(post(path + "/replays", replay).statusCode()).isEqualTo(201);
        Inbox again = new Inbox(channel);
        channel.basicConsume("again", true, again);
        assertThat(again.nextTexts(2)).containsExactlyInAnyOrder("2", "3");
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(server.http().resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void who_reads_a_long_past_does_not_hold_up_who_waits_for_what_is_next() throws Exception {
        int messages = 5_000;
        publish(0, messages);
        Inbox past = consume(500, Map.of("x-stream-offset", "first"));
        List<Inbox> next = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            next.add(consume(10, Map.of()));
        }
        publish(messages, messages + 1);
        for (Inbox each : next) {
            assertThat(each.nextText()).isEqualTo(Integer.toString(messages));
        }
        for (int i = 0; i <= messages; i++) {
            Delivery delivery = past.next();
            assertThat(delivery.getBody()).asString().isEqualTo(Integer.toString(i));
            if (i % 250 == 249) {
                ack(past, delivery);
            }
        }
    }
}
