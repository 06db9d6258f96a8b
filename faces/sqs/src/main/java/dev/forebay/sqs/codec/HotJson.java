package dev.forebay.sqs.codec;

import dev.forebay.sqs.codec.SqsRequest.DeleteEntry;
import dev.forebay.sqs.codec.SqsRequest.SendEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests that clients send all day straight from the JSON tokens, without a tree
 * between. Gives the same records as {@link RequestReader}, and the same failures.
 */
final class HotJson {
    private HotJson() {}

    /** Null when the action is not a hot one; then nothing has been read. */
    static @Nullable SqsRequest read(SqsAction action, JsonValues in) {
        return switch (action) {
            case SEND_MESSAGE -> sendMessage(in);
            case SEND_MESSAGE_BATCH -> sendMessageBatch(in);
            case RECEIVE_MESSAGE -> receiveMessage(in);
            case DELETE_MESSAGE -> deleteMessage(in);
            case DELETE_MESSAGE_BATCH -> deleteMessageBatch(in);
            default -> null;
        };
    }

    private static SqsRequest sendMessage(JsonValues in) {
        SendDraft draft = new SendDraft();
        String url = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (name.equals("QueueUrl")) {
                url = in.string(name);
            } else {
                draft.take(name, in);
            }
        }
        return new SqsRequest.SendMessage(required(url, "QueueUrl"), draft.entry(""));
    }

    private static SqsRequest sendMessageBatch(JsonValues in) {
        String url = null;
        List<SendEntry> entries = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "QueueUrl" -> url = in.string(name);
                case "Entries" -> entries = sendEntries(in);
                default -> in.skip();
            }
        }
        String queueUrl = required(url, "QueueUrl");
        if (entries == null) {
            throw RequestReader.noEntries(SqsAction.SEND_MESSAGE_BATCH);
        }
        return new SqsRequest.SendMessageBatch(queueUrl, entries);
    }

    private static @Nullable List<SendEntry> sendEntries(JsonValues in) {
        if (!in.beginArray("Entries")) {
            return null;
        }
        List<SendEntry> entries = new ArrayList<>();
        while (in.nextElement("Entries")) {
            SendDraft draft = new SendDraft();
            String id = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                if (name.equals("Id")) {
                    id = in.string(name);
                } else {
                    draft.take(name, in);
                }
            }
            entries.add(draft.entry(required(id, "Id")));
        }
        return entries;
    }

    private static SqsRequest receiveMessage(JsonValues in) {
        String url = null;
        List<String> names = List.of();
        List<String> systemNames = List.of();
        List<String> attributeNames = List.of();
        Integer max = null;
        Integer timeout = null;
        Integer wait = null;
        String attempt = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "QueueUrl" -> url = in.string(name);
                case "AttributeNames" -> names = in.strings(name);
                case "MessageSystemAttributeNames" -> systemNames = in.strings(name);
                case "MessageAttributeNames" -> attributeNames = in.strings(name);
                case "MaxNumberOfMessages" -> max = in.integer(name);
                case "VisibilityTimeout" -> timeout = in.integer(name);
                case "WaitTimeSeconds" -> wait = in.integer(name);
                case "ReceiveRequestAttemptId" -> attempt = in.string(name);
                default -> in.skip();
            }
        }
        return new SqsRequest.ReceiveMessage(
                required(url, "QueueUrl"),
                joined(names, systemNames),
                attributeNames,
                max,
                timeout,
                wait,
                attempt);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static SqsRequest deleteMessage(JsonValues in) {
        String url = null;
        String handle = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "QueueUrl" -> url = in.string(name);
                case "ReceiptHandle" -> handle = in.string(name);
                default -> in.skip();
            }
        }
        return new SqsRequest.DeleteMessage(
                required(url, "QueueUrl"), required(handle, "ReceiptHandle"));
    }

    private static SqsRequest deleteMessageBatch(JsonValues in) {
        String url = null;
        List<DeleteEntry> entries = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "QueueUrl" -> url = in.string(name);
                case "Entries" -> entries = deleteEntries(in);
                default -> in.skip();
            }
        }
        String queueUrl = required(url, "QueueUrl");
        if (entries == null) {
            throw RequestReader.noEntries(SqsAction.DELETE_MESSAGE_BATCH);
        }
        return new SqsRequest.DeleteMessageBatch(queueUrl, entries);
    }

    private static @Nullable List<DeleteEntry> deleteEntries(JsonValues in) {
        if (!in.beginArray("Entries")) {
            return null;
        }
        List<DeleteEntry> entries = new ArrayList<>();
        while (in.nextElement("Entries")) {
            String id = null;
            String handle = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "Id" -> id = in.string(name);
                    case "ReceiptHandle" -> handle = in.string(name);
                    default -> in.skip();
                }
            }
            entries.add(new DeleteEntry(required(id, "Id"), required(handle, "ReceiptHandle")));
        }
        return entries;
    }

    private static String required(@Nullable String value, String member) {
        if (value == null) {
            throw SqsFailure.missing(member);
        }
        return value;
    }

    /** The members of a message while they are read. */
    private static final class SendDraft {
        /** Nothing is ever added to it. */
        private static final AttributeDraft NO_ATTRIBUTES = new AttributeDraft();

        private @Nullable String body;
        private @Nullable Integer delay;
        private AttributeDraft attributes = NO_ATTRIBUTES;
        private AttributeDraft systemAttributes = NO_ATTRIBUTES;
        private @Nullable String deduplicationId;
        private @Nullable String groupId;

        void take(String name, JsonValues in) {
            switch (name) {
                case "MessageBody" -> body = in.string(name);
                case "DelaySeconds" -> delay = in.integer(name);
                case "MessageAttributes" -> attributes = attributes(name, in);
                case "MessageSystemAttributes" -> systemAttributes = attributes(name, in);
                case "MessageDeduplicationId" -> deduplicationId = in.string(name);
                case "MessageGroupId" -> groupId = in.string(name);
                default -> in.skip();
            }
        }

        SendEntry entry(String id) {
            return new SendEntry(
                    id,
                    required(body, "MessageBody"),
                    delay,
                    attributes.attributes(),
                    systemAttributes.attributes(),
                    deduplicationId,
                    groupId,
                    AttributeDraft.flaw(attributes, systemAttributes));
        }

        private static AttributeDraft attributes(String member, JsonValues in) {
            if (!in.beginObject(member)) {
                return NO_ATTRIBUTES;
            }
            AttributeDraft attributes = new AttributeDraft();
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                if (in.beginObject(member)) {
                    addAttribute(attributes, name, in);
                }
            }
            return attributes;
        }

        private static void addAttribute(
                AttributeDraft attributes, String attributeName, JsonValues in) {
            String type = null;
            String text = null;
            byte[] binary = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "DataType" -> type = in.string(name);
                    case "StringValue" -> text = in.string(name);
                    case "BinaryValue" -> binary = in.binary(name);
                    default -> in.skip();
                }
            }
            attributes.add(attributeName, type, text, binary);
        }
    }
}
