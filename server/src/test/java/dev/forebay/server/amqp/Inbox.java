package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer that keeps what it gets for a test to look at. */
final class Inbox extends DefaultConsumer {
    private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
    final CompletableFuture<String> begun = new CompletableFuture<>();
    final CompletableFuture<String> cancelled = new CompletableFuture<>();

    Inbox(Channel channel) {
        super(channel);
    }

    @Override
    public void handleConsumeOk(String tag) {
        super.handleConsumeOk(tag);
        begun.complete(tag);
    }

    @Override
    public void handleDelivery(
            String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        arrived.add(new Delivery(envelope, properties, body));
    }

    @Override
    public void handleCancel(String tag) {
        cancelled.complete(tag);
    }

    Delivery next() throws InterruptedException {
        Delivery delivery = arrived.poll(20, TimeUnit.SECONDS);
        assertThat(delivery).as("a delivery within 20 s").isNotNull();
        return delivery;
    }

    String nextText() throws InterruptedException {
        return new String(next().getBody(), StandardCharsets.UTF_8);
    }

    List<String> nextTexts(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(nextText());
        }
        return texts;
    }

    /** How many are there that nobody took yet. */
    int size() {
        return arrived.size();
    }
}
