package dev.forebay.engine.core;

import dev.forebay.engine.HeldBack;
import dev.forebay.engine.HeldUp;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.filter.FilterMatcher;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.engine.struct.Timer;
import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a partition's messages for those that a subscription or replay is about, in the
 * background, and hands them to an {@link Outlet}. How far it has come is the subscription's {@link
 * DeliveryState#end}, which is journalled with what was taken, so that after a crash it goes on
 * where it was.
 */
final class Intake extends Timer implements ReadCompletion, Arrival {
    private static final long BUSY_MILLIS = 10;
    private static final long REPEAT_MILLIS = 20;
    private static final long DAMAGED_MILLIS = 10_000;
    private static final long SETTLING_MILLIS = 100;
    private static final long COMPACTING_MILLIS = 100;

    private final Core core;
    private final Subscription subscription;
    private final Selection selection;
    private final Outlet outlet;
    private final IntakeEnd end;
    private final Rate rate;
    private final @Nullable FilterMatcher matcher;
    private final ScannedMessage scanned;

    private final Subscription viewer;

    private final RecordBatchReader reader = new RecordBatchReader();
    private final StoredMessage stored = new StoredMessage();
    private boolean held;
    private boolean running;
    private boolean reading;
    private long readFrom;
    private @Nullable ByteBuffer read;
    private @Nullable LogFailure failed;
    private @Nullable LogFailure failure;

    /** When its rate lets it go on. */
    private long pacedUntil;

    /**
     * @param viewer whose view of a message's state the filter asks for
     */
    Intake(
            Core core,
            Subscription subscription,
            Selection selection,
            Subscription viewer,
            Outlet outlet,
            IntakeEnd end) {
        this.core = core;
        this.subscription = subscription;
        this.selection = selection;
        this.outlet = outlet;
        this.end = end;
        this.rate = new Rate(selection.ratePerSecond());
        boolean all = selection.filter() instanceof MessageFilter.All;
        this.matcher = all ? null : FilterMatcher.of(selection.filter());
        this.scanned = new ScannedMessage(core, viewer);
        this.viewer = viewer;
    }

    /** What it waits for beside its consumers, if anything. */
    Optional<HeldUp> heldUp() {
        return held ? Optional.empty() : outlet.heldUp();
    }

    /** Its rate, while that keeps messages from being taken up, or null. */
    @Nullable HeldBack heldBack() {
        long wait = pacedUntil - core.turn.present();
        return running && wait > 0 && position() < limit()
                ? new HeldBack(
                        HeldBack.Cause.RATE,
                        "its rate of " + selection.ratePerSecond() + " a second is used up",
                        wait)
                : null;
    }

    Selection selection() {
        return selection;
    }

    /** Why it cannot go on, or null. */
    @Nullable LogFailure failure() {
        return failure;
    }

    /** The subscription is there: begins, unless it is paused. */
    void begin() {
        if (!held) {
            run();
        }
    }

    /** Is not paused any more: begins once the subscription is there. */
    void unpause() {
        held = false;
    }

    /** Goes on after a pause. */
    void run() {
        held = false;
        running = true;
        proceed();
    }

    /** Goes on in a while. */
    void runLater() {
        held = false;
        running = true;
        wakeIn(DAMAGED_MILLIS);
    }

    void pause() {
        held = true;
        running = false;
        core.timers.cancel(this);
    }

    private long position() {
        return subscription.state().end;
    }

    /** The first offset that cannot be looked at yet, or ever. */
    private long limit() {
        return Math.min(selection.to(), subscription.partition().work().state().end);
    }

    /** A batch was appended to the partition. */
    void fresh(ByteBuffer batch, long from) {
        boolean next = running && !reading && position() == from && selection.to() > from;
        if (next && outlet.room() == Long.MAX_VALUE && rate.room(core.now()) == Long.MAX_VALUE) {
            look(batch);
            if (position() >= selection.to()) {
                wakeIn(1);
            }
        } else {
            proceed();
        }
    }

    @Override
    protected void fire(long now) {
        proceed();
    }

