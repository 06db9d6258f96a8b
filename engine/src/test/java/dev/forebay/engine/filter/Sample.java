package dev.forebay.engine.filter;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message to hold filters against. */
record Sample(
        MessageId id,
        @Nullable ByteBuffer key,
        List<Header> headers,
        ByteBuffer body,
        long sentAt,
        MessageState state,
        int attempts,
        @Nullable ByteBuffer reason,
        @Nullable ByteBuffer source)
        implements FilteredMessage {
    static Sample of(String body) {
        return new Sample(
                new MessageId(7, 11),
                null,
                List.of(),
                bytes(body),
                0,
                MessageState.READY,
                0,
                null,
                null);
    }

    Sample key(String key) {
        return new Sample(id, bytes(key), headers, body, sentAt, state, attempts, reason, source);
    }

    Sample header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, bytes(value)));
        return new Sample(id, key, more, body, sentAt, state, attempts, reason, source);
    }

    Sample sentAt(long wall) {
        return new Sample(id, key, headers, body, wall, state, attempts, reason, source);
    }

    Sample state(MessageState state) {
        return new Sample(id, key, headers, body, sentAt, state, attempts, reason, source);
    }

    Sample deadLettered(String source, String reason, int attempts) {
        return new Sample(
                id, key, headers, body, sentAt, state, attempts, bytes(reason), bytes(source));
    }

    /** Stands in the middle of a larger buffer, as stored messages do. */
    static ByteBuffer bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer around = ByteBuffer.allocate(bytes.length + 7);
        around.put(3, bytes);
        return around.position(3).limit(3 + bytes.length);
    }
}
