package dev.forebay.sqs.codec;

import dev.forebay.sqs.codec.SqsResponse.Failed;
import dev.forebay.sqs.codec.SqsResponse.Sent;
import io.netty.buffer.ByteBuf;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers in AWS JSON 1.0. */
public final class JsonFormat implements WireFormat {
    /** The only one; it has no state. */
    public static final JsonFormat INSTANCE = new JsonFormat();

    private static final byte[] MD5 = Text.ascii("{\"MD5OfMessageBody\":\"");
    private static final byte[] MESSAGE_ID = Text.ascii("\",\"MessageId\":\"");
    private static final byte[] MESSAGES = Text.ascii("{\"Messages\":[");
    private static final byte[] RECEIVED_ID = Text.ascii("{\"MessageId\":\"");
    private static final byte[] HANDLE = Text.ascii("\",\"ReceiptHandle\":\"");
    private static final byte[] MD5_OF_BODY = Text.ascii("\",\"MD5OfBody\":\"");
    private static final byte[] BODY = Text.ascii("\",\"Body\":\"");

    private JsonFormat() {}

    @Override
    public String contentType() {
        return "application/x-amz-json-1.0";
    }

    @Override
    public int size(SqsResponse response) {
        return Sizes.estimate(response);
    }

    @Override
    public void write(SqsAction action, String requestId, SqsResponse response, ByteBuf out) {
        switch (response) {
            case SqsResponse.Done _ -> Text.plain(out, "{}");
            case SqsResponse.QueueUrl url -> object(out, "QueueUrl", url.url());
            case SqsResponse.QueueUrls urls -> queueUrls(action, urls, out);
            case SqsResponse.Attributes attributes ->
                    wrappedMap(out, "Attributes", attributes.attributes());
            case SqsResponse.Tags tags -> wrappedMap(out, "Tags", tags.tags());
            case Sent sent -> sent(sent, out);
            case SqsResponse.SentBatch batch ->
                    batch(out, batch.successful(), entry -> sent(entry, out), batch.failed());
            case SqsResponse.Settled batch ->
                    batch(out, batch.successful(), id -> object(out, "Id", id), batch.failed());
            case SqsResponse.MoveTaskBegun begun -> object(out, "TaskHandle", begun.taskHandle());
            case SqsResponse.MoveTaskCancelled cancelled ->
                    Text.plain(
                            out,
                            "{\"ApproximateNumberOfMessagesMoved\":" + cancelled.moved() + "}");
            case SqsResponse.MoveTasks tasks -> {
                Text.plain(out, "{\"Results\":[");
                list(out, tasks.tasks(), task -> moveTask(task, out));
                Text.plain(out, "]}");
            }
            case SqsResponse.Received received -> received(received.messages(), out);
        }
    }

    @Override
    public void write(String requestId, SqsError error, String message, ByteBuf out) {
        Text.plain(out, "{\"__type\":\"" + error.type() + "\",\"message\":\"");
        Text.json(out, message);
        Text.plain(out, "\"}");
    }

    private static void queueUrls(SqsAction action, SqsResponse.QueueUrls urls, ByteBuf out) {
        // The model spells this one member of this one operation with a small letter.
        boolean small = action == SqsAction.LIST_DEAD_LETTER_SOURCE_QUEUES;
        Text.plain(out, small ? "{\"queueUrls\":[" : "{\"QueueUrls\":[");
        list(out, urls.urls(), url -> quoted(out, url));
        out.writeByte(']');
        member(out, "NextToken", urls.nextToken());
        out.writeByte('}');
    }

    private static void sent(Sent sent, ByteBuf out) {
        out.writeBytes(MD5);
        Text.plain(out, sent.md5OfBody());
        out.writeBytes(MESSAGE_ID);
        Text.plain(out, sent.messageId());
        out.writeByte('"');
        if (!sent.id().isEmpty()) {
            member(out, "Id", sent.id());
        }
        member(out, "MD5OfMessageAttributes", sent.md5OfAttributes());
        member(out, "MD5OfMessageSystemAttributes", sent.md5OfSystemAttributes());
        member(out, "SequenceNumber", sent.sequenceNumber());
        out.writeByte('}');
    }

    private static <T> void batch(
            ByteBuf out, List<T> successful, Consumer<T> write, List<Failed> failed) {
        Text.plain(out, "{\"Successful\":[");
        list(out, successful, write);
        Text.plain(out, "],\"Failed\":[");
        list(out, failed, entry -> failed(entry, out));
        Text.plain(out, "]}");
    }

