package dev.forebay.engine.core;

import dev.forebay.engine.MessageState;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How messages of one subscription ended, read from its journal record by record. */
final class Fates implements JournalTale {
    private final Subscription subscription;
    private final NavigableSet<Long> open = new TreeSet<>();
    private final NavigableSet<Long> leased = new TreeSet<>();
    private final NavigableMap<Long, Fate> fates = new TreeMap<>();
    private final Map<Long, Integer> attempts = new HashMap<>();

    Fates(Subscription subscription) {
        this.subscription = subscription;
    }

    /** The end of this message is wanted. */
    void want(long offset) {
        open.add(offset);
    }

    boolean wantsNone() {
        return open.isEmpty();
    }

    void record(RecordBatchReader reader) {
        ByteBuffer tag = reader.key();
        if (tag != null && tag.equals(subscription.tag())) {
            JournalReader.tell(reader.value(), this);
        }
    }

    /** How the message ended; when the journal does not tell any more, as most do. */
    MessageState stateOf(long offset) {
        Fate fate = fates.get(offset);
        return fate == null ? MessageState.ACKED : fate.state();
    }

    /** How often the message was leased, as far as the journal tells. */
    int attemptsOf(long offset) {
        return attempts.getOrDefault(offset, 0);
    }

    private void tried(long offset, int more) {
        if (open.contains(offset)) {
            attempts.merge(offset, more, Integer::sum);
        }
    }

    private void ended(long offset, LeaseEnd end) {
        leased.remove(offset);
        if (end == LeaseEnd.UNCOUNTED) {
            tried(offset, -1);
        }
    }

    @Override
    public void settled(long offset, Fate fate) {
        leased.remove(offset);
        if (fate == Fate.PUSHED_OUT) {
            // The lease under which it was is no attempt.
            tried(offset, -1);
        }
        if (open.remove(offset)) {
            fates.put(offset, fate);
        }
    }

    @Override
    public void settledBelow(long bound, Fate fate, long messages) {
        open.headSet(bound)
                .removeIf(offset -> {
                    boolean ends = !leased.contains(offset);
                    if (ends) {
                        fates.put(offset, fate);
                    }
                    return ends;
                });
    }

    @Override
    public void leased(long offset, long number, long leaseMillis) {
        if (open.contains(offset)) {
            leased.add(offset);
            tried(offset, 1);
        }
    }

    @Override
    public void released(long offset, long delayMillis, LeaseEnd end, String reason) {
        ended(offset, end);
    }

    @Override
    public void leaseExpired(long offset, LeaseEnd end) {
        ended(offset, end);
    }

    @Override
    public void takenBack(long offset) {
        ended(offset, LeaseEnd.UNCOUNTED);
    }

    @Override
    public void gaveUp(long offset, String reason) {
        // It stays with its last lease until it has moved.
        if (open.contains(offset)) {
            leased.add(offset);
        }
    }
}
