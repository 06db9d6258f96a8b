package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.SingleMessages.Ending;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Publishes and gets single messages, for people and tools. On the lane. */
final class MessageActions {
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
            case "base64" -> decoded(payload);
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
        String queue = request.part("queue");
        Ending ending = ending(wish.text("ackmode"));
        GotMessages got = new GotMessages(request, wish);
        administration
                .messages(request.principal())
                .get(request.host(), queue, ending, got, got.answer());
    }

    private static Ending ending(String mode) {
        return switch (mode) {
            // Tools name it for a look at what is there, which is to cost no attempt.
            case "ack_requeue_true" -> Ending.RELEASE;
            case "reject_requeue_true" -> Ending.REQUEUE;
            case "ack_requeue_false" -> Ending.ACK;
            case "reject_requeue_false" -> Ending.REJECT;
            default -> throw ApiError.badRequest("ackmode " + mode + " is not known");
        };
    }
}
