package dev.forebay.engine.core;

import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.Send;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A message that a redrive has chosen, as it goes on: edited, with its identity and history. */
final class RedrivenMessage {
    private final Message message;
    private final List<Header> headers;
    private final long due;
    private final long deadline;
    private final int reader;
    private final int contentBytes;
    private final int size;

    /**
     * @param from the queue that it leaves
     * @param redrive the id of what moves it
     * @param edited as it goes on
     * @param choice holds it
     * @param reader number of the only subscription that it is for, or {@link Subscription#EACH}
     */
    RedrivenMessage(
            Core core,
            String from,
            long redrive,
            Message edited,
            HistoryEntry.Content content,
            RedriveChoice choice,
            int reader) {
        StoredMessage stored = choice.stored();
        Message old = stored.message();
        this.message = edited;
        MessageHistory history =
                MessageHistory.of(old.headers())
                        .with(new HistoryEntry.Redriven(from, redrive, content, core.wall()));
        this.due = stored.due() > core.now() ? stored.due() : 0;
        this.headers = new ArrayList<>(Baggage.hidden(stored));
        if (due > 0) {
            headers.add(EngineHeaders.number(EngineHeaders.DUE, due));
        }
        this.deadline = stored.deadline();
        if (deadline != 0) {
            headers.add(EngineHeaders.number(EngineHeaders.DEADLINE, deadline));
        }
        this.reader = reader;
        if (reader != Subscription.EACH) {
            headers.add(EngineHeaders.number(EngineHeaders.READER, reader));
        }
        if (content == HistoryEntry.Content.EDITED && stored.original() == null) {
            headers.add(original(old));
        }
        List<Header> visible = Baggage.visible(message.headers(), choice.id(), history);
        old.headers().stream()
                .filter(header -> header.name().equals(Send.EXPIRY_HEADER))
                .forEach(visible::add);
        headers.addAll(visible);
        this.contentBytes =
                message.body().remaining()
                        + EngineHeaders.size(EngineHeaders.senders(message.headers()));
        this.size = message.body().remaining() + EngineHeaders.size(visible);
    }

    /** What counts towards the largest message that a queue takes. */
    int contentBytes() {
        return contentBytes;
    }

    /** What counts towards the bytes that a queue holds. */
    int size() {
        return size;
    }

    void addTo(OutBatch batch) {
        batch.add(
                message.key(),
                message.body(),
                headers,
                Callers.NO_ONE,
                new OutBatch.Sending(SendCall.NOBODY, 0, size, due, deadline, reader, null));
    }

    /** Key, headers and body of a message before it was changed. */
    private static Header original(Message message) {
        ByteSink sink = new ByteSink(64 + message.body().remaining());
        ByteBuffer key = message.key();
        sink.putByte(key == null ? 0 : 1);
        if (key != null) {
            sink.putBytes(key);
        }
        List<Header> headers = EngineHeaders.senders(message.headers());
        sink.putVarint(headers.size());
        for (Header header : headers) {
            sink.putText(header.name());
            sink.putBytes(header.value());
        }
        sink.putBytes(message.body());
        return new Header(EngineHeaders.ORIGINAL, sink.copy());
    }
}
