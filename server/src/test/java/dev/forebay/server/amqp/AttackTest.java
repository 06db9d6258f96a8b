package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that mean no good: each is ended with the right code, and others go on. */
class AttackTest {
    private static final int METHOD = 1;
    private static final int HEADER = 2;
    private static final int BODY = 3;
    private static final int PIECE = 100_000;
    private static final int QUESTIONS = 20_000;

    private static AmqpServer server;
    private Connection other;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        other = server.connect();
    }

    @AfterEach
    void others_go_on() throws Exception {
        Channel channel = other.createChannel();
        channel.confirmSelect();
        channel.basicPublish("", channel.queueDeclare().getQueue(), null, new byte[0]);
        channel.waitForConfirmsOrDie(20_000);
        channel.close();
    }

    /** What the server says to these bytes on a fresh channel; nothing follows them. */
    private static String answer(byte[]... frames) throws IOException {
        try (Socket socket = opened()) {
            try {
                for (byte[] frame : frames) {
                    socket.getOutputStream().write(frame);
                }
                // Who hears no more from a client does not wait for it to agree to the end.
                socket.shutdownOutput();
            } catch (IOException refused) {
                // It says why before it stops reading.
            }
            return heard(socket);
        }
    }

    private static Socket opened() throws IOException {
        Socket socket = ScriptedClient.socket(server.port());
        socket.setSoTimeout(20_000);
        ScriptedClient.open(socket, 0);
        ScriptedClient.openChannel(socket);
        return socket;
    }

    private static String heard(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private static byte[] frame(int type, byte[] payload) {
        return ByteBuffer.allocate(payload.length + 8)
                .put((byte) type)
                .putShort((short) 1)
                .putInt(payload.length)
                .put(payload)
                .put((byte) 0xCE)
                .array();
    }

    private static byte[] frame(Method method) throws IOException {
        return frame(1, method);
    }

    private static byte[] frame(int channel, Method method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        method.toFrame(channel).writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static byte[] publish() throws IOException {
        return frame(new AMQImpl.Basic.Publish(0, "", "q", false, false));
    }

    private static byte[] header(long size) {
        return frame(
                HEADER,
                ByteBuffer.allocate(14)
                        .putShort((short) 60)
                        .putShort((short) 0)
                        .putLong(size)
                        .putShort((short) 0)
                        .array());
    }

    @Test
    void a_body_declared_as_huge_is_refused_from_its_header() throws Exception {
        assertThat(answer(publish(), header(Long.MAX_VALUE))).contains("FRAME_ERROR");
        assertThat(answer(publish(), header(-1))).contains("FRAME_ERROR");
    }

    @Test
    void a_body_declared_as_ten_bytes_may_not_have_two_hundred_megabytes() throws Exception {
        byte[][] frames = new byte[2_002][];
        frames[0] = publish();
        frames[1] = header(10);
        byte[] piece = frame(BODY, new byte[PIECE]);
        for (int i = 2; i < frames.length; i++) {
            frames[i] = piece;
        }
        assertThat(answer(frames)).contains("FRAME_ERROR");
    }

    @Test
    void tables_may_not_lie_eighteen_thousand_deep() throws Exception {
        int levels = 18_000;
        int width = 7;
        ByteBuffer tables = ByteBuffer.allocate(levels * width + 4);
        for (int level = levels; level > 0; level--) {
            tables.putInt(level * width - 4 + 4).put((byte) 1).put((byte) 'a').put((byte) 'F');
        }
        tables.putInt(0);
        ByteBuffer declare = ByteBuffer.allocate(8 + tables.capacity());
        declare.putShort((short) 50).putShort((short) 10).putShort((short) 0);
        declare.put((byte) 0).put((byte) 2).put(tables.array());
        assertThat(answer(frame(METHOD, declare.array()))).contains("SYNTAX_ERROR");
    }

    @Test
    void twenty_thousand_questions_sent_ahead_are_all_answered() throws Exception {
        other.createChannel().queueDeclare("asked", true, false, false, null);
        ByteArrayOutputStream questions = new ByteArrayOutputStream();
        for (int i = 0; i < QUESTIONS; i++) {
            questions.write(frame(new AMQImpl.Basic.Qos(0, 1, false)));
        }
        questions.write(frame(0, new AMQImpl.Connection.Close(200, "bye", 0, 0)));
        String answer;
        // It stays until the end: nothing is answered to a client that has closed its side.
        try (Socket asking = opened()) {
            asking.getOutputStream()
                    .write(frame(new AMQImpl.Basic.Publish(0, "", "asked", false, false)));
            asking.getOutputStream().write(header(0));
            asking.getOutputStream().write(questions.toByteArray());
            answer = heard(asking);
        }
        assertThat(answer.split(text(frame(new AMQImpl.Basic.QosOk())), -1)).hasSize(QUESTIONS + 1);
        assertThat(answer).endsWith(text(frame(0, new AMQImpl.Connection.CloseOk())));
        assertThat(other.createChannel().messageCount("asked")).isOne();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Test
    void lengths_beyond_what_is_there_are_refused() throws Exception {
        byte[] endless = {METHOD, 0, 1, -1, -1, -1, -1};
        assertThat(answer(endless)).contains("FRAME_ERROR");
        byte[] negative = {METHOD, 0, 1, (byte) 0x80, 0, 0, 0};
        assertThat(answer(negative)).contains("FRAME_ERROR");
        byte[] table = {0, 50, 0, 10, 0, 0, 0, 2, (byte) 0x80, 0, 0, 0};
        assertThat(answer(frame(METHOD, table))).containsPattern("FRAME_ERROR|SYNTAX_ERROR");
    }

    @Test
    void a_client_that_falls_silent_gives_back_what_it_held() throws Exception {
        Channel channel = other.createChannel();
        channel.queueDeclare("silent", true, false, false, null);
        channel.basicPublish("", "silent", null, "held".getBytes(UTF_8));
        try (Socket silent = ScriptedClient.socket(server.port())) {
            ScriptedClient.open(silent, 1);
            ScriptedClient.openChannel(silent);
            silent.getOutputStream().write(frame(new AMQImpl.Basic.Get(0, "silent", false)));
            await().until(() -> channel.queueDeclarePassive("silent").getMessageCount() == 0);
            Inbox inbox = new Inbox(channel);
            channel.basicConsume("silent", true, inbox);
            assertThat(inbox.next().getEnvelope().isRedeliver()).isTrue();
        }
    }

    @Test
    void who_never_reads_gets_no_more_than_fits_on_the_way() throws Exception {
        Channel channel = other.createChannel();
        channel.queueDeclare("unread", true, false, false, null);
        channel.confirmSelect();
        int count = 64;
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", "unread", null, new byte[1 << 20]);
        }
        channel.waitForConfirmsOrDie(60_000);
        try (Socket deaf = ScriptedClient.socket(server.port())) {
            ScriptedClient.open(deaf, 0);
            ScriptedClient.openChannel(deaf);
            deaf.getOutputStream()
                    .write(
                            frame(
                                    new AMQImpl.Basic.Consume(
                                            0, "unread", "t", false, false, false, false,
                                            Map.of())));
            await().until(() -> channel.queueDeclarePassive("unread").getMessageCount() < count);
            assertThat(channel.queueDeclarePassive("unread").getMessageCount())
                    .isGreaterThan(count / 2);
        }
        await().until(() -> channel.queueDeclarePassive("unread").getMessageCount() == count);
    }

    @Test
    void many_consumers_of_one_that_never_reads_get_no_more_than_one() throws Exception {
        Channel channel = other.createChannel();
        channel.queueDeclare("deaf", true, false, false, null);
        channel.confirmSelect();
        int count = 48;
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", "deaf", null, new byte[1 << 20]);
        }
        channel.waitForConfirmsOrDie(60_000);
        try (Socket deaf = ScriptedClient.socket(server.port())) {
            deaf.setReceiveBufferSize(1 << 16);
            ScriptedClient.open(deaf, 0);
            ScriptedClient.openChannel(deaf);
            ByteArrayOutputStream asks = new ByteArrayOutputStream();
            asks.write(frame(new AMQImpl.Basic.Qos(0, 1, false)));
            for (int i = 0; i < count; i++) {
                asks.write(
                        frame(
                                new AMQImpl.Basic.Consume(
                                        0, "deaf", "t" + i, false, false, false, true, Map.of())));
            }
            deaf.getOutputStream().write(asks.toByteArray());
            await().until(() -> channel.consumerCount("deaf") == count);
            assertThat(channel.messageCount("deaf")).isGreaterThan(count / 2);
        }
        await().until(() -> channel.messageCount("deaf") == count);
    }

    @Test
    void who_reads_nothing_is_cut_off_when_others_need_the_memory() throws Exception {
        try (AmqpServer small = new AmqpServer("--amqp-max-unread", "8MiB")) {
            Channel channel = small.channel();
            channel.queueDeclare("full", true, false, false, null);
            channel.confirmSelect();
            int count = 48;
            for (int i = 0; i < count; i++) {
                channel.basicPublish("", "full", null, new byte[2 << 20]);
            }
            channel.waitForConfirmsOrDie(60_000);
            List<Socket> deaf = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Socket one = ScriptedClient.socket(small.port());
                deaf.add(one);
                // So that what it does not read does not wait on its own side.
                one.setReceiveBufferSize(1 << 16);
                ScriptedClient.open(one, 0);
                ScriptedClient.openChannel(one);
                one.getOutputStream()
                        .write(
                                frame(
                                        new AMQImpl.Basic.Consume(
                                                0, "full", "t", false, false, false, false,
                                                Map.of())));
                // All that it ever reads: the first of them may be cut off before the last is here.
                ScriptedClient.hear(one, "1 basic.consume-ok");
            }
            await().until(() -> channel.messageCount("full") <= count - 3);
            // Long before any of them is cut off.
            String little = channel.queueDeclare().getQueue();
            channel.basicPublish("", little, null, new byte[100]);
            long asked = System.nanoTime();
            assertThat(channel.basicGet(little, true)).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .isLessThan(Duration.ofSeconds(5));
            Inbox inbox = new Inbox(channel);
            channel.basicConsume("full", true, inbox);
            // Comes when some were cut off; the others may keep theirs, since there is room again.
            inbox.next();
            for (Socket one : deaf) {
                one.close();
            }
            for (int i = 1; i < count; i++) {
                inbox.next();
            }
        }
    }

    @Test
    void who_never_completes_what_he_began_goes_when_others_need_the_memory() throws Exception {
        try (AmqpServer small = new AmqpServer("--amqp-max-incomplete", "2MiB");
                Socket quiet = ScriptedClient.socket(small.port())) {
            quiet.setSoTimeout(20_000);
            ScriptedClient.open(quiet, 0);
            ScriptedClient.openChannel(quiet);
            quiet.getOutputStream().write(publish());
            quiet.getOutputStream().write(header(10L << 20));
            byte[] piece = frame(BODY, new byte[PIECE]);
            for (int i = 0; i < 19; i++) {
                quiet.getOutputStream().write(piece);
            }
            // All of it has arrived when something behind it is answered.
            ScriptedClient.send(quiet, new AMQImpl.Channel.Open("").toFrame(2));
            ScriptedClient.hear(quiet, "2 channel.open-ok");
            Channel channel = small.channel();
            channel.confirmSelect();
            String queue = channel.queueDeclare().getQueue();
            channel.basicPublish("", queue, null, new byte[300_000]);
            channel.waitForConfirmsOrDie(20_000);
            assertThat(ScriptedClient.hear(quiet, "0 connection.close")).hasSize(1);
        }
    }

    @Test
    void who_stops_in_the_middle_of_a_large_message_keeps_nobody_elses_out() throws Exception {
        try (AmqpServer roomy = new AmqpServer("--amqp-max-message-size", "128MiB");
                Socket stopped = ScriptedClient.socket(roomy.port())) {
            ScriptedClient.open(stopped, 0);
            ScriptedClient.openChannel(stopped);
            stopped.getOutputStream().write(publish());
            stopped.getOutputStream().write(header(100L << 20));
            stopped.getOutputStream().write(frame(BODY, new byte[PIECE]));
            Channel channel = roomy.channel();
            channel.confirmSelect();
            String queue = channel.queueDeclare().getQueue();
            channel.basicPublish("", queue, null, new byte[25 << 20]);
            channel.waitForConfirmsOrDie(20_000);
        }
    }

    @Test
    void who_makes_the_server_look_for_long_ways_lets_others_in_between() throws Exception {
        Channel attacking = server.channel();
        String queue = attacking.queueDeclare().getQueue();
        attacking.queueBind(queue, "amq.topic", "#.a.".repeat(62) + "zz");
        attacking.confirmSelect();
        String key = "a" + ".a".repeat(126);
        AMQP.BasicProperties keys =
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of("CC", Collections.nCopies(4, key)))
                        .build();
        int count = 40;
        for (int i = 0; i < count; i++) {
            attacking.basicPublish("amq.topic", key, keys, new byte[0]);
        }
        CompletableFuture<Boolean> done =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return attacking.waitForConfirms(20_000);
                    } catch (InterruptedException | TimeoutException e) {
                        throw new CompletionException(e);
                    }
                });
        Channel honest = other.createChannel();
        int rounds = 0;
        while (!done.isDone()) {
            honest.basicQos(0);
            rounds++;
        }
        assertThat(done.get()).isTrue();
        assertThat(rounds).isGreaterThan(count / 2);
    }

    @Test
    void channels_that_come_and_go_leave_nothing() throws Exception {
        Channel watching = other.createChannel();
        watching.queueDeclare("churn", true, false, false, null);
        for (int i = 0; i < 500; i++) {
            Channel channel = other.createChannel();
            channel.basicConsume("churn", false, new Inbox(channel));
            channel.close();
        }
        assertThat(watching.queueDeclarePassive("churn").getConsumerCount()).isZero();
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_room_is_room_again() throws Exception {
        try (AmqpServer small = new AmqpServer("--amqp-max-connections", "2")) {
            Connection first = small.connect();
            small.connect();
            assertThatThrownBy(small::connect).isInstanceOf(IOException.class);
            first.close();
            await().ignoreExceptions().until(() -> small.connect().isOpen());
        }
    }

    @Test
    void who_does_not_log_in_takes_no_place() throws Exception {
        try (AmqpServer small = new AmqpServer("--amqp-max-connections", "2");
                Socket first = ScriptedClient.socket(small.port());
                Socket second = ScriptedClient.socket(small.port())) {
            second.setSoTimeout(5_000);
            assertThat(small.connect().isOpen()).isTrue();
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            assertThat(small.connect().isOpen()).isTrue();
            assertThat(second.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(small::connect).isInstanceOf(IOException.class);
        }
    }
}
