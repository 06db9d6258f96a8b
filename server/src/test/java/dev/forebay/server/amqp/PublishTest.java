package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishing, confirms, returns and transactions. */
class PublishTest {
    private static final Pattern COMMITS =
            Pattern.compile("(?m)^forebay_commit_seconds_count (\\S+)");
    private static AmqpServer server;
    private Channel channel;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        channel = server.channel();
    }

    private String get(String queue) throws Exception {
        GetResponse got = server.channel().basicGet(queue, true);
        return got == null ? "" : new String(got.getBody(), UTF_8);
    }

    @Test
    void all_fourteen_properties_and_every_kind_of_header_arrive_as_they_were() throws Exception {
        channel.queueDeclare("properties", true, false, false, null);
        Map<String, Object> headers = new HashMap<>();
        headers.put("string", "text");
        headers.put("int", 7);
        headers.put("long", 7L << 40);
        headers.put("short", (short) 7);
        headers.put("byte", (byte) 7);
        headers.put("double", 0.5);
        headers.put("float", 0.25f);
        headers.put("decimal", new BigDecimal("12.34"));
        headers.put("time", Date.from(Instant.ofEpochMilli(1_700_000_000_000L)));
        headers.put("bytes", new byte[] {0, 1, (byte) 0xFF});
        headers.put("flag", true);
        headers.put("nothing", null);
        headers.put("list", List.of(1, "two", List.of(3)));
        headers.put("table", Map.of("inner", Map.of("deep", 1)));
        headers.put("forebay-mine", "kept, over AMQP");
        AMQP.BasicProperties sent =
                new AMQP.BasicProperties.Builder()
                        .contentType("a/b")
                        .contentEncoding("gzip")
                        .headers(headers)
                        .deliveryMode(2)
                        .priority(200)
                        .correlationId("c")
                        .replyTo("r")
                        .expiration("100000")
                        .messageId("m")
                        .timestamp(Date.from(Instant.ofEpochMilli(1_600_000_000_000L)))
                        .type("t")
                        .appId("app")
                        .clusterId("cluster")
                        .build();
        channel.basicPublish("", "properties", sent, "body".getBytes(UTF_8));
        channel.basicPublish("", "properties", null, "bare".getBytes(UTF_8));
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("properties", true, inbox);
        AMQP.BasicProperties got = inbox.next().getProperties();
        Map<String, Object> expected = new HashMap<>(headers);
        expected.replaceAll((_, value) -> longStrings(value));
        assertThat(got.getHeaders()).usingRecursiveComparison().isEqualTo(expected);
        assertThat(got.builder().headers(null).build().toString())
                .isEqualTo(sent.builder().headers(null).build().toString());
        assertThat(inbox.next().getProperties().toString())
                .isEqualTo(new AMQP.BasicProperties().toString());
    }

    private static Object longStrings(Object value) {
        return switch (value) {
            case String text -> LongStringHelper.asLongString(text);
            case List<?> list ->
                    new ArrayList<>(list.stream().map(PublishTest::longStrings).toList());
            case null, default -> value;
        };
    }

    @Test
    void every_message_is_confirmed_once_and_none_before_those_below_it_are_done()
            throws Exception {
        channel.queueDeclare("confirmed", true, false, false, null);
        channel.confirmSelect();
        int count = 5_000;
        CountDownLatch all = new CountDownLatch(1);
        List<Long> acked = Collections.synchronizedList(new ArrayList<>());
        channel.addConfirmListener(
                (tag, multiple) -> {
                    acked.add(tag);
                    if (tag == count) {
                        all.countDown();
                    }
                },
                (tag, multiple) -> acked.add(-tag));
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", "confirmed", null, new byte[100]);
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        channel.waitForConfirmsOrDie(20_000);
        assertThat(acked).allMatch(tag -> tag > 0).doesNotHaveDuplicates();
        assertThat(acked.size()).as("confirms, many of them multiple").isLessThan(count);
        assertThat(channel.queueDeclarePassive("confirmed").getMessageCount()).isEqualTo(count);
    }

    @Test
    void mandatory_messages_without_a_queue_come_back_before_their_confirm() throws Exception {
        channel.confirmSelect();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Integer> done = new CompletableFuture<>();
        channel.addReturnListener(returned -> {
            heard.add("returned " + new String(returned.getBody(), UTF_8));
            done.complete(returned.getReplyCode());
        });
        channel.addConfirmListener(
                (tag, multiple) -> heard.add("confirmed"), (tag, multiple) -> heard.add("refused"));
        channel.basicPublish("amq.direct", "nowhere", true, null, "lost".getBytes(UTF_8));
        channel.basicPublish("amq.direct", "nowhere", false, null, "dropped".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        assertThat(done.get(20, TimeUnit.SECONDS)).isEqualTo(312);
        await().until(() -> heard.contains("confirmed"));
        assertThat(heard.getFirst()).isEqualTo("returned lost");
        assertThat(heard).doesNotContain("refused", "returned dropped");
    }

    @Test
    void a_transaction_is_all_or_nothing() throws Exception {
        channel.queueDeclare("in", true, false, false, null);
        channel.queueDeclare("out", true, false, false, null);
        channel.basicPublish("", "in", null, "work".getBytes(UTF_8));
        Channel tx = server.channel();
        tx.txSelect();
        await().until(() -> ready("in") == 1);
        GetResponse got = tx.basicGet("in", false);
        tx.basicAck(got.getEnvelope().getDeliveryTag(), false);
        tx.basicPublish("", "out", null, "never".getBytes(UTF_8));
        tx.txRollback();
        assertThat(get("out")).isEmpty();
        tx.basicAck(got.getEnvelope().getDeliveryTag(), false);
        tx.basicPublish("", "out", null, "result".getBytes(UTF_8));
        tx.basicPublish("", "out", null, "another".getBytes(UTF_8));
        tx.txCommit();
        assertThat(get("out") + get("out")).isEqualTo("resultanother");
        tx.close();
        assertThat(get("in")).isEmpty();
    }

    private int ready(String queue) {
        try {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (java.io.IOException closed) {
            throw new java.io.UncheckedIOException(closed);
        }
    }

    @Test
    void a_channel_that_ends_takes_its_open_transaction_along() throws Exception {
        channel.queueDeclare("tx-in", true, false, false, null);
        channel.basicPublish("", "tx-in", null, "work".getBytes(UTF_8));
        await().until(() -> ready("tx-in") == 1);
        Channel tx = server.channel();
        tx.txSelect();
        GetResponse got = tx.basicGet("tx-in", false);
        tx.basicAck(got.getEnvelope().getDeliveryTag(), false);
        tx.close();
        assertThat(get("tx-in")).isEqualTo("work");
    }

    @Test
    void confirms_and_transactions_exclude_each_other() throws Exception {
        channelFault(
                406,
                () -> {
                    Channel one = server.channel();
                    one.confirmSelect();
                    one.txSelect();
                });
        channelFault(
                406,
                () -> {
                    Channel one = server.channel();
                    one.txSelect();
                    one.confirmSelect();
                });
        channelFault(406, () -> server.channel().txCommit());
    }

    @Test
    void a_message_for_a_thousand_queues_is_one_commit() throws Exception {
        channel.exchangeDeclare("wide", "fanout", true);
        for (int i = 0; i < 1_000; i++) {
            channel.queueDeclareNoWait("wide-" + i, true, false, false, null);
            channel.queueBindNoWait("wide-" + i, "wide", "", null);
        }
        channel.confirmSelect();
        long before = commits();
        channel.basicPublish("wide", "", null, "all".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        // One for it; others are upkeep, such as the mark behind it.
        assertThat(commits() - before).isBetween(1L, 4L);
        for (int i = 0; i < 1_000; i += 99) {
            GetResponse got = channel.basicGet("wide-" + i, true);
            assertThat(got.getBody()).asString().isEqualTo("all");
        }
    }

    private static long commits() throws Exception {
        String metrics =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(server.http().resolve("/metrics")).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        return COMMITS.matcher(metrics)
                .results()
                .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                .sum();
    }

    @Test
    void large_bodies_go_to_several_queues_and_in_transactions() throws Exception {
        byte[] body = new byte[10 << 20];
        channel.exchangeDeclare("heavy", "fanout", false);
        for (int i = 0; i < 3; i++) {
            channel.queueDeclare("heavy-" + i, false, false, false, null);
            channel.queueBind("heavy-" + i, "heavy", "");
        }
        channel.confirmSelect();
        channel.basicPublish("heavy", "", null, body);
        channel.basicPublish("", "heavy-2", null, "behind".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        for (int i = 0; i < 3; i++) {
            assertThat(channel.basicGet("heavy-" + i, true).getBody()).hasSize(body.length);
        }
        assertThat(get("heavy-2")).isEqualTo("behind");

        Channel tx = server.channel();
        tx.txSelect();
        tx.basicPublish("heavy", "", null, new byte[7 << 20]);
        tx.txCommit();
        assertThat(ready("heavy-2")).isEqualTo(1);
        tx.basicPublish("heavy", "", null, body);
        assertThat(Faults.laterFault(406, tx)).contains("at most 25165824 bytes");
    }

    @Test
    void a_queue_that_is_deleted_before_the_commit_takes_no_other_message_along() throws Exception {
        channel.queueDeclare("stays", true, false, false, null);
        channel.queueDeclare("goes", true, false, false, null);
        channel.basicPublish("", "goes", null, "held".getBytes(UTF_8));
        await().until(() -> ready("goes") == 1);
        Channel tx = server.channel();
        tx.txSelect();
        tx.basicAck(tx.basicGet("goes", false).getEnvelope().getDeliveryTag(), false);
        tx.basicPublish("", "goes", null, "lost".getBytes(UTF_8));
        tx.basicPublish("", "stays", null, "kept".getBytes(UTF_8));
        channel.queueDelete("goes");
        tx.txCommit();
        assertThat(get("stays")).isEqualTo("kept");
    }

    @Test
    void a_body_of_just_the_limit_is_taken_with_all_that_stands_beside_it() throws Exception {
        byte[] body = new byte[16 << 20];
        body[body.length - 1] = 1;
        channel.queueDeclare("limit", true, false, false, null);
        channel.confirmSelect();
        channel.basicPublish(
                "",
                "limit",
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of("note", "x".repeat(60_000)))
                        .build(),
                body);
        channel.waitForConfirmsOrDie(20_000);
        GetResponse got = channel.basicGet("limit", true);
        assertThat(Arrays.equals(got.getBody(), body)).isTrue();
        assertThat(String.valueOf(got.getProps().getHeaders().get("note"))).hasSize(60_000);
    }

    @Test
    void a_body_over_the_limit_closes_the_channel_and_no_other() throws Exception {
        Channel large = channel.getConnection().createChannel();
        large.basicPublish("", "anywhere", null, new byte[(16 << 20) + 1]);
        assertThat(Faults.laterFault(406, large))
                .contains("message size 16777217 is larger than configured max size 16777216");
        channel.basicQos(1);
    }

    @Test
    void many_bodies_that_never_end_are_refused_and_do_no_harm() throws Exception {
        try (Socket greedy = ScriptedClient.socket(server.port())) {
            greedy.setSoTimeout(20_000);
            ScriptedClient.open(greedy, 0);
            byte[] heard = ScriptedClient.beginBodies(greedy, 100, 1 << 20);
            assertThat(new String(heard, UTF_8)).contains("RESOURCE_ERROR");
        }
        channel.basicQos(1);
    }

    @Test
    void another_users_name_is_refused() throws Exception {
        Channel wrong = server.channel();
        wrong.basicPublish(
                "",
                "any",
                new AMQP.BasicProperties.Builder().userId("somebody").build(),
                new byte[0]);
        assertThat(Faults.laterFault(406, wrong)).contains("user_id");
        channel.queueDeclare("signed", true, false, false, null);
        channel.basicPublish(
                "",
                "signed",
                new AMQP.BasicProperties.Builder().userId("guest").build(),
                new byte[0]);
        await().until(() -> ready("signed") == 1);
    }

    @Test
    void copies_go_to_the_keys_in_cc_and_bcc_which_nobody_else_sees() throws Exception {
        for (String name : new String[] {"to", "copy", "blind"}) {
            channel.queueDeclare(name, true, false, false, null);
        }
        channel.confirmSelect();
        channel.basicPublish(
                "",
                "to",
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of("CC", List.of("copy"), "BCC", List.of("blind")))
                        .build(),
                "x".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        for (String name : new String[] {"to", "copy", "blind"}) {
            Map<String, Object> headers = channel.basicGet(name, true).getProps().getHeaders();
            assertThat(headers).containsKey("CC").doesNotContainKey("BCC");
            assertThat(headers.get("CC")).hasToString("[copy]");
        }
    }

    @Test
    void who_publishes_and_then_asks_finds_the_message() throws Exception {
        Connection connection = server.connect();
        Channel publishing = connection.createChannel();
        Channel asking = connection.createChannel();
        for (int i = 1; i <= 20; i++) {
            String queue =
                    publishing.queueDeclare("asked-" + i, true, false, false, null).getQueue();
            publishing.basicPublish("", queue, null, new byte[0]);
            assertThat(asking.queueDeclarePassive(queue).getMessageCount()).isEqualTo(1);
            publishing.basicPublish("", queue, null, new byte[0]);
            assertThat(publishing.basicGet(queue, true).getMessageCount()).isEqualTo(1);
        }
        publishing.basicPublish("", "asked-1", null, "last".getBytes(UTF_8));
        connection.close();
        assertThat(channel.queueDeclarePassive("asked-1").getMessageCount()).isEqualTo(2);
    }
}
