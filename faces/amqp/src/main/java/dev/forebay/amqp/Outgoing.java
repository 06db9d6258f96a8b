package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageHistory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** A delivery as AMQP tells it, with what the broker adds to a dead letter or a further attempt. */
final class Outgoing {
    private final Delivery delivery;
    private final String queue;
    private final CarriedMessage message;
    private final Deaths deaths;

    /** Whether a rule of its queue moved it here, and no exchange. */
    private final boolean moved;

    /**
     * Looks at its headers.
     *
     * @param queue the queue that it comes from, as its virtual host names it
     */
    Outgoing(Delivery delivery, String queue) {
        this.delivery = delivery;
        this.queue = queue;
        this.message = new CarriedMessage(delivery.message());
        Deaths known = message.deaths();
        String source = delivery.deadLetterSource();
        this.moved = source != null && !Vhost.of(source).local(source).equals(known.lastQueue());
        this.deaths = source != null && moved ? known.with(death(source)) : known;
    }

    /** Whether it may have been delivered before. */
    boolean redelivered() {
        return failedBefore() || delivery.perhapsBefore();
    }

    private boolean failedBefore() {
        return delivery.attempt() > 1;
    }

    /**
     * The exchange it was published to; empty for the default one, and for other faces' messages.
     */
    String exchange() {
        return moved ? "" : message.exchange();
    }

    /** A message that was moved to a queue was published to that. */
    String routingKey() {
        return moved ? queue : message.routingKey(queue);
    }

    ByteBuf body() {
        return Unpooled.wrappedBuffer(delivery.message().body());
    }

    ContentHeader header() {
        ContentHeader header = message.header(delivery.id(), delivery.sentAt());
        String deduplicationId = delivery.deduplicationId();
        if (!failedBefore() && deaths.isEmpty() && deduplicationId == null) {
            return header;
        }
        HeaderEdit edit = new HeaderEdit(header);
        if (deduplicationId != null) {
            edit.header(Names.DEDUPLICATION, deduplicationId);
        }
        if (failedBefore()) {
            edit.header("x-delivery-count", (long) delivery.attempt() - 1);
        }
        deaths.tell(edit);
        return edit.done();
    }

    /** Its last move, as far as its history tells. */
    private Deaths.Entry death(String source) {
        String reason = Deaths.REJECTED;
        long at = 0;
        for (HistoryEntry entry : MessageHistory.of(delivery.message().headers()).entries()) {
            if (entry instanceof HistoryEntry.DeadLettered dead && dead.queue().equals(source)) {
                reason = Deaths.reason(dead.reason());
                at = dead.at();
            }
        }
        String local = Vhost.of(source).local(source);
        return new Deaths.Entry(
                local, reason, 1, at, message.exchange(), List.of(message.routingKey(local)), null);
    }
}
