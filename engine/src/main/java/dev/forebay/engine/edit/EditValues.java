package dev.forebay.engine.edit;

import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What templates take from one message.
 *
 * @param reason why it was dead-lettered last; null when it never was
 * @param attempts how often it was leased before that, or in this queue
 * @param bodies finds what is within its body
 */
public record EditValues(
        Message message,
        MessageId id,
        @Nullable ByteBuffer reason,
        int attempts,
        BodyReader bodies) {
    Optional<ByteBuffer> find(Variable variable) {
        return switch (variable) {
            case Variable.Body body -> Optional.of(message.body().duplicate());
            case Variable.Key key -> Optional.ofNullable(message.key()).map(ByteBuffer::duplicate);
            case Variable.Id itself -> Optional.of(utf8(id.toString()));
            case Variable.Reason why -> Optional.ofNullable(reason).map(ByteBuffer::duplicate);
            case Variable.Attempts often -> Optional.of(utf8(Integer.toString(attempts)));
            case Variable.Header header -> header(header.name());
            case Variable.Within within ->
                    bodies.find(message.body().duplicate(), within.path(), within.as());
        };
    }

    private Optional<ByteBuffer> header(String name) {
        ByteBuffer value = null;
        for (Header header : message.headers()) {
            value = header.name().equals(name) ? header.value() : value;
        }
        return Optional.ofNullable(value).map(ByteBuffer::duplicate);
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
