package dev.forebay.engine.core;

import dev.forebay.engine.HeldBack;
import dev.forebay.engine.Priority;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.Meter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to the messages of a partition, as a state machine: every change of its {@link
 * DeliveryState} is written to the journal and applied in the same step; what the outside hears of
 * it waits for the disk. Messages come to it here, and are leased by {@link Handout}; they go by
 * {@link LeaseEnding}, {@link Unleased}, {@link Expiry} and {@link Purging}.
 */
final class Subscription implements CursorOwner {
    /** The subscription that a queue's ordinary receives share; every queue has it. */
    static final int WORK = 0;

    /** In place of the number of one: each that there is. */
    static final int EACH = -1;

    private static final long NEVER = Long.MIN_VALUE;

    private final Core core;
    private final Partition partition;
    private final int number;
    private final ByteBuffer tag;
    private final DeliveryState state;
    private final MessageCursor cursor;
    private final Order order;
    private final Receiving receiving;
    private final Breaker breaker;
    private final WakeUp wakeUp;
    private final Recall recall;
    final Growth growth = new Growth();

    /** How fast messages come. */
    final Meter coming = new Meter();

    private final Meter going = new Meter();

    /** When something was decided last, which is counted after it was recorded. */
    private long decidedAt = NEVER;

    private final @Nullable Selection selection;
    private final boolean copies;
    private @Nullable Intake intake;
    private @Nullable SnapshotPlace snapshot;
    private final boolean bystander;
    private boolean open;
    private boolean gone;

    /** From here on messages have come that nobody was offered yet. */
    private long newFrom = Long.MAX_VALUE;

    /** The one that ordinary receives share; open from the start. */
    static Subscription work(Core core, Partition partition, int ordinal) {
        Subscription work = new Subscription(core, partition, WORK, ordinal, null, null);
        work.open = true;
        return work;
    }

    /**
     * Not open yet.
     *
     * @param number names it within its queue, for ever
     * @param ordinal names it in the lane's table of leases, until the process ends
     * @param selection from where on it delivers; null: from the oldest message
     * @param shared the receives that it feeds besides those that these are of; null: it has its
     *     own
     */
    Subscription(
            Core core,
            Partition partition,
            int number,
            int ordinal,
            @Nullable Selection selection,
            @Nullable Receiving shared) {
        this.core = core;
        this.selection = selection;
        this.copies = selection != null && selection.to() != Selection.OPEN && shared == null;
        this.partition = partition;
        this.number = number;
        this.bystander = number == WORK && partition.queue().isStream();
        this.tag = DeliveryJournal.tag(partition.queueId(), partition.number(), number);
        Order.Kind kind = Order.Kind.of(partition.queue().settings().ordering());
        this.state = new DeliveryState(core.leases, core.attempts.heap(), ordinal, kind);
        this.state.variety = partition.variety();
        this.cursor = new MessageCursor(core, this);
        this.recall = new Recall(core, this);
        this.order =
                switch (partition.queue().settings().ordering()) {
                    case NONE -> new FairOrder(core, this, cursor);
                    case BY_KEY -> new KeyOrder(core, this, cursor, KeyOrder.Keys.MANY);
                    case BY_PRIORITY -> byPriority();
                    case STRICT -> new KeyOrder(core, this, cursor, KeyOrder.Keys.ONE);
                };
        this.receiving = shared == null ? new Receiving(core, this) : shared;
        this.breaker = new Breaker(core, this);
        this.wakeUp = new WakeUp(core, this);
    }

    private Order byPriority() {
        Levels levels = new Levels();
        state.levels = levels;
        return new PriorityOrder(core, this, cursor, levels);
    }

    /** From now on its messages are not all that are appended, but what this selects. */
    void feedBy(Intake selecting) {
        intake = selecting;
        state.sparse = true;
    }

    @Nullable Intake intake() {
        return intake;
    }

    /** Whether every message that is appended is its own. */
    boolean isDirect() {
        return intake == null;
    }

    /** Offset of the first message that it may deliver. */
    long origin() {
        return selection == null ? partition.stream().startOffset() : selection.from();
    }

    /** Whether a message is or was its own. */
    boolean takes(long offset, StoredMessage message) {
        return offset >= origin()
                && (intake == null ? message.isFor(number) : intake.takes(offset, message));
    }

