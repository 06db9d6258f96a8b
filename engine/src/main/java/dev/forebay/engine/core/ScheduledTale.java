package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.MessagePlace;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.TimelineEvent;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the journal tells of a scheduled message that ended before it was due. */
final class ScheduledTale implements JournalTale {
    private final QueueState queue;
    private final LaterPlace wanted;
    private final List<TimelineEvent> told = new ArrayList<>(2);
    private final Map<Long, Caller> callers = new HashMap<>();
    private Optional<Caller> by = Optional.empty();
    private long at;

    ScheduledTale(QueueState queue, LaterPlace wanted) {
        this.queue = queue;
        this.wanted = wanted;
    }

    /** In the order they happened; empty as long as nothing was found. */
    List<TimelineEvent> told() {
        return told;
    }

    /** Whether its beginning and its end are told; if not, it may have come and gone. */
    boolean isWhole() {
        return told.size() > 1;
    }

    /** Before it is due, a message has a queue and no offset. */
    static MessagePlace place(QueueState queue) {
        return new MessagePlace(queue.name(), 0, SendResult.Sent.NO_OFFSET);
    }

    void record(RecordBatchReader reader) {
        ByteBuffer tag = reader.key();
        if (tag == null || tag.equals(queue.work().tag())) {
            at = JournalReader.times(reader.value())[1];
            by = Optional.empty();
            JournalReader.tell(reader.value(), this);
        }
    }

    @Override
    public void caller(long number, Caller caller) {
        callers.put(number, caller);
    }

    @Override
    public void by(long number) {
        by = Optional.ofNullable(callers.get(number));
    }

    @Override
    public void withdrawn(LaterPlace place, long sentAt, Optional<Caller> sender) {
        if (place.equals(wanted)) {
            told.add(
                    new TimelineEvent.Accepted(
                            sentAt, place(queue), sender, place.due(), Optional.empty()));
            purged();
        }
    }

    @Override
    public void scheduledPurged(long number, LaterPlace passed) {
        if (wanted.number() < number && wanted.compareTo(passed) > 0 && told.isEmpty()) {
            purged();
        }
    }

    private void purged() {
        told.add(
                new TimelineEvent.Settled(
                        at, place(queue), by, Subscription.WORK, MessageState.PURGED));
    }
}
