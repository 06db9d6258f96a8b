package dev.forebay.sqs;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueInfo;
import dev.forebay.sqs.codec.MessageAttribute;
import dev.forebay.sqs.codec.ReceivedMessage;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import dev.forebay.sqs.codec.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one receive wants to see of its messages, and how they are shown. Immutable. */
final class Incoming {
    /** Who sent over another protocol, or without a name. */
    private static final String SENDER = "AIDAFOREBAYANONYMOUS0";

    /** Says that the body is base64 of what was sent. */
    private static final MessageAttribute ENCODING =
            new MessageAttribute(
                    "forebay-encoding", "String", "base64".getBytes(StandardCharsets.US_ASCII));

    private static final Set<String> KNOWN =
            Set.of(
                    "All",
                    "SenderId",
                    "SentTimestamp",
                    "ApproximateReceiveCount",
                    "ApproximateFirstReceiveTimestamp",
                    "SequenceNumber",
                    "MessageDeduplicationId",
                    "MessageGroupId",
                    "AWSTraceHeader",
                    "DeadLetterQueueSourceArn");

    private final QueueInfo queue;
    private final QueueUrls urls;
    private final boolean fifo;
    private final List<String> names;
    private final List<String> attributeNames;

    Incoming(QueueInfo queue, SqsRequest.ReceiveMessage request, QueueUrls urls) {
        this.queue = queue;
        this.urls = urls;
        this.fifo = new SqsQueue(queue).fifo();
        this.names = request.systemAttributeNames();
        this.attributeNames = request.messageAttributeNames();
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw new SqsFailure(
                        SqsError.INVALID_ATTRIBUTE_NAME,
                        "Unknown Attribute "
                                + name.substring(0, Math.min(name.length(), 80))
                                + ".");
            }
        }
    }

    SqsResponse answer(List<Delivery> deliveries, Workbench workbench) {
        List<ReceivedMessage> messages = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            messages.add(message(delivery, workbench));
        }
        return new SqsResponse.Received(messages);
    }

    private ReceivedMessage message(Delivery delivery, Workbench workbench) {
        ByteBuffer body = delivery.message().body();
        byte[] bytes = body.hasArray() ? body.array() : MessageHeaders.bytes(body);
        int from = body.hasArray() ? body.arrayOffset() + body.position() : 0;
        int length = body.remaining();
        List<MessageAttribute> attributes =
                attributeNames.isEmpty()
                        ? List.of()
                        : MessageHeaders.attributes(delivery.message(), this::wantsAttribute);
        if (!Utf8.isXmlText(bytes, from, length)) {
            bytes = encoded(bytes, from, length);
            from = 0;
            length = bytes.length;
            attributes = new ArrayList<>(attributes);
            attributes.add(ENCODING);
        }
        return new ReceivedMessage(
                delivery.id().toString(),
                workbench.handles().issue(queue.id(), delivery.lease()),
                workbench.digests().md5(bytes, from, length),
                bytes,
                from,
                length,
                names.isEmpty() ? Map.of() : systemAttributes(delivery),
                attributes,
                attributes.isEmpty() ? null : workbench.digests().md5(attributes));
    }

    /** For a body from another protocol that SQS' text cannot carry (docs/mapping.md). */
    private static byte[] encoded(byte[] bytes, int from, int length) {
        ByteBuffer text = Base64.getEncoder().encode(ByteBuffer.wrap(bytes, from, length));
        return MessageHeaders.bytes(text);
    }

    private Map<String, String> systemAttributes(Delivery delivery) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("SenderId", MessageHeaders.sender(delivery.message()).orElse(SENDER));
        values.put("SentTimestamp", String.valueOf(delivery.sentAt()));
        values.put("ApproximateReceiveCount", String.valueOf(delivery.attempt()));
        values.put("ApproximateFirstReceiveTimestamp", String.valueOf(delivery.firstLeasedAt()));
        ByteBuffer key = delivery.message().key();
        if (key != null) {
            values.put("MessageGroupId", StandardCharsets.UTF_8.decode(key.duplicate()).toString());
        }
        if (delivery.deduplicationId() != null) {
            values.put("MessageDeduplicationId", delivery.deduplicationId());
        }
        if (fifo) {
            values.put("SequenceNumber", Outgoing.sequenceNumber(delivery.lease().offset()));
        }
        MessageHeaders.trace(delivery.message())
                .ifPresent(trace -> values.put("AWSTraceHeader", trace));
        if (delivery.deadLetterSource() != null) {
            values.put("DeadLetterQueueSourceArn", urls.arn(delivery.deadLetterSource()));
        }
        if (!names.contains("All")) {
            values.keySet().retainAll(names);
        }
        return values;
    }

    private boolean wantsAttribute(String attribute) {
        for (String wanted : attributeNames) {
            boolean matches =
                    switch (wanted) {
                        case "All", ".*" -> true;
                        default ->
                                wanted.endsWith(".*")
                                        ? attribute.startsWith(
                                                wanted.substring(0, wanted.length() - 1))
                                        : wanted.equals(attribute);
                    };
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
