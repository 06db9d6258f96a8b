package dev.forebay.engine.core;

import dev.forebay.engine.FailedAttempt;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Why attempts at messages of one subscription failed, read from its journal record by record. */
final class FailureTale implements JournalTale {
    private static final String NO_REASON = "released";

    private final Subscription subscription;
    private final Map<Long, Tries> wanted = new HashMap<>();
    private long at;

    FailureTale(Subscription subscription) {
        this.subscription = subscription;
    }

    private static final class Tries {
        private final Deque<FailedAttempt> failures = new ArrayDeque<>(1);
        private int attempt;

        void failed(long at, String reason) {
            if (!failures.isEmpty() && failures.getLast().attempt() == attempt) {
                // That the last one ran out was told already.
                return;
            }
            failures.addLast(new FailedAttempt(attempt, at, reason));
            if (failures.size() > FailedAttempt.MOST) {
                failures.removeFirst();
            }
        }
    }

    /** What the message failed of is wanted. */
    void want(long offset) {
        wanted.put(offset, new Tries());
    }

    void record(RecordBatchReader reader) {
        ByteBuffer tag = reader.key();
        if (tag != null && tag.equals(subscription.tag())) {
            at = JournalReader.times(reader.value())[1];
            JournalReader.tell(reader.value(), this);
        }
    }

    /** The latest failures, the oldest of them first. */
    List<FailedAttempt> of(long offset) {
        Tries tries = wanted.get(offset);
        return tries == null ? List.of() : List.copyOf(tries.failures);
    }

    @Override
    public void leased(long offset, long number, long leaseMillis) {
        Tries tries = wanted.get(offset);
        if (tries != null) {
            tries.attempt++;
        }
    }

    private void ended(long offset, LeaseEnd end, String reason) {
        Tries tries = wanted.get(offset);
        if (tries != null && end == LeaseEnd.UNCOUNTED) {
            tries.attempt--;
        } else if (tries != null) {
            tries.failed(at, reason);
        }
    }

    @Override
    public void released(long offset, long delayMillis, LeaseEnd end, String reason) {
        ended(offset, end, reason.isEmpty() ? NO_REASON : reason);
    }

    @Override
    public void leaseExpired(long offset, LeaseEnd end) {
        ended(offset, end, Breaker.RAN_OUT);
    }

    @Override
    public void takenBack(long offset) {
        ended(offset, LeaseEnd.UNCOUNTED, "");
    }

    @Override
    public void ranOut(long offset) {
        ended(offset, LeaseEnd.COUNTED, Breaker.RAN_OUT);
    }

    @Override
    public void gaveUp(long offset, String reason) {
        ended(offset, LeaseEnd.COUNTED, reason);
    }
}
