package dev.forebay.testkit.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A send on its way. */
public final class SendCall extends Call {
    private final String queue;
    private final long id;
    private final @Nullable String key;
    private final @Nullable String deduplicationId;
    private Optional<Place> place = Optional.empty();
    private boolean duplicate;

    SendCall(
            History history,
            String client,
            String queue,
            long id,
            @Nullable String key,
            @Nullable String deduplicationId) {
        super(history, client);
        this.queue = queue;
        this.id = id;
        this.key = key;
        this.deduplicationId = deduplicationId;
    }

    /** It was confirmed. */
    public void ok() {
        done();
    }

    /** It was confirmed, with the place it got. */
    public void ok(Place at) {
        place = Optional.of(at);
        done();
    }

    /** It was confirmed as one that an earlier send had stored. */
    public void duplicate() {
        duplicate = true;
        done();
    }

    @Override
    Operation operation(Span span, Outcome outcome) {
        return new Operation.Send(queue, id, key, deduplicationId, place, duplicate, span, outcome);
    }
}
