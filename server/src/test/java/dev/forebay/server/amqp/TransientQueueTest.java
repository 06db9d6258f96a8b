package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queues that are not durable, or are exclusive: in memory, and in files that are never synced. */
class TransientQueueTest {
    private static final int BODY_BYTES = 4_000;
    private static final int MESSAGES = 1_500;

    private static AmqpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer("--storage-volatile-memory", "1MiB");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void a_backlog_beyond_memory_is_spilled_and_comes_back_in_order_byte_for_byte()
            throws Exception {
        Connection connection = server.connect();
        Channel channel = connection.createChannel();
        String queue = channel.queueDeclare().getQueue();
        channel.confirmSelect();
        for (int i = 0; i < MESSAGES; i++) {
            channel.basicPublish("", queue, null, body(i));
        }
        channel.waitForConfirmsOrDie(20_000);
        assertThat(spillFiles()).isPositive();
        Inbox inbox = new Inbox(channel);
        channel.basicQos(100);
        channel.basicConsume(queue, false, inbox);
        for (int i = 0; i < MESSAGES; i++) {
            Delivery delivery = inbox.next();
            assertThat(Arrays.equals(delivery.getBody(), body(i))).as("message %d", i).isTrue();
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
        }
        await().until(() -> spillFiles() == 0);
        connection.close();
    }

    @Test
    void one_message_reaches_durable_and_transient_queues_and_tx_covers_both() throws Exception {
        Channel channel = server.channel();
        channel.exchangeDeclare("both", "fanout", true);
        channel.queueDeclare("kept", true, false, false, null);
        channel.queueDeclare("passing", false, false, false, null);
        String own = channel.queueDeclare().getQueue();
        for (String queue : List.of("kept", "passing", own)) {
            channel.queueBind(queue, "both", "");
        }
        channel.txSelect();
        channel.basicPublish("both", "", null, "rolled back".getBytes(UTF_8));
        channel.txRollback();
        channel.basicPublish("both", "", null, "one".getBytes(UTF_8));
        channel.basicPublish("", "passing", null, "two".getBytes(UTF_8));
        assertThat(channel.basicGet("passing", true)).isNull();
        channel.txCommit();
        assertThat(text(channel, "kept")).isEqualTo("one");
        assertThat(text(channel, own)).isEqualTo("one");
        assertThat(text(channel, "passing")).isEqualTo("one");
        GetResponse two = channel.basicGet("passing", false);
        channel.basicAck(two.getEnvelope().getDeliveryTag(), false);
        channel.basicPublish("", "kept", null, "moved on".getBytes(UTF_8));
        channel.txCommit();
        assertThat(text(channel, "kept")).isEqualTo("moved on");
        channel.txCommit();
        assertThat(channel.queueDeclarePassive("passing").getMessageCount()).isZero();
    }

    @Test
    void dead_letters_go_from_either_kind_to_either() throws Exception {
        Channel channel = server.channel();
        channel.queueDeclare("last", true, false, false, null);
        channel.queueDeclare("second", false, false, false, deadLettersTo("last"));
        channel.queueDeclare("first", true, false, false, deadLettersTo("second"));
        channel.basicPublish("", "first", null, "given up".getBytes(UTF_8));
        for (String queue : List.of("first", "second")) {
            GetResponse[] got = new GetResponse[1];
            await().until(() -> isThere(got, channel.basicGet(queue, false)));
            channel.basicReject(got[0].getEnvelope().getDeliveryTag(), false);
        }
        GetResponse[] last = new GetResponse[1];
        await().until(() -> isThere(last, channel.basicGet("last", true)));
        assertThat(last[0].getBody()).asString(UTF_8).isEqualTo("given up");
    }

    @Test
    void other_faces_see_and_make_them_and_a_restart_ends_them() throws Exception {
        try (AmqpServer passing = new AmqpServer()) {
            Channel channel = passing.channel();
            channel.queueDeclare("mine", false, false, false, null);
            channel.queueDeclare("durable", true, false, false, null);
            assertThat(http(passing, "GET", "/v1/queues/mine", "")).contains("\"volatile\"");
            assertThat(http(passing, "GET", "/v1/queues/durable", "")).contains("\"durable\"");
            assertThat(
                            http(
                                    passing,
                                    "POST",
                                    "/v1/queues",
                                    "{\"name\":\"theirs\",\"settings\":{\"durability\":\"volatile\"}}"))
                    .contains("\"volatile\"");
            channel.basicPublish("", "theirs", null, "over AMQP".getBytes(UTF_8));
            assertThat(http(passing, "POST", "/v1/queues/theirs/receive", "{\"waitMillis\":5000}"))
                    .contains("over AMQP");
            passing.restart();
            channelFault(404, () -> passing.channel().queueDeclarePassive("mine"));
            channelFault(404, () -> passing.channel().queueDeclarePassive("theirs"));
            passing.channel().queueDeclarePassive("durable");
        }
    }

    private static boolean isThere(GetResponse[] place, GetResponse got) {
        place[0] = got;
        return got != null;
    }

    private static String text(Channel channel, String queue) throws Exception {
        GetResponse got = channel.basicGet(queue, true);
        return got == null ? "" : new String(got.getBody(), UTF_8);
    }

    private static Map<String, Object> deadLettersTo(String queue) {
        return Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", queue);
    }

    private static byte[] body(int number) {
        byte[] body = new byte[BODY_BYTES];
        new Random(number).nextBytes(body);
        return body;
    }

    private static long spillFiles() throws Exception {
        Path folder = server.data().resolve("volatile");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static String http(AmqpServer at, String method, String path, String body)
            throws Exception {
        URI uri = at.http().resolve(path);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
