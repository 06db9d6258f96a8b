package dev.forebay.cli.load;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import dev.forebay.cli.api.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A durable queue over AMQP 0-9-1: persistent messages, confirms, and consumers that ack. */
final class AmqpWire implements Wire {
    /** Deliveries that one consumer may hold. */
    private static final int PREFETCH = 100;

    private static final int CONNECT_MILLIS = 5_000;
    private static final long LONGEST_CONFIRM_SECONDS = 60;
    private static final boolean DURABLE = true;

    private final Connection connection;
    private final Channel publishing;
    private final Confirms confirms;
    private final String queue;

    private AmqpWire(Connection connection, Channel publishing, String queue) {
        this.connection = connection;
        this.publishing = publishing;
        this.confirms = new Confirms();
        this.queue = queue;
        publishing.addConfirmListener(confirms);
        publishing.addShutdownListener(confirms);
    }

    /**
     * Makes it.
     *
     * @param server such as {@code amqp://127.0.0.1:5672}, perhaps with user and password
     * @param who asks; whom the address names, or a guest, when it is nobody
     */
    static AmqpWire open(URI server, Credentials who, String queue) throws IOException {
        Connection connection = connect(server, who);
        try {
            Channel channel = connection.createChannel();
            var _ = channel.confirmSelect();
            var _ = channel.queueDeclare(queue, DURABLE, false, false, Map.of());
            return new AmqpWire(connection, channel, queue);
        } catch (IOException | RuntimeException failure) {
            connection.abort();
            throw inWords(failure);
        }
    }

    private static Connection connect(URI server, Credentials who) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        try {
            factory.setUri(server);
            if (who instanceof Credentials.Password(String user, String password)) {
                factory.setUsername(user);
                factory.setPassword(password);
            }
            return factory.newConnection("forebay-cli");
        } catch (TimeoutException | GeneralSecurityException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** The client hides what the server said in the cause. */
    private static IOException inWords(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String words =
                cause instanceof ShutdownSignalException shutdown
                                && shutdown.getReason() instanceof AMQP.Channel.Close said
                        ? said.getReplyText()
                        : String.valueOf(cause.getMessage());
        return new IOException(words, failure);
    }

    @Override
    public void send(String body) throws IOException, InterruptedException {
        Confirms.Answer answer;
        try {
            synchronized (publishing) {
                answer = confirms.expect(publishing.getNextPublishSeqNo());
                publishing.basicPublish(
                        "",
                        queue,
                        MessageProperties.MINIMAL_PERSISTENT_BASIC,
                        body.getBytes(StandardCharsets.UTF_8));
            }
        } catch (ShutdownSignalException closed) {
            throw inWords(closed);
        }
        answer.await(LONGEST_CONFIRM_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void consume(CountDownLatch over, Consumer<String> arrived)
            throws IOException, InterruptedException {
        try {
            Channel channel = connection.createChannel();
            channel.basicQos(PREFETCH);
            CountDownLatch ended = new CountDownLatch(1);
            channel.addShutdownListener(_ -> ended.countDown());
            var _ = channel.basicConsume(queue, false, new Acking(channel, arrived));
            over.await();
            if (ended.getCount() == 0) {
                throw new IOException(String.valueOf(channel.getCloseReason()));
            }
            channel.abort();
        } catch (ShutdownSignalException closed) {
            throw inWords(closed);
        }
    }

    /** Acks each delivery once it was told. */
    private static final class Acking extends DefaultConsumer {
        private final Consumer<String> arrived;

        Acking(Channel channel, Consumer<String> arrived) {
            super(channel);
            this.arrived = arrived;
        }

        @Override
        public void handleDelivery(
                String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            arrived.accept(new String(body, StandardCharsets.UTF_8));
            getChannel().basicAck(envelope.getDeliveryTag(), false);
        }
    }

    @Override
    public void delete() throws IOException {
        try (connection) {
            Channel channel = connection.createChannel();
            var _ = channel.queueDelete(queue);
        } catch (ShutdownSignalException closed) {
            throw inWords(closed);
        }
    }
}
