package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.ClientParameters;
import com.rabbitmq.http.client.domain.ChannelInfo;
import com.rabbitmq.http.client.domain.ConnectionInfo;
import com.rabbitmq.http.client.domain.ExchangeInfo;
import com.rabbitmq.http.client.domain.QueueInfo;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** RabbitMQ's own Java client of the management API reads what it lists. */
class HopTest {
    private static AmqpServer server;
    private static Connection connection;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        connection = server.factory().newConnection("hop");
        Channel channel = connection.createChannel();
        channel.queueDeclare("read", true, false, false, Map.of("x-max-length", 9));
        channel.confirmSelect();
        channel.basicPublish("", "read", null, new byte[3]);
        channel.waitForConfirmsOrDie(20_000);
        channel.basicConsume("read", new Inbox(channel));
        client =
                new Client(
                        new ClientParameters()
                                .url(server.http().resolve("/api/").toURL())
                                .username("guest")
                                .password("guest"));
    }

    @AfterAll
    static void stop() throws Exception {
        connection.abort();
        server.close();
    }

    static Map<String, Consumer<Client>> lists() {
        return Map.ofEntries(
                Map.entry("overview", Client::getOverview),
                Map.entry("nodes", Client::getNodes),
                Map.entry("connections", Client::getConnections),
                Map.entry("channels", Client::getChannels),
                Map.entry("consumers", Client::getConsumers),
                Map.entry("hosts", Client::getVhosts),
                Map.entry("permissions", Client::getPermissions),
                Map.entry("exchanges", Client::getExchanges),
                Map.entry("queues", Client::getQueues),
                Map.entry("users", Client::getUsers),
                Map.entry("policies", Client::getPolicies),
                Map.entry("bindings", Client::getBindings),
                Map.entry("cluster", Client::getClusterName),
                Map.entry("definitions", Client::getDefinitions),
                Map.entry("limits", Client::getVhostLimits));
    }

    @Test
    void everything_is_listed() {
        lists().forEach((what, list) ->
                assertThatCode(() -> list.accept(client)).as(what).doesNotThrowAnyException());
    }

    @Test
    void figures_arrive_where_it_looks_for_them() {
        QueueInfo queue = client.getQueue("/", "read");
        assertThat(queue.getMessageStats().getBasicPublish()).isEqualTo(1);
        ExchangeInfo exchange = client.getExchange("/", "amq.default");
        assertThat(exchange.getMessageStats().getPublishIn()).isEqualTo(1);
        ConnectionInfo shown = client.getConnections().getFirst();
        assertThat(shown.getClientProperties().getCapabilities()).containsKey("basic.nack");
        ChannelInfo channel = client.getChannels().getFirst();
        assertThat(channel.getMessageStats().getPublisherConfirm()).isEqualTo(1);
    }
}
