package dev.forebay.testkit.history;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of a client with its end. */
public sealed interface Operation {
    String queue();

    Span span();

    Outcome outcome();

    /** Whether it can have had an effect. */
    default boolean mayHaveHappened() {
        return outcome() != Outcome.FAILED;
    }

    /** Whether it certainly had its effect. */
    default boolean happened() {
        return outcome() == Outcome.OK;
    }

    /**
     * A message handed over.
     *
     * @param id unique in a history; the body is {@link MessageBody#of} it
     * @param key the ordering key, null for none
     * @param deduplicationId null for none
     * @param place where the server said it is; empty when the protocol does not tell
     * @param duplicate the answer was that an earlier send had stored it
     */
    record Send(
            String queue,
            long id,
            @Nullable String key,
            @Nullable String deduplicationId,
            Optional<Place> place,
            boolean duplicate,
            Span span,
            Outcome outcome)
            implements Operation {}

    /**
     * Messages asked for.
     *
     * @param leaseMillis how long the messages were leased for
     * @param received what came, in the order it came
     */
    record Receive(
            String queue, long leaseMillis, List<Received> received, Span span, Outcome outcome)
            implements Operation {}

    /** The end or the extension of a lease on message {@code id}. */
    record Settle(String queue, long id, Settlement kind, Span span, Outcome outcome)
            implements Operation {}

    /** All messages of a queue were dropped on request, by a purge or with their queue. */
    record Purge(String queue, Span span, Outcome outcome) implements Operation {}
}
