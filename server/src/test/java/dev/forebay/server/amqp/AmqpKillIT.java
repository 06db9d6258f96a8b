package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.forebay.server.process.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered over AMQP outlives kill -9: topology, confirmed messages, acks. */
class AmqpKillIT {
    private static final int ROUNDS = 4;
    private static final int MESSAGES = 200;

    @TempDir private Path folder;

    private static Connection connect(ServerProcess server) throws Exception {
        String address =
                server.lines().stream()
                        .filter(line -> line.contains("amqp://"))
                        .map(line -> line.substring(line.indexOf("amqp://")))
                        .findFirst()
                        .orElseThrow();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(address);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    @Test
    void answered_things_are_there_after_each_kill() throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(folder.resolve("data"))) {
                Connection connection = connect(server);
                Channel channel = connection.createChannel();
                if (round > 0) {
                    channel.exchangeDeclarePassive("kept-" + (round - 1));
                    assertThat(drain(channel)).isEqualTo(expected);
                    assertThat(read(connection, all.size())).isEqualTo(all);
                }
                expected.clear();
                channel.exchangeDeclare("kept-" + round, "topic", true);
                channel.queueDeclare("work", true, false, false, null);
                if (round == 0) {
                    channel.queueBind("work", "kept-0", "a.#");
                    channel.queueDeclare(
                            "log", true, false, false, Map.of("x-queue-type", "stream"));
                    channel.queueBind("log", "kept-0", "a.#");
                }
                channel.exchangeBind("kept-0", "kept-" + round, "#");
                channel.confirmSelect();
                for (int i = 0; i < MESSAGES; i++) {
                    String text = round + "-" + i;
                    channel.basicPublish("kept-" + round, "a." + i, null, text.getBytes(UTF_8));
                    expected.add(text);
                    all.add(text);
                }
                channel.waitForConfirmsOrDie(30_000);
                for (int i = 0; i < MESSAGES / 2; i++) {
                    GetResponse got = channel.basicGet("work", false);
                    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
                    expected.remove(new String(got.getBody(), UTF_8));
                }
                // Its answer says that the acks before it are final.
                channel.basicQos(1);
                server.kill();
                connection.abort();
            }
        }
    }

    @Test
    void what_was_not_settled_comes_back_at_once_after_a_kill() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"))) {
            Connection connection = connect(server);
            Channel channel = connection.createChannel();
            channel.queueDeclare("work", true, false, false, null);
            channel.confirmSelect();
            channel.basicPublish("", "work", null, "held".getBytes(UTF_8));
            channel.waitForConfirmsOrDie(30_000);
            assertThat(channel.basicGet("work", false).getBody()).asString().isEqualTo("held");
            // That it was delivered is on disk with the next commit.
            channel.basicPublish("", "work", null, "next".getBytes(UTF_8));
            channel.waitForConfirmsOrDie(30_000);
            server.kill();
            connection.abort();
        }
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"))) {
            Connection connection = connect(server);
            Channel channel = connection.createChannel();
            Map<String, Boolean> redelivered = new HashMap<>();
            GetResponse got;
            while ((got = channel.basicGet("work", true)) != null) {
                redelivered.put(new String(got.getBody(), UTF_8), got.getEnvelope().isRedeliver());
            }
            // Nobody can know that nobody was given the other one, a moment before.
            assertThat(redelivered).containsOnly(Map.entry("held", true), Map.entry("next", true));
            channel.confirmSelect();
            channel.basicPublish("", "work", null, "later".getBytes(UTF_8));
            channel.waitForConfirmsOrDie(30_000);
            assertThat(channel.basicGet("work", true).getEnvelope().isRedeliver()).isFalse();
            connection.close();
        }
    }

    private static List<String> read(Connection connection, int messages) throws Exception {
        Channel channel = connection.createChannel();
        channel.basicQos(messages + 1);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("log", false, Map.of("x-stream-offset", "first"), inbox);
        List<String> texts = inbox.nextTexts(messages);
        channel.close();
        return texts;
    }

    private static List<String> drain(Channel channel) throws Exception {
        List<String> texts = new ArrayList<>();
        GetResponse got;
        while ((got = channel.basicGet("work", true)) != null) {
            texts.add(new String(got.getBody(), UTF_8));
        }
        // No-ack gets settle after their answer; this waits for it.
        channel.basicQos(1);
        return texts;
    }
}
