package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.connectionFault;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections: how they begin, live and end. */
class ConnectionTest {
    private static AmqpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static byte[] answer(byte[] sent) throws IOException {
        try (Socket socket = ScriptedClient.socket(server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(sent);
            return socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void another_protocol_is_answered_with_the_one_spoken() throws Exception {
        byte[] spoken = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
        assertThat(answer("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII))).isEqualTo(spoken);
        assertThat(answer(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0})).isEqualTo(spoken);
    }

    @Test
    void what_is_agreed_on_is_what_was_offered_or_less() throws Exception {
        ConnectionFactory factory = server.factory();
        try (Connection usual = factory.newConnection()) {
            assertThat(usual.getFrameMax()).isEqualTo(131_072);
            assertThat(usual.getChannelMax()).isEqualTo(2047);
            assertThat(usual.getServerProperties()).containsKeys("product", "version");
            assertThat(usual.getServerProperties().get("capabilities"))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("publisher_confirms", true);
        }
        factory.setRequestedFrameMax(4096);
        factory.setRequestedChannelMax(3);
        try (Connection narrow = factory.newConnection()) {
            assertThat(narrow.getFrameMax()).isEqualTo(4096);
            assertThat(narrow.getChannelMax()).isEqualTo(3);
            Channel channel = narrow.createChannel();
            String queue = channel.queueDeclare().getQueue();
            byte[] body = new byte[50_000];
            channel.basicPublish("", queue, null, body);
            Inbox inbox = new Inbox(channel);
            channel.basicConsume(queue, true, inbox);
            assertThat(inbox.next().getBody()).isEqualTo(body);
        }
    }

    @Test
    void an_unknown_virtual_host_is_refused() {
        ConnectionFactory factory = server.factory();
        factory.setVirtualHost("elsewhere");
        Throwable refused = catchThrowable(factory::newConnection);
        assertThat(refused.getCause())
                .isInstanceOf(ShutdownSignalException.class)
                .hasMessageContaining("530");
    }

    @Test
    void heartbeats_keep_an_idle_connection_and_silence_ends_it() throws Exception {
        ConnectionFactory factory = server.factory();
        factory.setRequestedHeartbeat(1);
        try (Connection idle = factory.newConnection();
                Socket silent = ScriptedClient.socket(server.port())) {
            silent.setSoTimeout(20_000);
            ScriptedClient.open(silent, 1);
            // The server closes it; meanwhile it sends heartbeats of its own.
            byte[] heard = silent.getInputStream().readAllBytes();
            assertThat(heard).contains(8, 0, 0, 0, 0, 0, 0, 0xCE);
            assertThat(idle.isOpen()).isTrue();
            idle.createChannel().basicQos(1);
        }
    }

    @Test
    void frames_that_are_none_end_the_connection_and_no_other() throws Exception {
        Connection other = server.connect();
        try (Socket broken = ScriptedClient.socket(server.port())) {
            broken.setSoTimeout(20_000);
            ScriptedClient.open(broken, 0);
            broken.getOutputStream().write(new byte[] {1, 0, 1, 0, 0, 0, 1, 0, 0});
            byte[] heard = broken.getInputStream().readAllBytes();
            assertThat(new String(heard, US_ASCII)).contains("FRAME_ERROR");
        }
        other.createChannel().basicQos(1);
    }

    @Test
    void content_out_of_order_is_a_505() throws Exception {
        try (Socket disorderly = ScriptedClient.socket(server.port())) {
            disorderly.setSoTimeout(20_000);
            ScriptedClient.open(disorderly, 0);
            ScriptedClient.openChannel(disorderly);
            disorderly.getOutputStream().write(new byte[] {3, 0, 1, 0, 0, 0, 1, 7, (byte) 0xCE});
            disorderly.shutdownOutput();
            byte[] heard = disorderly.getInputStream().readAllBytes();
            assertThat(new String(heard, US_ASCII)).contains("UNEXPECTED_FRAME");
        }
    }

    @Test
    void immediate_is_not_implemented() throws Exception {
        Connection connection = server.connect();
        Channel channel = connection.createChannel();
        channel.basicPublish("", "any", false, true, null, new byte[0]);
        connectionFault(
                540,
                () -> {
                    for (int i = 0; i < 1_000; i++) {
                        channel.basicQos(0);
                    }
                });
    }

    @Test
    void an_orderly_end_settles_what_was_acked_before() throws Exception {
        Connection connection = server.connect();
        Channel channel = connection.createChannel();
        channel.queueDeclare("ended", true, false, false, null);
        channel.confirmSelect();
        channel.basicPublish("", "ended", null, "x".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        channel.basicAck(channel.basicGet("ended", false).getEnvelope().getDeliveryTag(), false);
        connection.close();
        assertThat(server.channel().queueDeclarePassive("ended").getMessageCount()).isZero();
    }

    @Test
    void more_channels_than_were_agreed_on_end_the_connection() throws Exception {
        int most = server.connect().getChannelMax();
        try (Socket socket = ScriptedClient.socket(server.port())) {
            socket.setSoTimeout(20_000);
            ScriptedClient.open(socket, 0);
            Frame[] opens = new Frame[most + 1];
            for (int i = 0; i <= most; i++) {
                opens[i] = new AMQImpl.Channel.Open("").toFrame(i + 1);
            }
            ScriptedClient.send(socket, opens);
            ScriptedClient.hear(socket, most + " channel.open-ok");
            Frame end = Frame.readFrom(new DataInputStream(socket.getInputStream()), () -> 1 << 16);
            AMQP.Connection.Close close =
                    (AMQP.Connection.Close) AMQImpl.readMethodFrom(end.getInputStream());
            assertThat(close.getReplyCode()).isEqualTo(AMQP.NOT_ALLOWED);
            assertThat(close.getReplyText()).contains("channel_max (" + most + ")");
        }
    }

    /** Its client may have opened another one of that number. */
    @Test
    void nothing_more_is_said_on_a_channel_that_was_closed() throws Exception {
        server.channel().queueDeclare("closed", true, false, false, null);
        try (Socket socket = ScriptedClient.socket(server.port())) {
            socket.setSoTimeout(20_000);
            ScriptedClient.open(socket, 0);
            ScriptedClient.openChannel(socket);
            ScriptedClient.send(
                    socket,
                    new AMQImpl.Confirm.Select(false).toFrame(1),
                    new AMQImpl.Basic.Publish(0, "", "closed", false, false).toFrame(1),
                    new AMQP.BasicProperties().toFrame(1, 0),
                    new AMQImpl.Basic.Ack(99, false).toFrame(1));
            assertThat(ScriptedClient.hear(socket, "1 channel.close"))
                    .containsExactly("1 confirm.select-ok", "1 channel.close");
            // Answered when the message is on disk, which the client would have been told.
            ScriptedClient.send(
                    socket,
                    new AMQImpl.Channel.Open("").toFrame(2),
                    new AMQImpl.Queue.Purge(0, "closed", false).toFrame(2));
            assertThat(ScriptedClient.hear(socket, "2 queue.purge-ok"))
                    .containsExactly("2 channel.open-ok", "2 queue.purge-ok");
            ScriptedClient.send(socket, new AMQImpl.Basic.Qos(0, 1, false).toFrame(9));
            assertThat(ScriptedClient.hear(socket, "0 connection.close"))
                    .containsExactly("0 connection.close");
        }
    }

    @Test
    void opening_a_channel_before_its_close_is_answered_ends_the_connection() throws Exception {
        try (Socket socket = ScriptedClient.socket(server.port())) {
            socket.setSoTimeout(20_000);
            ScriptedClient.open(socket, 0);
            ScriptedClient.openChannel(socket);
            ScriptedClient.send(socket, new AMQImpl.Basic.Ack(99, false).toFrame(1));
            assertThat(ScriptedClient.hear(socket, "1 channel.close")).hasSize(1);
            ScriptedClient.send(socket, new AMQImpl.Channel.Open("").toFrame(1));
            assertThat(ScriptedClient.hear(socket, "0 connection.close")).hasSize(1);
        }
    }

    @Test
    void nothing_more_is_said_after_the_end_of_the_connection_was_told_of() throws Exception {
        Channel other = server.channel();
        other.queueDeclare("ending", true, false, false, null);
        other.basicPublish("", "ending", null, new byte[0]);
        other.queueDeclarePassive("ending");
        try (Socket socket = ScriptedClient.socket(server.port())) {
            socket.setSoTimeout(20_000);
            ScriptedClient.open(socket, 0);
            ScriptedClient.openChannel(socket);
            ScriptedClient.send(socket, new AMQImpl.Basic.Get(0, "ending", false).toFrame(1));
            ScriptedClient.hear(socket, "1 basic.get-ok");
            ScriptedClient.send(
                    socket,
                    new AMQImpl.Channel.Close(200, "done", 0, 0).toFrame(1),
                    new AMQImpl.Basic.Qos(0, 1, false).toFrame(9));
            assertThat(ScriptedClient.hear(socket, "0 connection.close"))
                    .containsExactly("0 connection.close");
            // On disk after what the channel gave back, for which its end would be answered.
            other.queuePurge("ending");
            ScriptedClient.send(socket, new AMQImpl.Connection.CloseOk().toFrame(0));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void where_there_are_users_only_they_get_in(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "correct horse");
        try (AmqpServer guarded =
                new AmqpServer("--users-admin-password-file", password.toString())) {
            assertThatThrownBy(guarded::connect)
                    .isInstanceOf(AuthenticationFailureException.class)
                    .hasMessageContaining("ACCESS_REFUSED");
            ConnectionFactory factory = guarded.factory();
            factory.setUsername("admin");
            factory.setPassword("correct horse");
            try (Connection connection = factory.newConnection()) {
                Channel channel = connection.createChannel();
                channel.queueDeclare("guarded", true, false, false, null);
                channel.basicPublish("", "guarded", null, "x".getBytes(UTF_8));
                Inbox inbox = new Inbox(channel);
                channel.basicConsume("guarded", true, inbox);
                assertThat(inbox.nextText()).isEqualTo("x");
            }
        }
    }

    @Test
    void a_stopping_server_says_so() throws Exception {
        try (AmqpServer stopping = new AmqpServer()) {
            CompletableFuture<String> heard = new CompletableFuture<>();
            stopping.connect().addShutdownListener(cause -> heard.complete(cause.getMessage()));
            stopping.restart();
            assertThat(heard.get(20, TimeUnit.SECONDS)).contains("320");
        }
    }
}
