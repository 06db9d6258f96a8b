package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the management API tells of traffic that is known to the message. */
class ManagementMembersTest {
    private static final String PUBLISHES = "amq.topic";

    private static AmqpServer server;
    private static ManagementClient api;
    private static Connection connection;
    private static Channel channel;

    /**
     * Two of 20 bytes through an exchange to two queues, one through the default one, two that lead
     * nowhere; one got and given back, one got without ack, one consumed and acked, one not acked.
     */
    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        api = new ManagementClient(server.http(), "guest", "guest");
        connection = server.factory().newConnection("counted");
        channel = connection.createChannel();
        channel.queueDeclare("first", true, false, false, null);
        channel.queueDeclare("second", true, false, false, null);
        channel.queueDeclare("brief", false, false, false, null);
        channel.queueBind("first", PUBLISHES, "#");
        channel.queueBind("second", PUBLISHES, "#");
        channel.queueBind("brief", "amq.direct", "brief");
        channel.confirmSelect();
        publish(PUBLISHES, "a", false);
        publish(PUBLISHES, "a", false);
        publish("", "first", false);
        publish("", "nowhere", true);
        publish("", "nowhere", false);
        channel.waitForConfirmsOrDie(20_000);
        take();
        createTransaction();
        publishWithoutChannel();
        api.ask(
                        "PUT",
                        "/policies/%2F/some",
                        "{\"pattern\": \"^none$\", \"definition\": {\"max-length\": 1}}")
                .expect(201);
    }

    private static void publish(String exchange, String key, boolean mandatory) throws Exception {
        channel.basicPublish(
                exchange, key, mandatory, MessageProperties.PERSISTENT_BASIC, new byte[20]);
    }

    private static void take() throws Exception {
        GetResponse got = channel.basicGet("first", false);
        channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
        assertThat(channel.basicGet("first", true).getEnvelope().isRedeliver()).isTrue();
        assertThat(channel.basicGet("brief", true)).isNull();
        Inbox inbox = new Inbox(channel);
        channel.basicQos(5);
        channel.basicConsume("first", false, "reader", inbox);
        channel.basicAck(inbox.next().getEnvelope().getDeliveryTag(), false);
        var _ = inbox.next();
        // An answer comes after all that was settled before it.
        channel.queueDeclarePassive("first");
    }

    private static void createTransaction() throws Exception {
        Channel transacted = connection.createChannel(7);
        transacted.txSelect();
        transacted.basicPublish("", "brief", null, new byte[1]);
        transacted.basicPublish("", "brief", null, new byte[1]);
        transacted.queueDeclarePassive("brief");
    }

    private static void publishWithoutChannel() throws Exception {
        api.ask(
                        "POST",
                        "/exchanges/%2F/amq.direct/publish",
                        "{\"properties\": {}, \"routing_key\": \"brief\", \"payload\": \"x\","
                                + " \"payload_encoding\": \"string\"}")
                .expect(200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        connection.abort();
        server.close();
    }

    private static void assertStats(String path, String counts) throws Exception {
        JsonNode stats = api.get(path).path("message_stats");
        for (String count : counts.split(" ", -1)) {
            String name = count.substring(0, count.indexOf('='));
            assertThat(name + "=" + stats.path(name).asLong(-1)).as(path).isEqualTo(count);
            assertThat(stats.path(name + "_details").path("rate").isNumber()).as(name).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/queues/%2F/first, publish=3 deliver=2 deliver_no_ack=0 get=1 get_no_ack=1 get_empty=0"
                + " deliver_get=4 redeliver=1 ack=2",
        "/queues/%2F/brief, publish=1 get_empty=1 deliver_get=0",
        "/exchanges/%2F/amq.topic, publish_in=2 publish_out=4",
        "/exchanges/%2F/amq.direct, publish_in=1 publish_out=1",
        "/exchanges/%2F/amq.default, publish_in=5 publish_out=3",
        "/vhosts/%2F, publish=6 confirm=5 return_unroutable=1 drop_unroutable=1 deliver=2 get=1"
                + " get_no_ack=1 get_empty=1 deliver_get=4 redeliver=1 ack=2",
        "/overview, publish=6 confirm=5 return_unroutable=1 drop_unroutable=1 deliver_get=4",
    })
    void stats_are_those_of_what_went_through(String path, String counts) throws Exception {
        assertStats(path, counts);
    }

    @Test
    void a_channel_has_its_own() throws Exception {
        assertStats(
                "/channels/" + name() + "%20(1)",
                "publish=5 confirm=5 return_unroutable=1 drop_unroutable=1 deliver=2 get=1"
                        + " get_no_ack=1 get_empty=1 deliver_get=4 redeliver=1 ack=1");
        JsonNode transacted = api.get("/channels/" + name() + "%20(7)");
        assertThat(transacted.path("transactional").asBoolean()).isTrue();
        assertThat(transacted.path("messages_uncommitted").asInt()).isEqualTo(2);
        assertThat(transacted.path("acks_uncommitted").asInt()).isZero();
        assertThat(transacted.path("idle_since").isString()).isTrue();
    }

    private static String name() throws Exception {
        return api.get("/connections")
                .path(0)
                .path("name")
                .asString()
                .replace(" ", "%20")
                .replace(">", "%3E");
    }

    @Test
    void bytes_are_told_apart_by_what_consumers_hold() throws Exception {
        JsonNode queue = api.get("/queues/%2F/first");
        assertThat(queue.path("messages_unacknowledged").asInt()).isEqualTo(1);
        long bytes = queue.path("message_bytes").asLong();
        assertThat(queue.path("message_bytes_unacknowledged").asLong()).isEqualTo(bytes);
        assertThat(queue.path("message_bytes_ready").asLong()).isZero();
        JsonNode second = api.get("/queues/%2F/second");
        assertThat(second.path("message_bytes_ready")).isEqualTo(second.path("message_bytes"));
        assertThat(second.path("messages_persistent").asInt()).isEqualTo(2);
        JsonNode brief = api.get("/queues/%2F/brief");
        assertThat(brief.path("messages").asInt()).isEqualTo(1);
        assertThat(brief.path("messages_persistent").asInt()).isZero();
        assertThat(brief.path("message_bytes_persistent").asLong()).isZero();
    }

    @Test
    void virtual_hosts_are_listed_with_their_messages() throws Exception {
        server.vhost("empty");
        JsonNode hosts = api.get("/vhosts");
        for (JsonNode host : hosts) {
            boolean empty = host.path("name").asString().equals("empty");
            assertThat(host.path("messages").asInt(-1)).isEqualTo(empty ? 0 : 4);
            assertThat(host.path("messages_details").path("rate").isNumber()).isTrue();
            assertThat(host.has("message_stats")).isEqualTo(!empty);
        }
    }

    @Test
    void a_connection_tells_how_its_client_came_in_and_all_that_it_says_of_itself()
            throws Exception {
        JsonNode shown = api.get("/connections/" + name());
        assertThat(shown.path("auth_mechanism").asString()).isEqualTo("PLAIN");
        assertThat(shown.path("ssl").asBoolean(true)).isFalse();
        for (String none :
                List.of(
                        "ssl_protocol",
                        "ssl_cipher",
                        "peer_cert_subject",
                        "peer_cert_issuer",
                        "peer_cert_validity")) {
            assertThat(shown.path(none).isNull()).as(none).isTrue();
        }
        JsonNode properties = shown.path("client_properties");
        assertThat(properties.path("connection_name").asString()).isEqualTo("counted");
        assertThat(properties.path("platform").asString()).isEqualTo("Java");
        assertThat(properties.path("capabilities").path("basic.nack").asBoolean()).isTrue();
    }

    /** Members that rabbitmqadmin 2 cannot do without, as its library declares them. */
    @ParameterizedTest
    @CsvSource({
        "/channels, number name connection_details vhost state consumer_count confirm"
                + " prefetch_count messages_unacknowledged messages_unconfirmed",
        "/connections, name node protocol user vhost connected_at client_properties",
        "/consumers, consumer_tag active ack_required prefetch_count exclusive arguments"
                + " consumer_timeout queue channel_details",
        "/queues, name vhost type durable auto_delete exclusive arguments",
        "/queues/detailed, name vhost type durable auto_delete exclusive arguments",
        "/exchanges, name vhost type durable auto_delete arguments",
        "/bindings, vhost source destination destination_type routing_key arguments",
        "/vhosts, name",
        "/nodes, name uptime run_queue processors os_pid fd_total proc_total mem_limit mem_alarm"
                + " disk_free_limit disk_free_alarm rates_mode enabled_plugins being_drained",
        "/policies, name vhost pattern apply-to priority definition",
        "/overview, cluster_name node erlang_full_version erlang_version rabbitmq_version"
                + " product_name product_version statistics_db_event_queue churn_rates queue_totals"
                + " object_totals message_stats listeners",
        "/definitions, users vhosts permissions parameters policies queues exchanges bindings",
        "/whoami, name tags",
        "/cluster-name, name"
    })
    void answers_have_the_members_that_the_second_rabbitmqadmin_reads(String path, String members)
            throws Exception {
        JsonNode answer = api.get(path);
        List<JsonNode> all = answer.isArray() ? answer.valueStream().toList() : List.of(answer);
        assertThat(all).isNotEmpty();
        for (JsonNode one : all) {
            assertThat(one.propertyNames()).as(path).contains(members.split(" "));
            assertThat(List.of(members.split(" "))).noneMatch(name -> one.path(name).isNull());
        }
    }
}
