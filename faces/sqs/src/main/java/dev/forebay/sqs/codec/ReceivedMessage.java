package dev.forebay.sqs.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of an answer.
 *
 * @param body UTF-8 between {@code from} and {@code from + length} of this array
 * @param attributes system attributes that were asked for, in the order to be written
 * @param md5OfMessageAttributes null when there are none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; never compared
public record ReceivedMessage(
        String messageId,
        String receiptHandle,
        String md5OfBody,
        byte[] body,
        int from,
        int length,
        Map<String, String> attributes,
        List<MessageAttribute> messageAttributes,
        @Nullable String md5OfMessageAttributes) {}
