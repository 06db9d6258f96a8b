package dev.forebay.amqp;

import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.ReadMessage;
import io.netty.buffer.ByteBuf;

/** A message of a stream as AMQP tells it: as any first delivery, with its place in the stream. */
final class StreamDelivery {
    private final Outgoing out;
    private final long offset;

    StreamDelivery(ReadMessage read, String queue) {
        offset = read.offset();
        // Nobody holds the lease: what is told of a delivery does not tell of it.
        out =
                new Outgoing(
                        new Delivery(
                                new LeaseId(0, offset, 0, 0),
                                read.id(),
                                read.message(),
                                1,
                                read.sentAt(),
                                0,
                                read.deduplicationId(),
                                read.deadLetterSource()),
                        queue);
    }

    String exchange() {
        return out.exchange();
    }

    String routingKey() {
        return out.routingKey();
    }

    ByteBuf body() {
        return out.body();
    }

    ContentHeader header() {
        return new HeaderEdit(out.header()).header(StreamOffset.NAME, offset).done();
    }
}