    /** Whether it has no messages of its own: those of a stream wait for nobody in {@code work}. */
    boolean isBystander() {
        return bystander;
    }

    /** Whether it still owes the message to its consumers. */
    boolean owes(long offset) {
        return offset >= origin() && offset < state.end && !state.isSettled(offset);
    }

    /** Whether its messages go to another queue and no consumer ever asks for them. */
    boolean copies() {
        return copies;
    }

    /** Whether it has something to do by itself, if it knows what lies before this offset. */
    boolean hasMoreFrom(long known) {
        Intake selecting = intake;
        long end = partition.stream().endOffset();
        if (selecting == null) {
            return end > known;
        }
        long to = selecting.selection().to();
        return to != Selection.OPEN || known < end;
    }

    /** The catalog has it: it may be used, and what happens to it is recorded. */
    void open() {
        open = true;
        wakeUp.arm();
    }

    boolean isOpen() {
        return open;
    }

    QueueState queue() {
        return partition.queue();
    }

    @Override
    public Partition partition() {
        return partition;
    }

    int number() {
        return number;
    }

    /** Names the subscription in journal and snapshots. */
    ByteBuffer tag() {
        return tag;
    }

    DeliveryState state() {
        return state;
    }

    Order order() {
        return order;
    }

    Receiving receiving() {
        return receiving;
    }

    Breaker breaker() {
        return breaker;
    }

    WakeUp wakeUp() {
        return wakeUp;
    }

    /** Brings back what was spilled of its messages. */
    Recall recall() {
        return recall;
    }

    // --- loading

    boolean isLoaded() {
        return partition.isLoaded();
    }

    /** The state is complete. */
    void loaded() {
        state.endLoading(core.leases);
        order.recovered();
        endBoundLeases();
        core.pinning.letGoBelow(this, partition.stream().startOffset());
        wakeUp.catchUp(core.now());
    }

    /** Their connections ended with the process before. */
    private void endBoundLeases() {
        for (int slot = state.leaseHead; slot != LeaseTable.NONE; ) {
            int following = core.leases.nextInPartition(slot);
            if (!core.leases.parked(slot) && core.leases.deadline(slot) == LeaseTable.BOUND) {
                core.leaseEnding.release(this, slot, 0, LeaseEnd.COUNTED, "");
            }
            slot = following;
        }
    }

    /** Begins to look for the messages that it selects. */
    void takeUp() {
        Intake selecting = intake;
        if (selecting != null) {
            selecting.begin();
        }
    }

    @Nullable SnapshotPlace snapshot() {
        return snapshot;
    }

    void setSnapshot(SnapshotPlace place) {
        snapshot = place;
    }

