package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static dev.forebay.server.amqp.Faults.connectionFault;
import static dev.forebay.server.amqp.Faults.laterFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers without a queue: amq.rabbitmq.reply-to. */
class DirectReplyTest {
    private static final String REPLIES = "amq.rabbitmq.reply-to";
    private static final AMQP.BasicProperties REQUEST =
            new AMQP.BasicProperties.Builder()
                    .replyTo(REPLIES)
                    .correlationId("7")
                    .headers(Map.of("kept", 1))
                    .build();

    private static final AMQP.BasicProperties ANSWER =
            new AMQP.BasicProperties.Builder().correlationId("7").build();

    private static AmqpServer server;
    private Channel asking;
    private Channel working;
    private String requests;

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
        asking = server.channel();
        working = server.channel();
        requests = working.queueDeclare("", false, true, false, null).getQueue();
    }

    private Inbox ask(String text) throws Exception {
        Inbox answers = new Inbox(asking);
        asking.basicConsume(REPLIES, true, answers);
        asking.basicPublish("", requests, REQUEST, text.getBytes(UTF_8));
        return answers;
    }

    private GetResponse request() throws Exception {
        Inbox inbox = new Inbox(working);
        String tag = working.basicConsume(requests, true, inbox);
        Delivery delivery = inbox.next();
        working.basicCancel(tag);
        return new GetResponse(
                delivery.getEnvelope(), delivery.getProperties(), delivery.getBody(), 0);
    }

    @Test
    void an_answer_goes_straight_to_who_asked() throws Exception {
        assertThat(asking.getConnection().getServerProperties().get("capabilities"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("direct_reply_to", true);
        Inbox answers = ask("2+2");
        AMQP.BasicProperties request = request().getProps();
        assertThat(request.getReplyTo()).startsWith(REPLIES + ".").hasSizeGreaterThan(40);
        assertThat(request.getCorrelationId()).isEqualTo("7");
        assertThat(request.getHeaders()).containsEntry("kept", 1);
        assertThat(working.queueDeclarePassive(request.getReplyTo()).getConsumerCount())
                .isEqualTo(1);
        working.confirmSelect();
        working.basicPublish("", request.getReplyTo(), true, ANSWER, "4".getBytes(UTF_8));
        working.basicPublish("", request.getReplyTo(), null, new byte[200_000]);
        working.waitForConfirmsOrDie(20_000);
        Delivery answer = answers.next();
        assertThat(new String(answer.getBody(), UTF_8)).isEqualTo("4");
        assertThat(answer.getProperties().getCorrelationId()).isEqualTo("7");
        assertThat(answer.getEnvelope().getExchange()).isEmpty();
        assertThat(answer.getEnvelope().getRoutingKey()).isEqualTo(request.getReplyTo());
        assertThat(answer.getEnvelope().getDeliveryTag()).isEqualTo(1);
        assertThat(answers.next().getBody()).hasSize(200_000);
    }

    @Test
    void the_clients_own_rpc_uses_it() throws Exception {
        working.basicConsume(
                requests,
                true,
                (_, call) ->
                        working.basicPublish(
                                "",
                                call.getProperties().getReplyTo(),
                                new AMQP.BasicProperties.Builder()
                                        .correlationId(call.getProperties().getCorrelationId())
                                        .build(),
                                call.getBody()),
                _ -> {});
        RpcClient client =
                new RpcClient(
                        new RpcClientParams()
                                .channel(asking)
                                .exchange("")
                                .routingKey(requests)
                                .timeout(20_000));
        assertThat(client.stringCall("echo")).isEqualTo("echo");
        assertThat(client.stringCall("again")).isEqualTo("again");
    }

    @Test
    void an_answer_for_nobody_comes_back_when_it_is_mandatory() throws Exception {
        Inbox answers = ask("?");
        String address = request().getProps().getReplyTo();
        asking.basicCancel(answers.begun.get(20, TimeUnit.SECONDS));
        CompletableFuture<Integer> returned = new CompletableFuture<>();
        working.addReturnListener(back -> returned.complete(back.getReplyCode()));
        working.confirmSelect();
        working.basicPublish("", address, false, null, new byte[0]);
        working.basicPublish("", address, true, null, new byte[0]);
        working.waitForConfirmsOrDie(20_000);
        assertThat(returned.get(20, TimeUnit.SECONDS)).isEqualTo(312);
        channelFault(404, () -> working.queueDeclarePassive(address));
        assertThat(answers.size()).isZero();
        // A new consumer is another address, so that it does not get what was meant for the old.
        ask("again");
    }

    @Test
    void a_transaction_answers_when_it_is_committed() throws Exception {
        Inbox answers = ask("?");
        String address = request().getProps().getReplyTo();
        working.txSelect();
        working.basicPublish("", address, null, "never".getBytes(UTF_8));
        working.txRollback();
        AMQP.BasicProperties toBoth =
                new AMQP.BasicProperties.Builder().headers(Map.of("BCC", List.of(address))).build();
        working.basicPublish("", requests, toBoth, "now".getBytes(UTF_8));
        working.txCommit();
        Delivery answer = answers.next();
        assertThat(new String(answer.getBody(), UTF_8)).isEqualTo("now");
        assertThat(answer.getProperties().getHeaders()).doesNotContainKey("BCC");
        assertThat(working.queueDeclarePassive(requests).getMessageCount()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_is_refused_as_clients_know_it() throws Exception {
        assertThat(channelFault(406, () -> asking.basicConsume(REPLIES, false, new Inbox(asking))))
                .contains("reply consumer cannot acknowledge");
        Channel twice = server.channel();
        twice.basicConsume(REPLIES, true, new Inbox(twice));
        assertThat(channelFault(406, () -> twice.basicConsume(REPLIES, true, new Inbox(twice))))
                .contains("reply consumer already set");
        Channel none = server.channel();
        none.basicPublish("", requests, REQUEST, new byte[0]);
        assertThat(laterFault(406, none)).contains("fast reply consumer does not exist");
        Channel tagged = server.channel();
        tagged.basicConsume(REPLIES, true, "t", new Inbox(tagged));
        connectionFault(
                530,
                () ->
                        tagged.rpc(
                                new AMQP.Basic.Consume.Builder()
                                        .queue(requests)
                                        .consumerTag("t")
                                        .build()));
        assertThat(working.queueDeclare(REPLIES, false, false, false, null).getConsumerCount())
                .isEqualTo(1);
        channelFault(404, () -> working.queueDeclarePassive(REPLIES + ".unknown"));
        Channel making = server.channel();
        channelFault(404, () -> making.queueDeclare(REPLIES + ".none", true, false, false, null));
    }
}
