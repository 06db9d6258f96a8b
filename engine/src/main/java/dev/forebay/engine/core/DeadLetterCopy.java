package dev.forebay.engine.core;

import dev.forebay.engine.Message;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.List;

/** A dead letter as it goes to one queue. */
final class DeadLetterCopy {
    private final Demise demise;
    private final QueueState target;
    private final Message message;

    /** Looks at nothing yet. */
    DeadLetterCopy(Demise demise, QueueState target, Message message) {
        this.demise = demise;
        this.target = target;
        this.message = message;
    }

    Partition target() {
        return target.partition();
    }

    /** About what it takes in an append. */
    long bytes() {
        return message.body().remaining() + (long) EngineHeaders.size(message.headers());
    }

    /** Appends it with what is decided in this turn. */
    void ride(Core core, StoredMessage stored) {
        List<Header> visible = demise.visibleHeaders(stored, message.headers(), core.wall());
        List<Header> headers = new ArrayList<>(Baggage.hidden(stored));
        headers.addAll(visible);
        int size = message.body().remaining() + EngineHeaders.size(visible);
        OutBatch batch = new OutBatch(target.partition(), core.now(), core.wall());
        target.coming(size);
        batch.add(
                message.key(),
                message.body(),
                headers,
                Callers.NO_ONE,
                new OutBatch.Sending(SendCall.NOBODY, 0, size, 0, 0, null));
        batch.finish();
        core.journal.move(
                demise.source(),
                new StreamAppend(batch.stream(), batch.bytes()),
                base -> {
                    if (!target.partition().isGone()) {
                        batch.confirmed(base);
                    }
                });
    }
}
