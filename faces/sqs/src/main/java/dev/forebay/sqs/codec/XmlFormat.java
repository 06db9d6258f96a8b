package dev.forebay.sqs.codec;

import dev.forebay.sqs.codec.SqsResponse.Failed;
import dev.forebay.sqs.codec.SqsResponse.Sent;
import io.netty.buffer.ByteBuf;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the XML of the Query format. */
public final class XmlFormat implements WireFormat {
    /** The only one; it has no state. */
    public static final XmlFormat INSTANCE = new XmlFormat();

    private static final String DECLARATION = "<?xml version=\"1.0\"?>";
    private static final String NAMESPACE =
            " xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">";

    private XmlFormat() {}

    @Override
    public String contentType() {
        return "text/xml";
    }

    @Override
    public int size(SqsResponse response) {
        return 2 * Sizes.estimate(response);
    }

    @Override
    public void write(SqsAction action, String requestId, SqsResponse response, ByteBuf out) {
        Text.plain(out, DECLARATION + "<" + action.title() + "Response" + NAMESPACE);
        if (!(response instanceof SqsResponse.Done)) {
            open(out, action.title() + "Result");
            result(action, response, out);
            close(out, action.title() + "Result");
        }
        open(out, "ResponseMetadata");
        element(out, "RequestId", requestId);
        close(out, "ResponseMetadata");
        close(out, action.title() + "Response");
    }

    @Override
    public void write(String requestId, SqsError error, String message, ByteBuf out) {
        Text.plain(out, DECLARATION + "<ErrorResponse" + NAMESPACE);
        open(out, "Error");
        element(out, "Type", error.senderFault() ? "Sender" : "Receiver");
        element(out, "Code", error.queryCode());
        element(out, "Message", message);
        Text.plain(out, "<Detail/>");
        close(out, "Error");
        element(out, "RequestId", requestId);
        close(out, "ErrorResponse");
    }

    private static void result(SqsAction action, SqsResponse response, ByteBuf out) {
        switch (response) {
            case SqsResponse.Done _ -> {}
            case SqsResponse.QueueUrl url -> element(out, "QueueUrl", url.url());
            case SqsResponse.QueueUrls urls -> {
                urls.urls().forEach(url -> element(out, "QueueUrl", url));
                element(out, "NextToken", urls.nextToken());
            }
            case SqsResponse.Attributes attributes ->
                    map(out, "Attribute", "Name", attributes.attributes());
            case SqsResponse.Tags tags -> map(out, "Tag", "Key", tags.tags());
            case Sent sent -> sent(sent, out);
            case SqsResponse.SentBatch batch -> {
                for (Sent sent : batch.successful()) {
                    open(out, "SendMessageBatchResultEntry");
                    element(out, "Id", sent.id());
                    sent(sent, out);
                    close(out, "SendMessageBatchResultEntry");
                }
                failed(batch.failed(), out);
            }
            case SqsResponse.Settled batch -> {
                String entry = action.title() + "ResultEntry";
                for (String id : batch.successful()) {
                    open(out, entry);
                    element(out, "Id", id);
                    close(out, entry);
                }
                failed(batch.failed(), out);
            }
            case SqsResponse.MoveTaskBegun begun -> element(out, "TaskHandle", begun.taskHandle());
            case SqsResponse.MoveTaskCancelled cancelled ->
                    element(
                            out,
                            "ApproximateNumberOfMessagesMoved",
                            Long.toString(cancelled.moved()));
            case SqsResponse.MoveTasks tasks -> tasks.tasks().forEach(task -> moveTask(task, out));
            case SqsResponse.Received received ->
                    received.messages().forEach(message -> received(message, out));
        }
    }

    private static void sent(Sent sent, ByteBuf out) {
        element(out, "MessageId", sent.messageId());
        element(out, "MD5OfMessageBody", sent.md5OfBody());
        element(out, "MD5OfMessageAttributes", sent.md5OfAttributes());
        element(out, "MD5OfMessageSystemAttributes", sent.md5OfSystemAttributes());
        element(out, "SequenceNumber", sent.sequenceNumber());
    }

    private static void failed(List<Failed> entries, ByteBuf out) {
        for (Failed entry : entries) {
            open(out, "BatchResultErrorEntry");
            element(out, "Id", entry.id());
            element(out, "SenderFault", String.valueOf(entry.error().senderFault()));
            element(out, "Code", entry.error().queryCode());
            element(out, "Message", entry.message());
            close(out, "BatchResultErrorEntry");
        }
    }

    private static void received(ReceivedMessage message, ByteBuf out) {
        open(out, "Message");
        element(out, "MessageId", message.messageId());
        element(out, "ReceiptHandle", message.receiptHandle());
        element(out, "MD5OfBody", message.md5OfBody());
        open(out, "Body");
        Text.xml(out, message.body(), message.from(), message.length());
        close(out, "Body");
        map(out, "Attribute", "Name", message.attributes());
        element(out, "MD5OfMessageAttributes", message.md5OfMessageAttributes());
        message.messageAttributes().forEach(attribute -> attribute(attribute, out));
        close(out, "Message");
    }

    private static void moveTask(SqsResponse.MoveTask task, ByteBuf out) {
        open(out, "ListMessageMoveTasksResultEntry");
        element(out, "TaskHandle", task.taskHandle());
        element(out, "Status", task.status());
        element(out, "SourceArn", task.sourceArn());
        element(out, "DestinationArn", task.destinationArn());
        element(
                out,
                "MaxNumberOfMessagesPerSecond",
                task.perSecond() == null ? null : task.perSecond().toString());
        element(out, "ApproximateNumberOfMessagesMoved", Long.toString(task.moved()));
        element(out, "ApproximateNumberOfMessagesToMove", Long.toString(task.toMove()));
        element(out, "FailureReason", task.failureReason());
        element(out, "StartedTimestamp", Long.toString(task.startedAt()));
        close(out, "ListMessageMoveTasksResultEntry");
    }

    private static void attribute(MessageAttribute attribute, ByteBuf out) {
        open(out, "MessageAttribute");
        element(out, "Name", attribute.name());
        open(out, "Value");
        if (attribute.binary()) {
            open(out, "BinaryValue");
            out.writeBytes(Base64.getEncoder().encode(attribute.value()));
            close(out, "BinaryValue");
        } else {
            open(out, "StringValue");
            Text.xml(out, attribute.value(), 0, attribute.value().length);
            close(out, "StringValue");
        }
        element(out, "DataType", attribute.type());
        close(out, "Value");
        close(out, "MessageAttribute");
    }

    private static void map(ByteBuf out, String entry, String key, Map<String, String> map) {
        map.forEach((name, value) -> {
            open(out, entry);
            element(out, key, name);
            element(out, "Value", value);
            close(out, entry);
        });
    }

    private static void element(ByteBuf out, String name, @Nullable String text) {
        if (text != null) {
            open(out, name);
            Text.xml(out, text);
            close(out, name);
        }
    }

    private static void open(ByteBuf out, String name) {
        Text.plain(out, "<" + name + ">");
    }

    private static void close(ByteBuf out, String name) {
        Text.plain(out, "</" + name + ">");
    }
}
