package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.SingleMessages.Ending;
import dev.forebay.amqp.SingleMessages.Got;
import dev.forebay.amqp.management.Row.Members;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Publishes and gets single messages, for people and tools. On the lane. */
final class MessageActions {
    private static final int MOST = 1_000;
    private static final String BASE64 = "base64";

    private final Administration administration;

    MessageActions(Administration administration) {
        this.administration = administration;
    }

    void publish(Request request) {
        Wish wish =
                request.wish()
                        .requiring("properties", "routing_key", "payload", "payload_encoding");
        administration
                .messages(request.principal())
                .publish(
                        request.host(),
                        request.exchange("exchange"),
                        wish.text("routing_key"),
                        MessageProperties.read(wish.object("properties")),
                        body(wish),
                        request.reply(routed -> request.json(Map.of("routed", routed))));
    }

    private static byte[] body(Wish wish) {
        String payload = wish.text("payload");
        return switch (wish.text("payload_encoding")) {
            case "string" -> payload.getBytes(StandardCharsets.UTF_8);
            case BASE64 -> decoded(payload);
            default -> throw ApiError.badRequest("payload_encoding is neither string nor base64");
        };
    }

    private static byte[] decoded(String payload) {
        try {
            return Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException broken) {
            throw ApiError.badRequest("payload is no base64");
        }
    }

    void get(Request request) {
        Wish wish = request.wish().requiring("ackmode", "count", "encoding");
        long count = wish.number("count", 1);
        if (count > MOST) {
            throw ApiError.badRequest("count is above " + MOST);
        }
        String encoding = wish.text("encoding");
        if (!encoding.equals("auto") && !encoding.equals(BASE64)) {
            throw ApiError.badRequest("encoding is neither auto nor base64");
        }
        int truncate =
                (int) Math.min(Integer.MAX_VALUE, wish.number("truncate", Integer.MAX_VALUE));
        administration
                .messages(request.principal())
                .get(
                        request.host(),
                        request.part("queue"),
                        (int) Math.max(0, count),
                        ending(wish.text("ackmode")),
                        request.reply(got ->
                                request.json(
                                        got.stream()
                                                .map(one -> shown(one, encoding, truncate))
                                                .toList())));
    }

    private static Ending ending(String mode) {
        return switch (mode) {
            case "ack_requeue_true", "reject_requeue_true" -> Ending.RELEASE;
            case "ack_requeue_false" -> Ending.ACK;
            case "reject_requeue_false" -> Ending.REJECT;
            default -> throw ApiError.badRequest("ackmode " + mode + " is not known");
        };
    }

    private static Map<String, ?> shown(Got message, String encoding, int truncate) {
        byte[] body = message.body();
        Members members =
                Members.of("payload_bytes", body.length)
                        .and("redelivered", message.redelivered())
                        .and("exchange", message.exchange())
                        .and("routing_key", message.routingKey())
                        .and("message_count", message.left())
                        .and("properties", MessageProperties.shown(message.properties()));
        byte[] part = body.length > truncate ? Arrays.copyOf(body, Math.max(0, truncate)) : body;
        if (encoding.equals("auto")) {
            try {
                return members.and("payload", text(part)).and("payload_encoding", "string").all();
            } catch (CharacterCodingException bytes) {
                // Shown as what it is.
            }
        }
        return members.and("payload", Base64.getEncoder().encodeToString(part))
                .and("payload_encoding", BASE64)
                .all();
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
