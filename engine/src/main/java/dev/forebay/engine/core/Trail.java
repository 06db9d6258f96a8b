package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Replay;
import dev.forebay.engine.TimelineEvent;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the journal tells of one {@link Stay} of a message, gathered record by record. */
final class Trail implements JournalTale {
    /** In milliseconds: what lasts longer ends with a connection. */
    private static final long LONGEST_LEASE = Long.MAX_VALUE >> 2;

    private final Core core;
    private final Stay stay;
    private final List<Told> told = new ArrayList<>();
    private final List<Departure> departures = new ArrayList<>();
    private final Map<Long, Caller> callers = new HashMap<>();
    private final Map<Integer, Integer> attempts = new HashMap<>();

    /** Subscriptions that are known to have the message among theirs. */
    private final Set<Integer> takers = new HashSet<>(Set.of(Subscription.WORK));

    /** Subscriptions whose last lease ran out: that the message then waits to move is no news. */
    private final Set<Integer> ranOut = new HashSet<>();

    private final Set<Integer> leased = new HashSet<>();
    private final Set<Integer> settled = new HashSet<>();

    /** Selections that have come by the message. */
    private final Set<Integer> passedBy = new HashSet<>();

    private Optional<Caller> sender = Optional.empty();
    private Optional<Caller> by = Optional.empty();
    private boolean unsure;
    private boolean trimmed;
    private long place;
    private long time;
    private long at;
    private int subscription;

    /**
     * @param fromStart whether the search begins with the first record that the journal still has
     */
    Trail(Core core, Stay stay, boolean fromStart) {
        this.core = core;
        this.stay = stay;
        this.unsure = fromStart;
    }

    /**
     * An event.
     *
     * @param place offset of its record in the journal, which orders events of several stays
     */
    record Told(long place, TimelineEvent event) {}

    /**
     * The message went to another queue, or a copy of it may have.
     *
     * @param source name of the queue that it was in
     * @param time engine time of it
     * @param wall wall-clock time of it
     * @param replay number of the replay that copied messages; {@link #MOVED} for none
     */
    record Departure(
            String source,
            int queueId,
            long time,
            long wall,
            long place,
            Optional<Caller> by,
            int replay) {
        static final int MOVED = 0;

        boolean isMove() {
            return replay == MOVED;
        }
    }

    Stay stay() {
        return stay;
    }

    List<Told> told() {
        return told;
    }

    List<Departure> departures() {
        return departures;
    }

    /** Who sent it, once the journal was gone through. */
    Optional<Caller> sender() {
        return sender;
    }

    /** Whether the journal may have told more before it was let go of. */
    boolean isTrimmed() {
        // Of a journal that was let go of as a whole not even a first record tells so.
        return trimmed || (unsure && core.journal.stream().startOffset() > 0);
    }

    void record(RecordBatchReader reader) {
        ByteBuffer tag = reader.key();
        ByteBuffer record = reader.value();
        trimmed |= unsure && JournalReader.sequence(record) > DeliveryJournal.FIRST;
        unsure = false;
        if (tag != null && !stay.isTagged(tag)) {
            return;
        }
        long[] times = JournalReader.times(record);
        time = times[0];
        at = times[1];
        place = reader.offset();
        by = Optional.empty();
        subscription = tag == null ? 0 : tag.getInt(tag.position() + 2 * Integer.BYTES);
        JournalReader.tell(record, this);
    }

    private boolean isMine(long offset) {
        return offset == stay.offset();
    }

    private void tell(TimelineEvent event) {
        told.add(new Told(place, event));
    }

    @Override
    public void caller(long number, Caller caller) {
        callers.put(number, caller);
        if (number == stay.sender()) {
            sender = Optional.of(caller);
        }
    }

    @Override
    public void by(long number) {
        by = Optional.ofNullable(callers.get(number));
    }

    @Override
    public void takenUp(long offset) {
        if (isMine(offset)) {
            takers.add(subscription);
            tell(new TimelineEvent.TakenUp(at, stay.place(), by, subscription));
        }
    }

