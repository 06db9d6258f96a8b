package dev.forebay.amqp.management;

import dev.forebay.amqp.SingleMessages.Basket;
import dev.forebay.amqp.SingleMessages.Got;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.LargeBodies;
import dev.forebay.engine.Reply;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a get, written message by message: what it holds counts with what all requests
 * together may hold. On the lane.
 */
final class GotMessages implements Basket {
    private static final int MOST = 1_000;

    /** With so many bytes the answer is large enough: fewer messages than asked for. */
    private static final int ENOUGH_BYTES = 16 << 20;

    /** A text as long as this is not shown as text when its escapes make it much longer. */
    private static final int LONG_TEXT = 64 << 10;

    private static final String BASE64 = "base64";

    private final Request request;
    private final int wanted;
    private final boolean asText;
    private final int truncate;
    private final List<byte[]> shown = new ArrayList<>();
    private int bytes;
    private @Nullable ApiError refusal;

    /**
     * An empty one.
     *
     * @throws ApiError 400 when the wish is none
     */
    GotMessages(Request request, Wish wish) {
        this.request = request;
        long asked = wish.number("count", 1);
        if (asked > MOST) {
            throw ApiError.badRequest("count is above " + MOST);
        }
        this.wanted = (int) Math.max(0, asked);
        String encoding = wish.text("encoding");
        this.asText = encoding.equals("auto");
        if (!asText && !encoding.equals(BASE64)) {
            throw ApiError.badRequest("encoding is neither auto nor base64");
        }
        this.truncate =
                Math.clamp(wish.number("truncate", Integer.MAX_VALUE), 0, Integer.MAX_VALUE);
    }

    @Override
    public boolean isFull() {
        return shown.size() == wanted || bytes >= ENOUGH_BYTES;
    }

    @Override
    public boolean put(Got message) {
        if (length(message) > LargeBodies.MOST_AS_TEXT) {
            refusal = tooLarge(message);
            return false;
        }
        byte[] json = JsonText.write(members(message).all());
        if (!request.reserve(json.length)) {
            refusal =
                    new ApiError(
                            503,
                            "service_unavailable",
                            "the server holds too much that it answers with");
            return false;
        }
        shown.add(json);
        bytes += json.length;
        return true;
    }

    private static ApiError tooLarge(Got message) {
        return new ApiError(
                413,
                "payload_too_large",
                "the next message has a body of "
                        + message.body().remaining()
                        + " bytes, which only a consumer can take; with truncate of at most "
                        + LargeBodies.MOST_AS_TEXT
                        + " a get shows its beginning");
    }

    /** How much of the body is shown. */
    private int length(Got message) {
        return Math.min(message.body().remaining(), truncate);
    }

    private Members members(Got message) {
        Members members =
                Members.of("payload_bytes", message.body().remaining())
                        .and("redelivered", message.redelivered())
                        .and("exchange", message.exchange())
                        .and("routing_key", message.routingKey())
                        .and("message_count", message.left())
                        .and("properties", MessageProperties.shown(message.properties()));
        byte[] part = new byte[length(message)];
        message.body().duplicate().get(part);
        if (asText && !(part.length >= LONG_TEXT && isMostlyEscapes(part))) {
            try {
                return members.and("payload", text(part)).and("payload_encoding", "string");
            } catch (CharacterCodingException bytes) {
                // Shown as what it is.
            }
        }
        return members.and("payload", Base64.getEncoder().encodeToString(part))
                .and("payload_encoding", BASE64);
    }

    private static boolean isMostlyEscapes(byte[] text) {
        int escaped = 0;
        for (byte one : text) {
            if (one >= 0 && one < ' ') {
                escaped++;
            }
        }
        return escaped > text.length / 8;
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** Gives the answer, when all that was got has ended. */
    Reply<Basket> answer() {
        return request.reply(_ -> write());
    }

    private void write() {
        if (refusal != null && shown.isEmpty()) {
            throw refusal;
        }
        ByteBuf json = request.allocate(bytes + shown.size() + 2).writeByte('[');
        for (byte[] message : shown) {
            json.writeBytes(message).writeByte(',');
        }
        if (!shown.isEmpty()) {
            json.writerIndex(json.writerIndex() - 1);
        }
        request.json(json.writeByte(']'));
    }
}
