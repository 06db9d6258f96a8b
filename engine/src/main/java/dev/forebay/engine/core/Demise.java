package dev.forebay.engine.core;

import dev.forebay.engine.DeadLetter;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.MessageId;
import dev.forebay.log.record.Header;
import java.util.List;

/**
 * Why and when one message of a subscription is given up.
 *
 * @param attempts how often it was leased, as far as is known
 * @param firstLeased wall-clock ms; 0 when it never was
 * @param failures why attempts failed, the oldest first
 * @param reason for people; see {@link DeadLetters}
 */
record Demise(
        Subscription source,
        long offset,
        int attempts,
        long firstLeased,
        List<String> failures,
        String reason) {
    /** The message under this lease. */
    static Demise leased(Core core, Subscription source, int slot, String reason) {
        long offset = core.leases.offset(slot);
        int leases = core.leases.attempt(slot);
        // The lease that only keeps it from consumers is no attempt.
        int attempts = Unleased.keeps(core.leases, slot) ? leases - 1 : leases;
        return new Demise(
                source,
                offset,
                attempts,
                core.leases.firstLeased(slot),
                source.state().tried.reasons(offset),
                reason);
    }

    /** A message that nobody has. */
    static Demise waiting(Subscription source, long offset, String reason) {
        Tried tried = source.state().tried;
        int attempts = Math.max(0, tried.count(offset));
        return new Demise(
                source,
                offset,
                attempts,
                attempts > 0 ? tried.first(offset) : 0,
                tried.reasons(offset),
                reason);
    }

    MessageId id(StoredMessage stored) {
        return stored.id(source.partition().queueId(), offset);
    }

    /** For who knows its way. */
    DeadLetter letter(StoredMessage stored, long wall) {
        return new DeadLetter(
                source.queue().info(),
                id(stored),
                stored.message(),
                stored.sentAt(),
                DeadLetters.cause(reason),
                wall);
    }

    /** Headers that consumers see: those given, and what tells of this move and earlier ones. */
    List<Header> visibleHeaders(StoredMessage stored, List<Header> onward, long wall) {
        String queue = source.queue().name();
        MessageHistory history =
                MessageHistory.of(stored.message().headers())
                        .with(
                                new HistoryEntry.DeadLettered(
                                        queue, reason, attempts, firstLeased, wall));
        List<Header> headers = Baggage.visible(onward, id(stored), history);
        headers.add(EngineHeaders.text(EngineHeaders.SOURCE, queue));
        String subscription = source.queue().nameOf(source);
        if (subscription != null) {
            headers.add(EngineHeaders.text(EngineHeaders.SUBSCRIPTION, subscription));
        }
        headers.add(EngineHeaders.text(EngineHeaders.REASON, reason));
        if (!failures.isEmpty()) {
            headers.add(EngineHeaders.text(EngineHeaders.FAILURES, String.join("\n", failures)));
        }
        headers.add(EngineHeaders.text(EngineHeaders.ATTEMPTS, Integer.toString(attempts)));
        if (attempts > 0) {
            headers.add(EngineHeaders.text(EngineHeaders.FIRST_LEASED, Long.toString(firstLeased)));
        }
        return headers;
    }
}
