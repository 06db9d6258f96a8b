package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues and their arguments. */
class QueueTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

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

    private void publish(String queue, String... texts) throws Exception {
        channel.confirmSelect();
        for (String text : texts) {
            channel.basicPublish("", queue, null, text.getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    private String get(String queue) throws Exception {
        GetResponse got = channel.basicGet(queue, true);
        return got == null ? "" : new String(got.getBody(), UTF_8);
    }

    @Test
    void a_queue_without_a_name_gets_one_and_is_the_one_meant_by_no_name() throws Exception {
        String name = channel.queueDeclare().getQueue();
        assertThat(name).startsWith("amq.gen-");
        channel.queueBind("", "amq.direct", "");
        publish(name, "hello");
        channel.basicPublish("amq.direct", name, null, "bound".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        assertThat(channel.queueDeclarePassive(name).getMessageCount()).isEqualTo(2);
        channelFault(404, () -> channel.queueDeclarePassive(""));
    }

    @Test
    void line_breaks_in_a_name_are_passed_over_as_by_rabbitmq() throws Exception {
        assertThat(channel.queueDeclare("a\r\nb", true, false, false, null).getQueue())
                .isEqualTo("ab");
        channel.exchangeDeclare("x\ny", "direct");
        channel.exchangeDeclarePassive("xy");
        channel.queueBind("a\nb", "x\ny", "k");
        channel.confirmSelect();
        channel.basicPublish("xy", "k", null, "bound".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        channel.queueUnbind("a\nb", "x\ny", "k");
        channel.exchangeDelete("x\ny", true);
        assertThat(channel.queueDelete("a\nb").getMessageCount()).isEqualTo(1);
    }

    @Test
    void an_exclusive_queue_is_its_connections_alone_and_goes_with_it() throws Exception {
        Connection owner = server.connect();
        owner.createChannel().queueDeclare("own", false, true, false, null);
        assertThat(channelFault(405, () -> server.channel().queueDeclarePassive("own")))
                .contains("locked");
        channelFault(405, () -> server.channel().basicConsume("own", new Inbox(channel)));
        owner.createChannel().queueDeclarePassive("own");
        server.channel().queueUnbind("own", "amq.direct", "nowhere");
        owner.createChannel().queueBind("own", "amq.direct", "k");
        channelFault(405, () -> server.channel().queueUnbind("own", "amq.direct", "k"));
        owner.close();
        channelFault(404, () -> server.channel().queueDeclarePassive("own"));
    }

    @Test
    void an_auto_delete_queue_goes_with_its_last_consumer() throws Exception {
        channel.queueDeclare("brief", true, false, true, null);
        String one = channel.basicConsume("brief", true, new Inbox(channel));
        String two = channel.basicConsume("brief", true, new Inbox(channel));
        channel.basicCancel(one);
        channel.queueDeclarePassive("brief");
        channel.basicCancel(two);
        channelFault(
                404,
                () -> {
                    for (int i = 0; i < 1_000; i++) {
                        channel.queueDeclarePassive("brief");
                    }
                });
    }

    @Test
    void a_queue_declared_otherwise_is_refused_by_the_argument_that_differs() throws Exception {
        channel.queueDeclare("same", true, false, false, Map.of("x-max-length", 10));
        channel.queueDeclare("same", true, false, false, Map.of("x-max-length", 10L));
        assertThat(channelFault(406, () -> declare("same", Map.of("x-max-length", 11))))
                .contains("inequivalent arg 'x-max-length' for queue 'same' in vhost '/'")
                .contains("received '11' but current is '10'");
        assertThat(channelFault(406, () -> declare("same", Map.of()))).contains("received none");
        assertThat(
                        channelFault(
                                406,
                                () ->
                                        server.channel()
                                                .queueDeclare(
                                                        "same", false, false, false, Map.of())))
                .contains("'durable'");
    }

    private static void declare(String queue, Map<String, Object> arguments) throws Exception {
        server.channel().queueDeclare(queue, true, false, false, arguments);
    }

    @Test
    void wrong_arguments_are_refused() {
        channelFault(406, () -> declare("wrong", Map.of("x-message-ttl", -1)));
        channelFault(406, () -> declare("wrong", Map.of("x-message-ttl", "soon")));
        channelFault(406, () -> declare("wrong", Map.of("x-message-ttl", 315_360_000_001L)));
        channelFault(406, () -> declare("wrong", Map.of("x-expires", 315_360_000_001L)));
        channelFault(406, () -> declare("wrong", Map.of("x-overflow", "explode")));
        channelFault(406, () -> declare("wrong", Map.of("x-queue-type", "unknown")));
        channelFault(406, () -> declare("wrong", Map.of("x-max-priority", 256)));
        channelFault(406, () -> declare("wrong", Map.of("x-dead-letter-routing-key", "k")));
        channelFault(406, () -> declare("wrong", Map.of("x-dead-letter-strategy", "sometimes")));
        channelFault(406, () -> declare("wrong", Map.of("x-queue-version", 3)));
        channelFault(406, () -> declare("wrong", Map.of("x-quorum-initial-group-size", "z")));
        channelFault(406, () -> declare("wrong", Collections.singletonMap("x-queue-type", null)));
        channelFault(406, () -> declare("wrong", Collections.singletonMap("x-message-ttl", null)));
        channelFault(404, () -> server.channel().queueDeclarePassive("wrong"));
    }

    @ParameterizedTest
    @CsvSource({
        "classic, x-queue-master-locator, nearest",
        "quorum,  x-queue-master-locator, random",
        "classic, x-quorum-initial-group-size, 1",
        "stream,  x-quorum-initial-group-size, 1",
        "classic, x-initial-cluster-size, 1",
        "quorum,  x-initial-cluster-size, 1",
        "stream,  x-initial-cluster-size, 0",
        "classic, x-max-in-memory-length, 5",
        "stream,  x-max-in-memory-bytes, 5",
        "quorum,  x-max-in-memory-length, some",
        "quorum,  x-max-in-memory-bytes, -1",
        "quorum,  x-queue-version, 1",
        "stream,  x-queue-leader-locator, nearest",
        "stream,  x-expires,",
        "stream,  x-overflow,",
        "stream,  x-dead-letter-exchange,"
    })
    void an_argument_of_another_type_or_value_is_refused(String type, String name, String value)
            throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-queue-type", type));
        arguments.put(name, valueOf(value));
        assertThat(channelFault(406, () -> redeclare("wrong", arguments)))
                .contains("invalid arg '" + name + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "classic, x-queue-leader-locator, balanced, client-local",
        "quorum,  x-queue-leader-locator, balanced, client-local",
        "stream,  x-queue-leader-locator, balanced, client-local",
        "classic, x-queue-master-locator, min-masters, random",
        "quorum,  x-quorum-initial-group-size, 3, 5",
        "stream,  x-initial-cluster-size, 3, 5",
        "quorum,  x-max-in-memory-length, 5, 6",
        "quorum,  x-max-in-memory-bytes, 5, 6",
        "quorum,  x-delayed-retry-min, 5, 6",
        "classic, x-consumer-timeout, 5000, 6000"
    })
    void another_declaration_agrees_in_all_arguments_of_the_type(
            String type, String name, String value, String other) throws Exception {
        String queue = type + name;
        Map<String, Object> arguments =
                new HashMap<>(Map.of("x-queue-type", type, name, valueOf(value)));
        redeclare(queue, arguments);
        redeclare(queue, arguments);
        arguments.put(name, valueOf(other));
        assertThat(channelFault(406, () -> redeclare(queue, arguments)))
                .contains("inequivalent arg '" + name + "'");
        arguments.remove(name);
        open();
        assertThat(channelFault(406, () -> redeclare(queue, arguments)))
                .contains("inequivalent arg '" + name + "'");
    }

    private void redeclare(String queue, Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private static Object valueOf(String text) {
        return text != null && text.matches("-?\\d+") ? Long.valueOf(text) : text;
    }

    @Test
    void deleting_heeds_its_conditions_and_counts_messages() throws Exception {
        channel.queueDeclare("full", true, false, false, null);
        publish("full", "a", "b");
        channelFault(406, () -> server.channel().queueDelete("full", false, true));
        Channel consuming = server.channel();
        consuming.basicQos(1);
        consuming.basicConsume("full", false, new Inbox(consuming));
        channelFault(406, () -> server.channel().queueDelete("full", true, false));
        consuming.close();
        assertThat(channel.queueDelete("full").getMessageCount()).isEqualTo(2);
        assertThat(channel.queueDelete("full").getMessageCount()).isZero();
    }

    @Test
    void messages_expire_by_the_queue_or_by_themselves() throws Exception {
        declare("short", Map.of("x-message-ttl", 50));
        declare("long", Map.of());
        publish("short", "gone");
        channel.basicPublish(
                "",
                "long",
                new AMQP.BasicProperties.Builder().expiration("50").build(),
                "gone".getBytes(UTF_8));
        publish("long", "stays");
        await().until(() ->
                channel.queueDeclarePassive("short").getMessageCount() == 0
                        && channel.queueDeclarePassive("long").getMessageCount() == 1);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("short", true, inbox);
        channel.basicConsume("long", true, inbox);
        assertThat(inbox.nextText()).isEqualTo("stays");
        assertThat(inbox.size()).isZero();
    }

    @Test
    void who_waits_is_given_what_expires_at_once() throws Exception {
        channel.confirmSelect();
        for (boolean durable : new boolean[] {true, false}) {
            String queue = "fleeting-" + durable;
            channel.queueDeclare(queue, durable, false, false, Map.of("x-message-ttl", 0));
            Inbox inbox = new Inbox(channel);
            channel.basicConsume(queue, true, inbox);
            for (int i = 0; i < 20; i++) {
                channel.basicPublish("", queue, null, Integer.toString(i).getBytes(UTF_8));
                channel.waitForConfirmsOrDie(20_000);
            }
            assertThat(inbox.nextTexts(20)).startsWith("0").endsWith("19");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "315360000001"})
    void a_wrong_expiration_closes_the_channel(String expiration) throws Exception {
        Channel wrong = server.channel();
        wrong.basicPublish(
                "",
                "any",
                new AMQP.BasicProperties.Builder().expiration(expiration).build(),
                new byte[0]);
        assertThat(Faults.laterFault(406, wrong))
                .contains("invalid expiration '" + expiration + "'");
    }

    @Test
    void a_message_may_take_ten_years_to_expire() throws Exception {
        declare("patient", Map.of());
        channel.confirmSelect();
        channel.basicPublish(
                "",
                "patient",
                new AMQP.BasicProperties.Builder().expiration("315360000000").build(),
                new byte[0]);
        channel.waitForConfirmsOrDie(20_000);
        assertThat(channel.basicGet("patient", true).getProps().getExpiration())
                .isEqualTo("315360000000");
    }

    @Test
    void a_full_queue_drops_its_oldest_or_refuses() throws Exception {
        declare("drops", Map.of("x-max-length", 2));
        publish("drops", "a", "b", "c");
        assertThat(get("drops") + get("drops") + get("drops")).isEqualTo("bc");

        declare("refuses", Map.of("x-max-length", 2, "x-overflow", "reject-publish"));
        channel.confirmSelect();
        for (String text : new String[] {"a", "b", "c"}) {
            channel.basicPublish("", "refuses", null, text.getBytes(UTF_8));
        }
        assertThat(channel.waitForConfirms(20_000)).as("all confirmed").isFalse();
        assertThat(get("refuses") + get("refuses") + get("refuses")).isEqualTo("ab");
    }

    @Test
    void what_consumers_hold_takes_no_place_until_it_comes_back() throws Exception {
        declare("no-room", Map.of());
        declare(
                "room",
                Map.of(
                        "x-max-length", 2,
                        "x-dead-letter-exchange", "",
                        "x-dead-letter-routing-key", "no-room"));
        publish("room", "a", "b");
        Channel holder = server.channel();
        holder.basicGet("room", false);
        holder.basicGet("room", false);
        publish("room", "c", "d", "e");
        await().until(() -> channel.messageCount("no-room") == 1);
        assertThat(channel.messageCount("room")).isEqualTo(2);
        holder.close();
        await().until(() -> channel.messageCount("no-room") == 3);
        assertThat(get("room") + get("room") + get("room")).isEqualTo("de");

        declare("one", Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        publish("one", "a");
        channel.basicGet("one", false);
        publish("one", "b");
        channel.basicPublish("", "one", null, "c".getBytes(UTF_8));
        assertThat(channel.waitForConfirms(20_000)).as("confirmed").isFalse();
    }

    @Test
    void a_slow_consumer_of_a_short_queue_keeps_nothing_from_others() throws Exception {
        channel.exchangeDeclare("to-both", "fanout", true);
        declare("short-one", Map.of("x-max-length", 1));
        declare("unlimited", Map.of());
        channel.queueBind("short-one", "to-both", "");
        channel.queueBind("unlimited", "to-both", "");
        channel.confirmSelect();
        for (String text : new String[] {"a", "b", "c"}) {
            channel.basicPublish("to-both", "", null, text.getBytes(UTF_8));
            channel.waitForConfirmsOrDie(20_000);
            channel.basicGet("short-one", false);
        }
        assertThat(channel.messageCount("unlimited")).isEqualTo(3);
    }

    @Test
    void the_messages_of_a_transaction_push_out_each_other() throws Exception {
        declare("newest", Map.of("x-max-length", 1));
        Channel tx = server.channel();
        tx.txSelect();
        for (String text : new String[] {"a", "b", "c"}) {
            tx.basicPublish("", "newest", null, text.getBytes(UTF_8));
        }
        tx.txCommit();
        assertThat(get("newest") + get("newest")).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_publishes_and_then_counts_or_gets_finds_the_newest_alone(boolean deadLetters)
            throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-max-length", 1));
        if (deadLetters) {
            arguments.put("x-dead-letter-exchange", "amq.fanout");
        }
        channel.queueDelete("latest");
        declare("latest", arguments);
        for (int i = 0; i < 300; i++) {
            channel.basicPublish("", "latest", null, ("" + i).getBytes(UTF_8));
        }
        assertThat(channel.messageCount("latest")).isOne();
        for (int i = 300; i < 600; i++) {
            channel.basicPublish("", "latest", null, ("" + i).getBytes(UTF_8));
        }
        assertThat(get("latest")).isEqualTo("599");
    }

    @Test
    void higher_priorities_come_first_and_none_is_the_lowest() throws Exception {
        declare("ranked", Map.of("x-max-priority", 10));
        channel.confirmSelect();
        for (Integer priority : new Integer[] {null, 1, 9, 3}) {
            channel.basicPublish(
                    "",
                    "ranked",
                    new AMQP.BasicProperties.Builder().priority(priority).build(),
                    String.valueOf(priority).getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie(20_000);
        assertThat(get("ranked") + get("ranked") + get("ranked") + get("ranked"))
                .isEqualTo("931null");
    }

    @Test
    void of_single_active_consumers_the_next_takes_over() throws Exception {
        declare("single", Map.of("x-single-active-consumer", true));
        Inbox first = new Inbox(channel);
        Inbox second = new Inbox(channel);
        String tag = channel.basicConsume("single", true, first);
        channel.basicConsume("single", true, second);
        publish("single", "a", "b", "c");
        assertThat(first.nextTexts(3)).containsExactly("a", "b", "c");
        channel.basicCancel(tag);
        publish("single", "d");
        assertThat(second.nextText()).isEqualTo("d");
    }

    @Test
    void a_dead_letter_exchange_leads_on_whenever_it_was_bound() throws Exception {
        declare("worked", Map.of("x-dead-letter-exchange", "dlx", "x-max-length", 1));
        channel.exchangeDeclare("dlx", "fanout", true);
        declare("fallen", Map.of());
        channel.queueBind("fallen", "dlx", "");
        publish("worked", "pushed out", "rejected");
        GetResponse got = channel.basicGet("worked", false);
        channel.basicNack(got.getEnvelope().getDeliveryTag(), false, false);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("fallen", true, inbox);
        assertThat(inbox.next().getProperties().getHeaders().get("x-first-death-reason"))
                .hasToString("maxlen");
        assertThat(inbox.nextText()).isEqualTo("rejected");
        declare("worked", Map.of("x-dead-letter-exchange", "dlx", "x-max-length", 1));
    }

    @Test
    void the_delivery_limit_ends_attempts() throws Exception {
        declare("buried", Map.of());
        declare(
                "limited",
                Map.of(
                        "x-queue-type", "quorum",
                        "x-delivery-limit", 2,
                        "x-dead-letter-exchange", "",
                        "x-dead-letter-routing-key", "buried"));
        publish("limited", "poison");
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("limited", false, inbox);
        for (int i = 0; i < 3; i++) {
            var delivery = inbox.next();
            assertThat(delivery.getEnvelope().isRedeliver()).isEqualTo(i > 0);
            channel.basicNack(delivery.getEnvelope().getDeliveryTag(), false, true);
        }
        Inbox buried = new Inbox(channel);
        channel.basicConsume("buried", true, buried);
        assertThat(buried.next().getProperties().getHeaders().get("x-first-death-reason"))
                .hasToString("delivery_limit");
    }

    @Test
    void a_quorum_queue_is_durable_and_everybodys() throws Exception {
        Map<String, Object> quorum = Map.of("x-queue-type", "quorum");
        for (boolean[] flags :
                new boolean[][] {{false, false, false}, {true, true, false}, {true, false, true}}) {
            channelFault(
                    406, () -> channel.queueDeclare("raft", flags[0], flags[1], flags[2], quorum));
            channel = server.channel();
        }
        channelFault(
                406, () -> declare("raft", Map.of("x-queue-type", "quorum", "x-max-priority", 3)));
        channel = server.channel();
        declare("raft", Map.of("x-queue-type", "quorum", "x-delivery-limit", 1_500));
        URI queue = server.http().resolve("/v1/queues/raft");
        assertThat(HTTP.send(HttpRequest.newBuilder(queue).build(), BodyHandlers.ofString()))
                .extracting(HttpResponse::body)
                .asString()
                .contains("attempts 1501");
    }

    @Test
    void no_type_is_the_type_classic_and_what_is_exclusive_is_not_durable() throws Exception {
        declare("plain", Map.of());
        declare("plain", Map.of("x-queue-type", "classic"));
        declare("classic", Map.of("x-queue-type", "classic"));
        declare("classic", Map.of());
        channel.queueDeclare("mine", false, true, false, Map.of());
        channel.queueDeclare("mine", true, true, false, Map.of());
        channelFault(406, () -> declare("plain", Map.of("x-queue-type", "quorum")));
    }

    @Test
    void a_purge_takes_what_is_ready_as_often_as_wanted() throws Exception {
        declare("purged", Map.of());
        publish("purged", "held", "ready");
        GetResponse held = channel.basicGet("purged", false);
        assertThat(channel.queuePurge("purged").getMessageCount()).isOne();
        publish("purged", "another");
        assertThat(channel.queuePurge("purged").getMessageCount()).isOne();
        assertThat(channel.queuePurge("purged").getMessageCount()).isZero();
        channel.basicNack(held.getEnvelope().getDeliveryTag(), false, true);
        assertThat(get("purged")).isEqualTo("held");
    }

    @Test
    void a_queue_that_nobody_uses_expires() throws Exception {
        declare("used", Map.of("x-expires", 1_000));
        String tag = channel.basicConsume("used", true, new Inbox(channel));
        declare("polled", Map.of("x-expires", 2_000));
        declare("declared", Map.of("x-expires", 2_000));
        declare("subscribed", Map.of("x-expires", 2_000));
        assertThat(http("POST", "subscribed/subscriptions", "{\"name\": \"audit\"}"))
                .isLessThan(300);
        declare("unused", Map.of("x-expires", 2_400));
        String wish = "{\"subscription\": \"audit\"}";
        await().until(() -> {
            assertThat(http("POST", "polled/receive")).isEqualTo(200);
            assertThat(http("POST", "subscribed/receive", wish)).isEqualTo(200);
            channel.queueDeclarePassive("declared");
            return !exists("unused");
        });
        assertThat(exists("used")).isTrue();
        channel.basicCancel(tag);
        await().until(() -> !exists("used"));
        publish("subscribed", "for the subscription alone");
        assertThat(get("subscribed")).isNotEmpty();
        channelFault(406, () -> server.channel().queueDelete("subscribed", false, true));
    }

    private static boolean exists(String queue) throws Exception {
        return http("GET", queue) == 200;
    }

    /** The status of an answer of the HTTP API, which no queue is used by when it tells of it. */
    private static int http(String method, String queue) throws Exception {
        return http(method, queue, "{}");
    }

    private static int http(String method, String queue, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.http().resolve("/v1/queues/" + queue))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void delayed_retries_wait() throws Exception {
        declare(
                "waiting",
                Map.of(
                        "x-queue-type",
                        "quorum",
                        "x-delayed-retry-type",
                        "all",
                        "x-delayed-retry-min",
                        300,
                        "x-delayed-retry-max",
                        300));
        channelFault(406, () -> declare("wrong", Map.of("x-delayed-retry-type", "often")));
        Map<String, Object> crossed =
                Map.of(
                        "x-delayed-retry-type",
                        "all",
                        "x-delayed-retry-min",
                        2,
                        "x-delayed-retry-max",
                        1);
        channelFault(406, () -> declare("wrong", crossed));
        channel = server.channel();
        publish("waiting", "again");
        GetResponse got = channel.basicGet("waiting", false);
        channel.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
        assertThat(get("waiting")).isEmpty();
        Channel ending = server.channel();
        await().until(() -> ending.basicGet("waiting", false) != null);
        ending.close();
        assertThat(get("waiting")).isEmpty();
        await().until(() -> get("waiting").equals("again"));
    }
}
