package dev.forebay.server.idempotency;

import dev.forebay.httpapi.IdempotencyKeys.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What one record of the stream says of a key. */
sealed interface KeyRecord {
    byte BEGUN_KIND = 1;
    byte ANSWERED_KIND = 2;
    byte FORGOTTEN_KIND = 3;

    record Begun(String request) implements KeyRecord {}

    record Answered(Answer answer) implements KeyRecord {}

    record Forgotten() implements KeyRecord {}

    default ByteBuffer encode() {
        return switch (this) {
            case Begun begun -> {
                byte[] text = begun.request.getBytes(StandardCharsets.UTF_8);
                yield ByteBuffer.allocate(1 + text.length).put(BEGUN_KIND).put(text).flip();
            }
            case Answered answered -> {
                Answer answer = answered.answer;
                yield ByteBuffer.allocate(
                                1
                                        + 2 * Integer.BYTES
                                        + answer.lines().length
                                        + answer.body().length)
                        .put(ANSWERED_KIND)
                        .putInt(answer.status())
                        .putInt(answer.lines().length)
                        .put(answer.lines())
                        .put(answer.body())
                        .flip();
            }
            case Forgotten _ -> ByteBuffer.allocate(1).put(FORGOTTEN_KIND).flip();
        };
    }

    static KeyRecord decode(ByteBuffer value) {
        ByteBuffer in = value.duplicate();
        byte kind = in.get();
        return switch (kind) {
            case BEGUN_KIND -> new Begun(StandardCharsets.UTF_8.decode(in).toString());
            case ANSWERED_KIND -> {
                int status = in.getInt();
                byte[] lines = new byte[in.getInt()];
                in.get(lines);
                byte[] body = new byte[in.remaining()];
                in.get(body);
                yield new Answered(new Answer(status, lines, body));
            }
            case FORGOTTEN_KIND -> new Forgotten();
            default -> throw new IllegalStateException("a record of unknown kind " + kind);
        };
    }
}