    @Override
    public void leased(long offset, long number, long leaseMillis) {
        if (isMine(offset)) {
            leased.add(subscription);
            ranOut.remove(subscription);
            takers.add(subscription);
            int attempt = attempts.merge(subscription, 1, Integer::sum);
            tell(
                    new TimelineEvent.Leased(
                            at,
                            stay.place(),
                            by,
                            subscription,
                            attempt,
                            number,
                            leaseMillis > LONGEST_LEASE ? Receive.BOUND : leaseMillis));
        }
    }

    @Override
    public void settled(long offset, Fate fate) {
        if (isMine(offset)) {
            settle(fate);
        }
    }

    @Override
    public void settledBelow(long bound, Fate fate, long messages) {
        boolean below = stay.offset() < bound && time >= stay.time();
        boolean there = below && takers.contains(subscription);
        if (there && !leased.contains(subscription) && !settled.contains(subscription)) {
            settle(fate);
        }
    }

    private void settle(Fate fate) {
        leased.remove(subscription);
        settled.add(subscription);
        // An expiry is found when somebody receives, and is nobody's doing.
        Optional<Caller> whose = fate == Fate.EXPIRED ? Optional.empty() : by;
        tell(new TimelineEvent.Settled(at, stay.place(), whose, subscription, fate.state()));
    }

    @Override
    public void released(long offset, long delayMillis, LeaseEnd end, String reason) {
        if (isMine(offset)) {
            leaseEnds(end);
            tell(
                    new TimelineEvent.Released(
                            at, stay.place(), by, subscription, delayMillis, reason));
        }
    }

    @Override
    public void leaseExpired(long offset, LeaseEnd end) {
        if (isMine(offset)) {
            leaseEnds(end);
            ranOut(offset);
        }
    }

    @Override
    public void ranOut(long offset) {
        if (isMine(offset) && ranOut.add(subscription)) {
            tell(new TimelineEvent.LeaseExpired(at, stay.place(), by, subscription));
        }
    }

    private void leaseEnds(LeaseEnd end) {
        leased.remove(subscription);
        if (end == LeaseEnd.UNCOUNTED) {
            attempts.merge(subscription, -1, Integer::sum);
        }
    }

    @Override
    public void takenBack(long offset) {
        if (isMine(offset)) {
            leaseEnds(LeaseEnd.UNCOUNTED);
            tell(new TimelineEvent.TakenBack(at, stay.place(), by, subscription));
        }
    }

    @Override
    public void extended(long offset, long leaseMillis) {
        if (isMine(offset)) {
            tell(new TimelineEvent.Extended(at, stay.place(), by, subscription, leaseMillis));
        }
    }

    @Override
    public void gaveUp(long offset, String reason) {
        if (isMine(offset)) {
            // It stays with its last lease until it has moved.
            leased.add(subscription);
            tell(new TimelineEvent.GivenUp(at, stay.place(), by, subscription, reason));
        }
    }

    @Override
    public void forwarded(long offset, int queueId) {
        if (isMine(offset)) {
            QueueState target = core.catalog.queue(queueId);
            String name = target == null ? "" : target.name();
            tell(new TimelineEvent.Left(at, stay.place(), by, subscription, name));
            departures.add(departure(queueId, by, Departure.MOVED));
        }
    }

    @Override
    public void skipped(long position) {
        if (stay.offset() < position) {
            passedBy.add(subscription);
        }
    }

    @Override
    public void copied(long position, long messages) {
        if (stay.offset() < position && passedBy.add(subscription)) {
            QueueState queue = core.catalog.queue(stay.queueId());
            Readers.Run replay =
                    queue == null || !queue.hasReaders()
                            ? null
                            : queue.readers().replay(subscription);
            if (replay != null && replay.record().target() instanceof Replay.Target.Queue) {
                departures.add(
                        departure(replay.record().targetId(), Optional.empty(), subscription));
            }
        }
    }

    private Departure departure(int target, Optional<Caller> whose, int replay) {
        return new Departure(stay.name(), target, time, at, place, whose, replay);
    }
}
