package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** RabbitMQ's Java client and the codec over a real socket. */
final class ClientMeetsCodecTest {
    private static final int SECONDS = 20;

    @Test
    void every_method_of_the_client_is_understood_and_answered() throws Exception {
        try (ScriptedSink sink = new ScriptedSink()) {
            BlockingQueue<String> alarms = new LinkedBlockingQueue<>();
            Connection connection = factory(sink).newConnection();
            connection.addBlockedListener(alarms(alarms));
            Channel channel = connection.createChannel(7);
            assertThat(alarms.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("disk");
            assertThat(alarms.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("over");
            declare(channel);
            channel.basicQos(0, 10, true);
            channel.confirmSelect();
            assertThat(channel.basicGet("q", false)).isNull();
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
            channel.addReturnListener(returns::add);
            channel.basicConsume(
                    "q",
                    false,
                    "tag",
                    true,
                    true,
                    Map.of("x-priority", 5),
                    new Collecting(channel, deliveries));
            for (int size : new int[] {0, 1, 1000, 16_376, 16_377, 1_000_000}) {
                byte[] body = Wire.random(new Random(size), size);
                channel.basicPublish("x", "k", size == 1, properties(), body);
                Delivery delivery = deliveries.poll(SECONDS, TimeUnit.SECONDS);
                assertThat(delivery).isNotNull();
                assertThat(delivery.getBody()).isEqualTo(body);
                assertSame(delivery.getProperties());
                assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo("k");
            }
            channel.waitForConfirmsOrDie(SECONDS * 1000L);
            assertThat(returns.poll(SECONDS, TimeUnit.SECONDS).getReplyCode()).isEqualTo(312);
            channel.basicAck(1, false);
            channel.basicNack(2, true, false);
            channel.basicReject(3, true);
            channel.basicRecover(true);
            channel.basicCancel("tag");
            channel.basicPublish("", "q", null, "got".getBytes(StandardCharsets.UTF_8));
            GetResponse got = channel.basicGet("q", true);
            assertThat(got.getBody()).asString().isEqualTo("got");
            assertThat(got.getEnvelope().isRedeliver()).isTrue();
            undeclare(channel);
            channel.close();
            Channel transaction = connection.createChannel();
            transaction.txSelect();
            transaction.txCommit();
            transaction.txRollback();
            connection.close();
            sink.await();
            assertThat(sink.methods()).hasSize(40);
            assertThat(sink.properties()).hasSize(7);
            for (byte[] bytes : sink.properties().subList(0, 6)) {
                assertThat(bytes).isEqualTo(ContentHeader.of(properties(), 0).copyProperties());
            }
            assertSplitAnywhere(sink);
        }
    }

    @Test
    void heartbeats_go_both_ways() throws Exception {
        try (ScriptedSink sink = new ScriptedSink()) {
            ConnectionFactory factory = factory(sink);
            factory.setRequestedHeartbeat(1);
            Connection connection = factory.newConnection();
            await().until(() -> sink.heartbeats() > 1);
            assertThat(connection.isOpen()).isTrue();
            connection.close();
            sink.await();
        }
    }

    /** What the client sent, cut elsewhere, is the same methods and bodies again. */
    private static void assertSplitAnywhere(ScriptedSink sink) {
        byte[] captured = sink.captured();
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Tally tally = new Tally();
            FrameDecoder decoder = new FrameDecoder();
            decoder.agreeOn(16_384);
            Map<Integer, ContentAssembler> channels = new HashMap<>();
            List<Method> methods = new ArrayList<>();
            ByteBuf received = tally.buffers.heapBuffer();
            int at = 0;
            while (at < captured.length) {
                int end = Math.min(captured.length, at + 1 + random.nextInt(3000));
                received.writeBytes(captured, at, end - at);
                at = end;
                for (Frame frame = decoder.next(received);
                        frame != null;
                        frame = decoder.next(received)) {
                    Command command =
                            channels.computeIfAbsent(
                                            frame.channel(), n -> new ContentAssembler(1 << 20))
                                    .accept(frame);
                    if (command != null) {
                        methods.add(command.method());
                    }
                    if (command instanceof Command.WithContent content) {
                        content.body().release();
                    }
                }
            }
            received.release();
            // As text: those without arguments are equal to none but themselves.
            assertThat(methods)
                    .as("seed %s", seed)
                    .map(Method::toString)
                    .isEqualTo(sink.methods().stream().map(Method::toString).toList());
            assertThat(tally.bytesHeld()).isZero();
        }
    }

    private static void declare(Channel channel) throws IOException {
        Map<String, @Nullable Object> arguments = new HashMap<>();
        arguments.put("x-message-ttl", 60_000);
        arguments.put("x-nothing", null);
        arguments.put("x-list", Arrays.asList(1, "two", 3L));
        channel.exchangeDeclare("x", "topic", true, true, true, arguments);
        channel.exchangeDeclareNoWait("y", "fanout", false, false, false, null);
        channel.exchangeDeclarePassive("y");
        channel.exchangeBind("x", "y", "k", arguments);
        AMQP.Queue.DeclareOk ok = channel.queueDeclare("q", true, true, true, arguments);
        assertThat(ok.getQueue()).isEqualTo("q");
        assertThat(ok.getMessageCount()).isEqualTo(3);
        assertThat(ok.getConsumerCount()).isEqualTo(4);
        channel.queueDeclareNoWait("r", false, false, false, null);
        channel.queueDeclarePassive("q");
        channel.queueBind("q", "x", "a.*.#", arguments);
        assertThat(channel.queuePurge("q").getMessageCount()).isEqualTo(5);
    }

    private static void undeclare(Channel channel) throws IOException {
        channel.queueUnbind("q", "x", "a.*.#");
        channel.exchangeUnbind("x", "y", "k");
        assertThat(channel.queueDelete("q", true, true).getMessageCount()).isEqualTo(6);
        channel.exchangeDelete("x", true);
    }

    private static AMQP.BasicProperties properties() {
        Map<String, @Nullable Object> inner = new HashMap<>();
        inner.put("bool", true);
        inner.put("bytes", new byte[] {1, 2, 3});
        inner.put("nothing", null);
        Map<String, @Nullable Object> headers = new HashMap<>(inner);
        headers.put("byte", (byte) 1);
        headers.put("short", (short) 2);
        headers.put("int", 3);
        headers.put("long", 4L);
        headers.put("float", 5.5f);
        headers.put("double", 6.5);
        headers.put("decimal", new BigDecimal("7.25"));
        headers.put("time", Date.from(Instant.ofEpochMilli(8000L)));
        headers.put("text", "nine");
        headers.put("table", inner);
        headers.put("list", Arrays.asList(1, "two", inner, null));
        return new AMQP.BasicProperties.Builder()
                .contentType("a/b")
                .contentEncoding("c")
                .headers(headers)
                .deliveryMode(2)
                .priority(4)
                .correlationId("e")
                .replyTo("f")
                .expiration("7")
                .messageId("h")
                .timestamp(Date.from(Instant.ofEpochMilli(9000L)))
                .type("j")
                .userId("guest")
                .appId("l")
                .clusterId("m")
                .build();
    }

    private static void assertSame(AMQP.BasicProperties received) throws IOException {
        AMQP.BasicProperties sent = properties();
        assertThat(received.builder().headers(null).build())
                .isEqualTo(sent.builder().headers(null).build());
        assertThat(received.getHeaders()).hasSameSizeAs(sent.getHeaders());
        sent.getHeaders()
                .forEach((name, value) -> {
                    Object same = received.getHeaders().get(name);
                    assertThat(FieldValues.matchable(same))
                            .as(name)
                            .isEqualTo(FieldValues.matchable(value));
                    assertThat(same instanceof LongString).isEqualTo(value instanceof String);
                });
    }

    private static BlockedListener alarms(BlockingQueue<String> alarms) {
        return new BlockedListener() {
            @Override
            public void handleBlocked(String reason) {
                alarms.add(reason);
            }

            @Override
            public void handleUnblocked() {
                alarms.add("over");
            }
        };
    }

    private static ConnectionFactory factory(ScriptedSink sink) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(sink.port());
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    private static final class Collecting extends com.rabbitmq.client.DefaultConsumer {
        private final BlockingQueue<Delivery> deliveries;

        Collecting(Channel channel, BlockingQueue<Delivery> deliveries) {
            super(channel);
            this.deliveries = deliveries;
        }

        @Override
        public void handleDelivery(
                String tag,
                com.rabbitmq.client.Envelope envelope,
                AMQP.BasicProperties properties,
                byte[] body) {
            deliveries.add(new Delivery(envelope, properties, body));
        }
    }
}
