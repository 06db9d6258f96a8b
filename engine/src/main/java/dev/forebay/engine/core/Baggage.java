package dev.forebay.engine.core;

import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.MessageId;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.List;

/** What a message takes along from queue to queue, as headers. */
final class Baggage {
    private Baggage() {}

    /** What consumers do not see: when it was sent, and its deduplication id. */
    static List<Header> hidden(StoredMessage stored) {
        List<Header> headers = new ArrayList<>();
        headers.add(EngineHeaders.number(EngineHeaders.SENT, stored.sentAt()));
        if (stored.deduplicationId() != null) {
            headers.add(EngineHeaders.text(EngineHeaders.DEDUPLICATION, stored.deduplicationId()));
        }
        if (stored.original() != null) {
            headers.add(stored.original());
        }
        return headers;
    }

    /** The sender's headers, the message's identity and its history; more may be added. */
    static List<Header> visible(List<Header> headers, MessageId id, MessageHistory history) {
        List<Header> all = new ArrayList<>(EngineHeaders.senders(headers));
        all.add(EngineHeaders.id(id));
        all.add(history.header());
        return all;
    }
}