    private static void failed(Failed entry, ByteBuf out) {
        Text.plain(out, "{\"Id\":\"");
        Text.json(out, entry.id());
        Text.plain(out, "\",\"SenderFault\":" + entry.error().senderFault());
        member(out, "Code", entry.error().queryCode());
        member(out, "Message", entry.message());
        out.writeByte('}');
    }

    private static void moveTask(SqsResponse.MoveTask task, ByteBuf out) {
        Text.plain(
                out,
                "{\"ApproximateNumberOfMessagesMoved\":"
                        + task.moved()
                        + ",\"ApproximateNumberOfMessagesToMove\":"
                        + task.toMove()
                        + ",\"StartedTimestamp\":"
                        + task.startedAt());
        if (task.perSecond() != null) {
            Text.plain(out, ",\"MaxNumberOfMessagesPerSecond\":" + task.perSecond());
        }
        member(out, "Status", task.status());
        member(out, "SourceArn", task.sourceArn());
        member(out, "DestinationArn", task.destinationArn());
        member(out, "TaskHandle", task.taskHandle());
        member(out, "FailureReason", task.failureReason());
        out.writeByte('}');
    }

    private static void received(List<ReceivedMessage> messages, ByteBuf out) {
        if (messages.isEmpty()) {
            Text.plain(out, "{}");
            return;
        }
        out.writeBytes(MESSAGES);
        list(out, messages, message -> received(message, out));
        Text.plain(out, "]}");
    }

    private static void received(ReceivedMessage message, ByteBuf out) {
        out.writeBytes(RECEIVED_ID);
        Text.plain(out, message.messageId());
        out.writeBytes(HANDLE);
        Text.plain(out, message.receiptHandle());
        out.writeBytes(MD5_OF_BODY);
        Text.plain(out, message.md5OfBody());
        out.writeBytes(BODY);
        Text.json(out, message.body(), message.from(), message.length());
        out.writeByte('"');
        if (!message.attributes().isEmpty()) {
            Text.plain(out, ",\"Attributes\":");
            map(out, message.attributes());
        }
        member(out, "MD5OfMessageAttributes", message.md5OfMessageAttributes());
        if (!message.messageAttributes().isEmpty()) {
            Text.plain(out, ",\"MessageAttributes\":{");
            list(out, message.messageAttributes(), attribute -> attribute(attribute, out));
            out.writeByte('}');
        }
        out.writeByte('}');
    }

    private static void attribute(MessageAttribute attribute, ByteBuf out) {
        quoted(out, attribute.name());
        if (attribute.binary()) {
            Text.plain(out, ":{\"BinaryValue\":\"");
            out.writeBytes(Base64.getEncoder().encode(attribute.value()));
        } else {
            Text.plain(out, ":{\"StringValue\":\"");
            Text.json(out, attribute.value(), 0, attribute.value().length);
        }
        out.writeByte('"');
        member(out, "DataType", attribute.type());
        out.writeByte('}');
    }

    private static void wrappedMap(ByteBuf out, String name, Map<String, String> map) {
        Text.plain(out, "{\"" + name + "\":");
        map(out, map);
        out.writeByte('}');
    }

    private static void map(ByteBuf out, Map<String, String> map) {
        out.writeByte('{');
        list(
                out,
                map.entrySet(),
                entry -> {
                    quoted(out, entry.getKey());
                    out.writeByte(':');
                    quoted(out, entry.getValue());
                });
        out.writeByte('}');
    }

    private static void object(ByteBuf out, String name, String value) {
        Text.plain(out, "{\"" + name + "\":");
        quoted(out, value);
        out.writeByte('}');
    }

    private static void member(ByteBuf out, String name, @Nullable String value) {
        if (value != null) {
            Text.plain(out, ",\"" + name + "\":");
            quoted(out, value);
        }
    }

    private static void quoted(ByteBuf out, String text) {
        out.writeByte('"');
        Text.json(out, text);
        out.writeByte('"');
    }

    private static <T> void list(ByteBuf out, Iterable<T> elements, Consumer<T> write) {
        boolean first = true;
        for (T element : elements) {
            if (!first) {
                out.writeByte(',');
            }
            first = false;
            write.accept(element);
        }
    }
}
