package dev.forebay.sqs;

import dev.forebay.engine.Message;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.sqs.codec.Digests;
import dev.forebay.sqs.codec.MessageAttribute;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest.SendEntry;
import dev.forebay.sqs.codec.SqsResponse.Sent;
import dev.forebay.sqs.codec.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message that has passed SQS' rules, with what its answer will say.
 *
 * @param id of the entry in its batch
 */
record Outgoing(
        String id,
        Send send,
        boolean fifo,
        String md5OfBody,
        @Nullable String md5OfAttributes,
        @Nullable String md5OfSystemAttributes) {
    private static final int MAX_ATTRIBUTES = 10;
    private static final int MAX_TOKEN = 128;
    private static final int MILLIS = 1_000;
    private static final String TRACE = "AWSTraceHeader";
    private static final String TOKEN_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final int SEQUENCE_DIGITS = 20;

    /** What SQS counts: body and message attributes. */
    static long size(SendEntry entry) {
        long size = Utf8.length(entry.body());
        for (MessageAttribute attribute : entry.attributes()) {
            size += attribute.size();
        }
        return size;
    }

    /**
     * Checks an entry against its queue.
     *
     * @param user who sends it; empty while there are no users
     * @throws SqsFailure when SQS would not take it
     */
    static Outgoing of(SqsQueue queue, SendEntry entry, String user, Digests digests) {
        if (entry.flaw() != null) {
            throw new SqsFailure(entry.flaw().error(), entry.flaw().text());
        }
        byte[] body = checkedBody(queue, entry);
        boolean fifo = queue.fifo();
        checkAttributes(entry);
        Message message =
                new Message(
                        groupKey(queue, entry),
                        MessageHeaders.headers(entry, user),
                        ByteBuffer.wrap(body));
        Send send =
                new Send(message, delay(entry, fifo), deduplicationId(queue, entry, body, digests));
        return new Outgoing(
                entry.id(),
                send,
                fifo,
                digests.md5(body, 0, body.length),
                entry.attributes().isEmpty() ? null : digests.md5(entry.attributes()),
                entry.systemAttributes().isEmpty() ? null : digests.md5(entry.systemAttributes()));
    }

    Sent answer(SendResult.Sent sent) {
        return new Sent(
                id,
                sent.id().toString(),
                md5OfBody,
                md5OfAttributes,
                md5OfSystemAttributes,
                fifo && sent.offset() >= 0 ? sequenceNumber(sent.offset()) : null);
    }

    /** Twenty digits that rise with each message of the partition. */
    static String sequenceNumber(long offset) {
        String digits = Long.toString(offset);
        return "1" + "0".repeat(SEQUENCE_DIGITS - 1 - digits.length()) + digits;
    }

    private static byte[] checkedBody(SqsQueue queue, SendEntry entry) {
        String text = entry.body();
        if (text.isEmpty()) {
            throw SqsFailure.missing("MessageBody");
        }
        if (!Utf8.isXmlText(text)) {
            throw new SqsFailure(
                    SqsError.INVALID_MESSAGE_CONTENTS,
                    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20"
                            + " to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.");
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        long size = body.length;
        for (MessageAttribute attribute : entry.attributes()) {
            size += attribute.size();
        }
        int limit = queue.maximumMessageSize();
        if (size > limit) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "One or more parameters are invalid. Reason: Message must be shorter than "
                            + limit
                            + " bytes.");
        }
        return body;
    }

    private static void checkAttributes(SendEntry entry) {
        if (entry.attributes().size() > MAX_ATTRIBUTES) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "Number of message attributes ["
                            + entry.attributes().size()
                            + "] exceeds the allowed maximum ["
                            + MAX_ATTRIBUTES
                            + "].");
        }
        for (MessageAttribute attribute : entry.systemAttributes()) {
            if (!attribute.name().equals(TRACE) || !attribute.type().equals("String")) {
                throw new SqsFailure(
                        SqsError.INVALID_PARAMETER_VALUE,
                        "The message system attribute '"
                                + attribute.name()
                                + "' is not valid: only "
                                + TRACE
                                + " of type String is.");
            }
        }
    }

    private static @Nullable ByteBuffer groupKey(SqsQueue queue, SendEntry entry) {
        String group = entry.groupId();
        if (group == null && !queue.fifo()) {
            return null;
        }
        if (group == null) {
            throw new SqsFailure(
                    SqsError.MISSING_PARAMETER,
                    "The request must contain the parameter MessageGroupId.");
        }
        checkToken("MessageGroupId", group);
        return ByteBuffer.wrap(group.getBytes(StandardCharsets.UTF_8));
    }

    private static long delay(SendEntry entry, boolean fifo) {
        Integer seconds = entry.delaySeconds();
        if (seconds == null) {
            return Send.QUEUE_DELAY;
        }
        if (fifo && seconds != 0) {
            throw SqsFailure.invalid(
                    "DelaySeconds",
                    String.valueOf(seconds),
                    "The request include parameter that is not valid for this queue type.");
        }
        // On a FIFO queue 0 says no more than leaving it out: the queue's own delay holds.
        return fifo
                ? Send.QUEUE_DELAY
                : (long) QueueRanges.DELAY.check("DelaySeconds", seconds) * MILLIS;
    }

    private static @Nullable String deduplicationId(
            SqsQueue queue, SendEntry entry, byte[] body, Digests digests) {
        String id = entry.deduplicationId();
        if (!queue.fifo()) {
            if (id != null) {
                throw SqsFailure.invalid(
                        "MessageDeduplicationId",
                        id,
                        "The request include parameter that is not valid for this queue type.");
            }
            return null;
        }
        if (id != null) {
            checkToken("MessageDeduplicationId", id);
            return id;
        }
        if (queue.contentBasedDeduplication()) {
            return digests.sha256(body);
        }
        throw new SqsFailure(
                SqsError.INVALID_PARAMETER_VALUE,
                "The queue should either have ContentBasedDeduplication enabled or"
                        + " MessageDeduplicationId provided explicitly.");
    }

    /** 1 to 128 letters, digits and punctuation marks of ASCII. */
    static void checkToken(String parameter, String value) {
        boolean wellFormed = !value.isEmpty() && value.length() <= MAX_TOKEN;
        for (int i = 0; wellFormed && i < value.length(); i++) {
            char c = value.charAt(i);
            wellFormed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || TOKEN_MARKS.indexOf(c) >= 0;
        }
        if (!wellFormed) {
            throw SqsFailure.invalid(
                    parameter,
                    value,
                    parameter
                            + " can only include alphanumeric and punctuation characters. 1 to 128 in"
                            + " length.");
        }
    }
}
