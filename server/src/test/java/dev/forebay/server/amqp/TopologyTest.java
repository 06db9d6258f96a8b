package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static dev.forebay.server.amqp.Faults.connectionFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exchanges and bindings. */
class TopologyTest {
    private AmqpServer server;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        server = new AmqpServer();
        channel = server.channel();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void publish(String exchange, String key, String text) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(exchange, key, null, text.getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
    }

    private String get(String queue) throws Exception {
        GetResponse got = channel.basicGet(queue, true);
        return got == null ? "" : new String(got.getBody(), UTF_8);
    }

    @Test
    void durable_exchanges_and_bindings_survive_a_restart_and_others_do_not() throws Exception {
        channel.exchangeDeclare("kept", "direct", true);
        channel.exchangeDeclare("kept-too", "fanout", true);
        channel.exchangeDeclare("passing", "direct", false);
        channel.queueDeclare("durable", true, false, false, null);
        channel.queueDeclare("transient", false, false, false, null);
        channel.queueBind("durable", "kept", "a");
        channel.queueBind("durable", "kept", "b");
        channel.queueUnbind("durable", "kept", "b");
        channel.exchangeBind("kept", "kept-too", "");
        publish("kept", "a", "before");

        server.restart();
        channel = server.channel();

        assertThat(get("durable")).isEqualTo("before");
        publish("kept-too", "a", "through both");
        publish("kept", "b", "unbound");
        assertThat(get("durable")).isEqualTo("through both");
        assertThat(get("durable")).isEmpty();
        channelFault(404, () -> server.channel().exchangeDeclarePassive("passing"));
        channelFault(404, () -> server.channel().queueDeclarePassive("transient"));
    }

    @Test
    void an_exchange_declared_otherwise_is_refused_by_the_argument_that_differs() throws Exception {
        channel.exchangeDeclare("mine", "topic", true);
        channel.exchangeDeclare("mine", "topic", true);
        assertThat(
                        channelFault(
                                406,
                                () -> server.channel().exchangeDeclare("mine", "fanout", true)))
                .contains("inequivalent arg 'type' for exchange 'mine' in vhost '/'");
        assertThat(channelFault(406, () -> server.channel().exchangeDeclare("mine", "topic")))
                .contains("'durable'");
    }

    @Test
    void what_is_reserved_missing_or_unknown_is_refused_with_its_code() throws Exception {
        channelFault(403, () -> server.channel().exchangeDeclare("amq.mine", "direct"));
        channelFault(403, () -> server.channel().queueDeclare("amq.q", true, false, false, null));
        channelFault(403, () -> server.channel().exchangeDelete("amq.topic"));
        channelFault(403, () -> server.channel().queueBind("amq.topic", "", "x"));
        channelFault(404, () -> server.channel().exchangeDeclarePassive("nowhere"));
        channelFault(404, () -> server.channel().queueBind("nowhere", "amq.direct", "x"));
        channel.queueDeclare("here", true, false, false, null);
        channelFault(404, () -> server.channel().queueBind("here", "nowhere", "x"));
        connectionFault(503, () -> server.channel().exchangeDeclare("odd", "no-such-type"));
        channel.exchangeDelete("nowhere");
    }

    @Test
    void publishing_to_a_missing_or_internal_exchange_closes_the_channel() throws Exception {
        channel.exchangeDeclare("inner", "fanout", false, false, true, null);
        Channel one = server.channel();
        one.basicPublish("inner", "", null, new byte[0]);
        assertThat(Faults.laterFault(403, one)).contains("internal");
        Channel other = server.channel();
        other.basicPublish("nowhere", "", null, new byte[0]);
        assertThat(Faults.laterFault(404, other)).contains("no exchange 'nowhere' in vhost '/'");
    }

    @Test
    void an_auto_delete_exchange_goes_with_its_last_binding() throws Exception {
        channel.exchangeDeclare("brief", "direct", true, true, null);
        channel.queueDeclare("q", true, false, false, null);
        channel.queueBind("q", "brief", "a");
        channel.queueBind("q", "brief", "b");
        channel.queueUnbind("q", "brief", "a");
        channel.exchangeDeclarePassive("brief");
        channel.queueUnbind("q", "brief", "b");
        channelFault(404, () -> server.channel().exchangeDeclarePassive("brief"));
    }

    @Test
    void if_unused_keeps_an_exchange_with_bindings() throws Exception {
        channel.exchangeDeclare("used", "direct");
        channel.queueDeclare("q", true, false, false, null);
        channel.queueBind("q", "used", "a");
        channelFault(406, () -> server.channel().exchangeDelete("used", true));
        channel.queueUnbind("q", "used", "a");
        channel.exchangeDelete("used", true);
        channelFault(404, () -> server.channel().exchangeDeclarePassive("used"));
    }

    @Test
    void headers_and_alternate_exchanges_route() throws Exception {
        channel.queueDeclare("red", true, false, false, null);
        channel.queueDeclare("rest", true, false, false, null);
        channel.exchangeDeclare("spare", "fanout", true);
        channel.queueBind("rest", "spare", "");
        channel.exchangeDeclare(
                "colours", "headers", true, false, Map.of("alternate-exchange", "spare"));
        channel.queueBind("red", "colours", "", Map.of("x-match", "all", "colour", "red"));
        channel.confirmSelect();
        for (String colour : new String[] {"red", "blue"}) {
            channel.basicPublish(
                    "colours",
                    "",
                    new com.rabbitmq.client.AMQP.BasicProperties.Builder()
                            .headers(Map.of("colour", colour))
                            .build(),
                    colour.getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie(20_000);
        assertThat(get("red")).isEqualTo("red");
        assertThat(get("rest")).isEqualTo("blue");
        assertThat(get("red")).isEmpty();
    }

    @Test
    void a_queue_deleted_over_http_leaves_no_binding_to_its_successor() throws Exception {
        channel.exchangeDeclare("feed", "fanout", true);
        channel.queueDeclare("fed", true, false, false, null);
        channel.queueBind("fed", "feed", "");
        delete("/v1/queues/fed");
        channel.queueDeclare("fed", true, false, false, null);
        publish("feed", "", "for the old one");
        assertThat(get("fed")).isEmpty();
        channel.queueBind("fed", "feed", "");
        publish("feed", "", "for the new one");
        assertThat(get("fed")).isEqualTo("for the new one");
        server.restart();
        channel = server.channel();
        publish("feed", "", "after the restart");
        assertThat(get("fed")).isEqualTo("after the restart");
    }

    private void delete(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status =
                    http.send(
                                    HttpRequest.newBuilder(server.http().resolve(path))
                                            .DELETE()
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            assertThat(status).isBetween(200, 299);
        }
    }
}