    private void proceed() {
        if (!running || reading || subscription.isGone() || core.gate.isStopping()) {
            return;
        }
        if (position() >= selection.to()) {
            if (outlet.isSettled()) {
                pause();
                end.done();
            } else {
                wakeIn(SETTLING_MILLIS);
            }
            return;
        }
        if (position() >= limit()) {
            return;
        }
        long wait = holdMillis(core.now());
        if (wait > 0) {
            wakeIn(wait);
        } else {
            reading = true;
            readFrom = position();
            subscription.partition().stream().read(readFrom, Pace.READ_BYTES, this);
        }
    }

    private long holdMillis(long now) {
        if (subscription.partition().compaction().isUnderWay(position())) {
            return COMPACTING_MILLIS;
        }
        if (rate.room(now) <= 0) {
            pacedUntil = now + rate.waitMillis();
            return rate.waitMillis();
        }
        return outlet.room() <= 0 ? BUSY_MILLIS : core.pace.waitMillis(now);
    }

    private void wakeIn(long millis) {
        core.timers.at(this, core.now() + millis);
    }

    @Override
    public void completed(ByteBuffer batches) {
        read = batches;
        core.commits.arrivals().add(this);
    }

    @Override
    public void failed(LogFailure why) {
        failed = why;
        core.commits.arrivals().add(this);
    }

    @Override
    public void arrived() {
        ByteBuffer batches = read;
        failure = failed;
        read = null;
        failed = null;
        reading = false;
        if (!running || subscription.isGone() || core.gate.isStopping()) {
            return;
        }
        LogFailure why = failure;
        if (why != null) {
            stepOver(why);
        } else if (batches == null || !batches.hasRemaining()) {
            // It is there, and the store cannot show it yet.
            wakeIn(REPEAT_MILLIS);
        } else if (position() == readFrom) {
            core.pace.took(core.now(), look(batches), batches.remaining());
            // In a turn of its own, so that what came in the meantime goes first.
            wakeIn(Math.max(1, holdMillis(core.now())));
        } else {
            proceed();
        }
    }

    private void stepOver(LogFailure why) {
        Quarantine quarantine = subscription.partition().quarantine();
        if (quarantine.takes(why, readFrom)) {
            failure = null;
            long sound = Math.min(limit(), quarantine.endOf(readFrom));
            if (position() == readFrom && sound > readFrom) {
                outlet.passed(sound);
            }
            wakeIn(1);
        } else {
            wakeIn(DAMAGED_MILLIS);
            end.failed(core.gate.refusal(why));
            subscription.receiving().serve();
        }
    }

    /** Takes from these batches what is meant; returns how many messages were looked at. */
    private long look(ByteBuffer batches) {
        long limit = limit();
        long room = Math.min(outlet.room(), rate.room(core.now()));
        long position = position();
        long looked = 0;
        reader.reset(batches, position);
        boolean stopped = false;
        Refusal refusal = null;
        while (reader.next() && reader.offset() < limit) {
            if (room <= 0) {
                stopped = true;
                break;
            }
            looked++;
            stored.read(reader);
            if (isMeant()) {
                refusal = outlet.take(reader, stored);
                if (refusal != null) {
                    stopped = true;
                    break;
                }
                rate.took();
                room--;
            }
            position = reader.offset() + 1;
        }
        if (!stopped) {
            position = Math.max(position, Math.min(limit, MessageCursor.endOf(batches)));
        }
        outlet.passed(position);
        if (refusal instanceof Refusal.MessageTooLarge) {
            pause();
            end.failed(refusal);
        }
        return looked;
    }

    private boolean isMeant() {
        return selection.to() == Selection.OPEN ? takes(reader.offset(), stored) : isRepeated();
    }

    /** Whether a subscription takes it up: what comes back to it alone passed its filter once. */
    boolean takes(long offset, StoredMessage message) {
        return message.reader() == Subscription.EACH
                ? selects(offset, message)
                : message.reader() == subscription.number();
    }

    /** Whether a replay does; not what its target has or gets anyway. */
    private boolean isRepeated() {
        return stored.due() <= core.now()
                && stored.isFor(viewer.number())
                && (subscription.copies() || !viewer.hasOrGets(reader.offset(), stored))
                && selects(reader.offset(), stored);
    }

    /** Whether the message is meant by the filter. */
    boolean selects(long offset, StoredMessage message) {
        return matcher == null || matcher.matches(scanned.of(offset, message), core.wall());
    }
}
