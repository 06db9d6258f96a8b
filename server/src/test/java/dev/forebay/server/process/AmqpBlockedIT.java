package dev.forebay.server.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk, and want of memory, as RabbitMQ's client sees them. */
class AmqpBlockedIT {
    private static final Pattern ADDRESS = Pattern.compile("\\s+AMQP\\s+amqp://[^:]+:(\\d+).*");
    private static final long SECONDS = 20;
    private static final int LARGE_SENDERS = 60;

    @TempDir private Path folder;

    @Test
    void p8_who_publishes_is_told_and_held_while_the_disk_is_full_and_consumers_go_on()
            throws Exception {
        Path data = Files.createDirectories(folder.resolve("small"));
        List<String> small = SmallDisk.of(data, "96m");
        assumeTrue(SmallDisk.works(small), "user name spaces are not to be had here");
        String[] flags = {"--storage-reserve", "8MiB", "--storage-commit-file", "8MiB"};
        try (ServerProcess server = ServerProcess.startWithin(small, data, flags);
                Connection publishing = factory(server).newConnection();
                Connection unconfirmed = factory(server).newConnection();
                Connection consuming = factory(server).newConnection()) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            publishing.addBlockedListener(heard::add, () -> heard.add("unblocked"));
            BlockingQueue<String> strayed = new LinkedBlockingQueue<>();
            consuming.addBlockedListener(strayed::add, () -> strayed.add("unblocked"));
            Channel sender = publishing.createChannel();
            sender.confirmSelect();
            sender.queueDeclare("q", true, false, false, null);
            for (int i = 0; i < 50; i++) {
                publish(sender, "before " + i);
            }
            sender.waitForConfirmsOrDie(SECONDS * 1000);
            Channel loose = unconfirmed.createChannel();
            Path ballast = SmallDisk.fill(server, data);
            assertThat(heard.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("low on disk");

            publish(sender, "held");
            publish(loose, "held without confirms");
            BlockingQueue<String> received = new LinkedBlockingQueue<>();
            Channel receiver = consuming.createChannel();
            DeliverCallback deliver =
                    (tag, delivery) -> {
                        receiver.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                        received.add(new String(delivery.getBody(), UTF_8));
                    };
            receiver.basicConsume("q", false, deliver, tag -> {});
            for (int i = 0; i < 50; i++) {
                assertThat(received.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("before " + i);
            }
            assertThat(receiver.queueDeclarePassive("q").getMessageCount()).isZero();
            assertThat(heard).isEmpty();

            Files.delete(ballast);
            long freed = System.nanoTime();
            assertThat(heard.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("unblocked");
            assertThat(Duration.ofNanos(System.nanoTime() - freed))
                    .isLessThan(Duration.ofSeconds(2));
            sender.waitForConfirmsOrDie(SECONDS * 1000);
            Awaitility.await().until(() -> received.size() == 2);
            assertThat(received).containsExactlyInAnyOrder("held", "held without confirms");
            assertThat(strayed).as("who does not publish hears nothing").isEmpty();
            Awaitility.await()
                    .until(() -> receiver.queueDeclarePassive("q").getMessageCount() == 0);
        }
    }

    @Test
    void who_sends_more_than_there_is_memory_for_is_held_or_refused_and_others_go_on()
            throws Exception {
        List<String> little = List.of("env", "JDK_JAVA_OPTIONS=-XX:MaxDirectMemorySize=24m");
        try (ServerProcess server = ServerProcess.startWithin(little, folder.resolve("little"));
                Connection connection = factory(server).newConnection()) {
            Channel small = connection.createChannel();
            small.queueDeclare("q", true, false, false, null);
            small.confirmSelect();
            List<Future<Optional<String>>> ends = new ArrayList<>();
            try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < LARGE_SENDERS; i++) {
                    ends.add(senders.submit(() -> sendLarge(factory(server))));
                }
                for (int i = 0; i < 20; i++) {
                    publish(small, "small");
                    small.waitForConfirmsOrDie(SECONDS * 1000);
                }
            }
            List<String> refusals = new ArrayList<>();
            for (Future<Optional<String>> end : ends) {
                end.get().ifPresent(refusals::add);
            }
            // Who still writes when the server has given up reading may not hear why.
            assertThat(refusals)
                    .anySatisfy(refusal -> assertThat(refusal).contains("reply-code=506"));
            assertThat(server.err()).doesNotContain("defect");
        }
    }

    /** Returns how its connection ended, unless all was confirmed. */
    private static Optional<String> sendLarge(ConnectionFactory factory)
            throws InterruptedException {
        try (Connection connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            for (int i = 0; i < 16; i++) {
                channel.basicPublish("", "q", null, new byte[300_000]);
            }
            channel.waitForConfirms(SECONDS * 1000);
            return Optional.empty();
        } catch (ShutdownSignalException | IOException | TimeoutException end) {
            return Optional.of(end.toString());
        }
    }

    private static void publish(Channel channel, String body) throws IOException {
        channel.basicPublish("", "q", null, body.getBytes(UTF_8));
    }

    private static ConnectionFactory factory(ServerProcess server) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        for (String line : server.lines()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.matches()) {
                factory.setPort(Integer.parseInt(address.group(1)));
            }
        }
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }
}
