package dev.forebay.server.clients;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue of its own for a test, with the calls that tests make again and again. */
record TestQueue(SqsClient sqs, String url) {
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final long RUN = ProcessHandle.current().pid();

    /** A name that no other test uses, also when runs share a server. */
    static String freshName(String stem) {
        return stem + "-" + RUN + "-" + MADE.incrementAndGet();
    }

    static TestQueue standard(SqsClient sqs) {
        return with(sqs, Map.of());
    }

    static TestQueue with(SqsClient sqs, Map<QueueAttributeName, String> attributes) {
        String suffix = attributes.containsKey(QueueAttributeName.FIFO_QUEUE) ? ".fifo" : "";
        String name = freshName("q") + suffix;
        return new TestQueue(
                sqs, sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl());
    }

    String send(String body) {
        return sqs.sendMessage(r -> r.queueUrl(url).messageBody(body)).messageId();
    }

    /** Waits for up to 10 s until at least one message comes; all system attributes are asked. */
    List<Message> receive(int max) {
        return sqs.receiveMessage(r ->
                        r.queueUrl(url)
                                .maxNumberOfMessages(max)
                                .waitTimeSeconds(10)
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                                .messageAttributeNames("All"))
                .messages();
    }

    Message receiveOne() {
        return receive(1).getFirst();
    }

    /** What can be received now, without waiting. */
    List<Message> receiveNow() {
        return sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(0))
                .messages();
    }

    void delete(Message message) {
        delete(message.receiptHandle());
    }

    void delete(String receiptHandle) {
        sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(receiptHandle));
    }

    /** Ends or extends a lease: the message is back after so many seconds. */
    void visibleIn(int seconds, Message message) {
        sqs.changeMessageVisibility(r ->
                r.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
    }

    Map<QueueAttributeName, String> attributes() {
        return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }

    String attribute(QueueAttributeName name) {
        return Objects.requireNonNull(attributes().get(name), name::toString);
    }

    String arn() {
        return attribute(QueueAttributeName.QUEUE_ARN);
    }
}
