package dev.forebay.engine.sim;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Priority;
import dev.forebay.engine.SendResult;
import dev.forebay.testkit.history.Place;
import dev.forebay.testkit.history.Received;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a delivery must say of the message beside its body. */
final class Contents {
    private Contents() {}

    static Received received(Delivery delivery) {
        LeaseId lease = delivery.lease();
        return Received.of(bytes(delivery.message().body()), lease.toString())
                .at(new Place(lease.partition(), lease.offset()));
    }

    static void check(Tracked message, String queue, Delivery delivery) {
        ByteBuffer key = delivery.message().key();
        String keyText = key == null ? null : new String(bytes(key), StandardCharsets.UTF_8);
        require(message.key, keyText, "key", delivery);
        require(message.priority, Priority.of(delivery.message().headers()), "priority", delivery);
        require(message.deduplicationId, delivery.deduplicationId(), "deduplication id", delivery);
        boolean inTime =
                message.answer == null
                        || delivery.sentAt() == message.sentWall
                        || delivery.sentAt() == message.answeredWall
                        || (delivery.sentAt() > message.sentWall)
                                == (delivery.sentAt() < message.answeredWall);
        require(true, inTime, "truth of the time of sending", delivery);
        require(
                message.queue.equals(queue),
                delivery.deadLetterSource() == null,
                "absence of a source",
                delivery);
        SendResult.Sent answer = message.answer;
        if (answer != null) {
            require(answer.id(), delivery.id(), "identity", delivery);
        }
    }

    private static void require(
            @Nullable Object expected, @Nullable Object actual, String what, Delivery delivery) {
        if (!Objects.equals(expected, actual)) {
            throw new SimulationFailure(
                    what + " is " + actual + " and not " + expected + " in " + delivery);
        }
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