    /** It was deleted, or its queue was. */
    void drop() {
        gone = true;
        core.timers.cancel(wakeUp);
        if (intake != null) {
            intake.pause();
        }
        state.endLeases();
        order.forget();
        receiving.drop(this);
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    // --- messages come

    void appended(long offset, long time, long wall, int size, long due) {
        state.appended(offset, time, wall, size, due);
        growth.message(size);
        coming.note(time, come());
    }

    /** A message was appended that is not for it to deliver. */
    void passedBy(long offset, long time, int size) {
        state.skipTo(offset + 1);
        growth.message(size);
        if (bystander) {
            coming.note(time, come());
        }
    }

    /** How many messages have come, for rates. */
    long come() {
        return bystander ? state.end : state.counters.sent;
    }

    /**
     * Whether messages are for it to deliver that are for this reader: a number, or {@link #EACH}.
     */
    boolean delivers(int reader) {
        return !bystander && (reader == EACH || reader == number);
    }

    /** A batch of messages is on disk and accounted for. */
    void batchAppended(ByteBuffer batch, long from, long to) {
        if (intake != null) {
            intake.fresh(batch, from);
            return;
        }
        cursor.fresh(batch, state.next, from, to);
        newFrom = Math.min(newFrom, from);
        order.appended();
        if (open) {
            core.snapshots.grown(this);
            wakeUp.arm();
        }
    }

    /**
     * Whether it has only just come to be there: who waits for it is given it, however short its
     * time was, and however much of that the way to the disk took.
     */
    boolean isNew(long offset) {
        return offset >= newFrom;
    }

    /** Those that waited have had what has come. */
    void settledDown() {
        newFrom = Long.MAX_VALUE;
    }

    /** Takes up a message beyond the last one. */
    void admit(long offset, long wall, int size, long due) {
        JournalWriter.admit(core.journal.entry(this), offset, wall, size, due);
        state.admit(offset, core.now(), wall, size, due);
    }

    /** The message that was just taken up has this priority. */
    void rank(long offset, int level) {
        if (state.levels != null && level != Priority.USUAL) {
            JournalWriter.rank(core.journal.entry(this), offset, level);
            state.rank(offset, level);
        }
    }

    /** The message that was just taken up has a deadline of its own. */
    void lapse(long offset, long deadline) {
        if (deadline != 0) {
            JournalWriter.lapse(core.journal.entry(this), offset, deadline);
            state.lapse(offset, deadline, core.now());
        }
    }

    /** Messages up to here were looked at. */
    void skipTo(long position) {
        if (position > state.end) {
            JournalWriter.skip(core.journal.entry(this), position);
            state.skipTo(position);
        }
    }

    /** The cursor steps over messages up to here that cannot be read. */
    void passOver(long position) {
        JournalWriter.passOver(core.journal.entry(this), position);
        state.passOver(position);
    }

    void copied(long position, long messages) {
        JournalWriter.copied(core.journal.entry(this), position, messages);
        state.copied(position, messages);
    }

    /** Whether something is being read that a receive waits for. */
    boolean isReading() {
        return order.isReading() || recall.isReading();
    }

    @Override
    public long end() {
        return state.end;
    }

    @Override
    public long passed() {
        return state.next;
    }

    @Override
    public boolean recalls(long offset) {
        return recall.fetch(offset);
    }

    /** Its messages are being given out: the next ones are read meanwhile. */
    void readOn() {
        cursor.readOn();
    }

    @Override
    public void readEnded() {
        if (!gone) {
            receiving.serve();
            order.lookOn();
        }
    }

    /** Whether a message of the log waits in it or is leased, or it will come by it yet. */
    boolean hasOrGets(long offset, StoredMessage stored) {
        if (offset < state.end) {
            return !state.isSettled(offset);
        }
        return intake == null || intake.selects(offset, stored);
    }

    // --- what is recorded

    /** An entry of this subscription was written. */
    void journalled(DeliveryJournal journal) {
        if (!growth.hasEntries()) {
            core.snapshots.dirty(this);
        }
        growth.entry(journal);
        decided();
        core.snapshots.grown(this);
    }

    /** Something of this volatile subscription was decided, which nothing records. */
    void changed() {
        decided();
        core.volatileRetention.changed(partition);
    }

    private void decided() {
        going.note(decidedAt == NEVER ? core.now() : decidedAt, state.counters.settled());
        decidedAt = core.now();
    }

    /** How fast messages are settled. */
    Meter going() {
        if (decidedAt != NEVER) {
            going.note(decidedAt, state.counters.settled());
        }
        return going;
    }

    /** When the first of its leases ends by itself; looks at each of them. */
    long firstDeadline() {
        long first = Long.MAX_VALUE;
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            if (!core.leases.parked(slot)) {
                first = Math.min(first, core.leases.deadline(slot));
            }
        }
        return first;
    }

    // --- what holds deliveries back

    /** How many messages may be given out now, besides the limit of leases. */
    int room() {
        boolean gives = queue().settings().flow().delivers() && !core.expired.isCrowded(this);
        return gives ? breaker.room() : 0;
    }

    /** What keeps receives waiting though there may be messages, or null. */
    @Nullable HeldBack heldBack() {
        if (!queue().settings().flow().delivers()) {
            return new HeldBack(HeldBack.Cause.PAUSED, "delivery is paused", HeldBack.UNTIL_TOLD);
        }
        HeldBack held = breaker.heldBack();
        QueueRates rates = queue().rates();
        if (held == null && rates != null) {
            held = rates.heldBack(core.turn.present());
        }
        if (held == null) {
            held = receiving().heldByLeases();
        }
        return held != null || intake == null ? held : intake.heldBack();
    }
}
