package dev.forebay.engine.core;

import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Priority;
import dev.forebay.engine.Refusal;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition: its stream of messages, what keeps duplicates out of it, and the subscriptions
 * that deliver from it. All their states are brought into memory together; until they are there,
 * commands wait.
 */
final class Partition {
    private final Core core;
    private final QueueState queue;
    private final int number;
    private final LogStream stream;
    private final DedupWindow dedup;
    private final Quarantine quarantine;
    private final KeyVariety variety = new KeyVariety();
    private final List<Subscription> subscriptions = new ArrayList<>(1);
    private final Subscription work;
    private final Compaction compaction;
    private final List<Runnable> whenLoaded = new ArrayList<>();

    /** What comes before was sent before this process. */
    private final long recoveredEnd;

    private boolean loaded;
    private boolean loading;
    private boolean gone;
    private int readers;
    private @Nullable Refusal broken;
    private @Nullable Later later;
    private @Nullable SendLine line;
    private @Nullable WaitingCursors cursors;

    Partition(Core core, QueueState queue, int number, int ordinal, LogStream stream) {
        this.core = core;
        this.queue = queue;
        this.number = number;
        this.stream = stream;
        this.recoveredEnd = stream.endOffset();
        this.dedup = new DedupWindow(core.hashSeed, core.dedup.heap());
        this.quarantine = new Quarantine(core.limits.onDamage());
        this.work = Subscription.work(core, this, ordinal);
        this.compaction = new Compaction(core, this);
        subscriptions.add(work);
    }

    QueueState queue() {
        return queue;
    }

    int queueId() {
        return queue.id();
    }

    int number() {
        return number;
    }

    LogStream stream() {
        return stream;
    }

    /**
     * Whether the message under the cursor was there when the server crashed, and so may have been
     * delivered to a connection without a word in the journal.
     */
    boolean mayHaveGoneOut(MessageCursor cursor) {
        return cursor.reader().offset() < recoveredEnd && cursor.time() <= core.store.lastCrash();
    }

    DedupWindow dedup() {
        return dedup;
    }

    /** Where sends wait for ids on disk to be read; null as long as there are none. */
    @Nullable SendLine line() {
        return line;
    }

    /** The runs of its ids on disk have become more, or were loaded: the heap lets go of them. */
    void dedupSpilled() {
        DedupRuns runs = work.state().dedupRuns;
        if (runs != null) {
            runs.countIn(core.dedup.disk());
            dedup.dropThrough(runs.covered());
            line = line == null ? new SendLine(core, this) : line;
        }
    }

    /** Its scheduled messages. */
    Later later() {
        Later known = later;
        if (known == null) {
            known = new Later(core, this);
            later = known;
        }
        return known;
    }

    /** Whether there is or was anything in {@link #later}. */
    boolean hasLater() {
        return later != null;
    }

    /** Cursors that wait for the next message. */
    WaitingCursors cursors() {
        WaitingCursors known = cursors;
        if (known == null) {
            known = new WaitingCursors();
            cursors = known;
        }
        return known;
    }

    /** Messages that cannot be read. */
    Quarantine quarantine() {
        return quarantine;
    }

    /** Whether its messages have different keys. */
    KeyVariety variety() {
        return variety;
    }

    /** The subscription that ordinary receives share. */
    Subscription work() {
        return work;
    }

    /** All of them, in the order of their numbers. */
    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** One more; its state begins where it is to begin. */
    void attach(Subscription subscription) {
        subscription.state().startAt(subscription.origin());
        subscriptions.add(subscription);
    }

    /** It delivers no more. */
    void detach(Subscription subscription) {
        subscriptions.remove(subscription);
        subscription.drop();
    }

    /** The subscription of this number, or null when there is none (any more). */
    @Nullable Subscription subscription(int wanted) {
        for (int i = 0; i < subscriptions.size(); i++) {
            if (subscriptions.get(i).number() == wanted) {
                return subscriptions.get(i);
            }
        }
        return null;
    }

    // --- loading

    boolean isLoaded() {
        return loaded;
    }

    /** Runs the task once the state is in memory; at once when it is. */
    void whenLoaded(Runnable task) {
        if (loaded || broken != null) {
            task.run();
            return;
        }
        whenLoaded.add(task);
        if (!loading) {
            loading = true;
            core.loader.load(this);
        }
    }

    /** The state is complete. */
    void loaded() {
        loaded = true;
        loading = false;
        dedupSpilled();
        subscriptions.forEach(Subscription::loaded);
        runTasks();
        arm();
        List.copyOf(subscriptions).forEach(Subscription::takeUp);
        if (later != null) {
            later.loaded();
        }
    }

    /** The state cannot be had: what asks for it is refused. */
    void broke(Refusal why) {
        broken = why;
        loading = false;
        runTasks();
    }

    private void runTasks() {
        List<Runnable> tasks = List.copyOf(whenLoaded);
        whenLoaded.clear();
        tasks.forEach(Runnable::run);
    }

    /** Why the partition cannot be used, or null. */
    @Nullable Refusal broken() {
        return broken;
    }

    /** The queue is new: there is nothing to load. */
    void startEmpty() {
        loaded = true;
        subscriptions.forEach(each -> each.state().startAt(stream.startOffset()));
    }

    /** The queue's settings have changed; what its limit may push out now must be known. */
    void adapt() {
        if (!loaded && queue.settings().depth().whenFull() != DepthLimit.WhenFull.REFUSE) {
            whenLoaded(() -> {});
        }
        arm();
    }

    /** Sets the wake-ups for what is due next. */
    void arm() {
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).wakeUp().arm();
        }
    }

    /** Lets go of what no delivery and no recovery needs. */
    void retain() {
        if (queue.isVolatile()) {
            retainUnsettled();
        } else {
            retainSegments();
        }
    }

    /** There will be no recovery. */
    private void retainUnsettled() {
        if (gone || readers > 0) {
            return;
        }
        long needed = Long.MAX_VALUE;
        for (int i = 0; i < subscriptions.size(); i++) {
            needed = Math.min(needed, core.pinning.neededNow(subscriptions.get(i)));
        }
        if (needed > stream.startOffset()) {
            stream.retain(needed, retentionRule());
        }
    }

    /** Who looks at settled messages of a volatile queue keeps them until he is done. */
    void hold() {
        readers++;
    }

    void letGo() {
        readers--;
        if (queue.isVolatile()) {
            retain();
        }
    }

    private void retainSegments() {
        long needed = Long.MAX_VALUE;
        for (Subscription each : subscriptions) {
            SnapshotPlace place = each.snapshot();
            // All there is, without one; but it is found out what would be past retention.
            long own =
                    place == null
                            ? stream.startOffset()
                            : core.pinning.neededFrom(each, place.head());
            needed = Math.min(needed, own);
        }
        if (!gone) {
            subscriptions.forEach(each -> core.pinning.letGoBelow(each, stream.startOffset()));
            stream.retain(needed, retentionRule());
        }
    }

    RetentionRule retentionRule() {
        return new RetentionRule(
                queue.settings().retentionMillis(),
                queue.settings().retentionBytes(),
                core.wall(),
                queue.isStream() ? RetentionRule.Claim.ALL : RetentionRule.Claim.SHARE);
    }

    Compaction compaction() {
        return compaction;
    }

    /** The queue was deleted. */
    void drop() {
        gone = true;
        dedup.drop();
        DedupRuns runs = work.state().dedupRuns;
        if (runs != null) {
            runs.forget(Long.MAX_VALUE);
        }
        subscriptions.forEach(Subscription::drop);
        if (cursors != null) {
            cursors.refuseAll(new Refusal.NoSuchQueue(queue.name()));
        }
        if (later != null) {
            later.drop();
        }
        whenLoaded.clear();
    }

    boolean isGone() {
        return gone;
    }

    // --- messages come

    void appended(long offset, long time, long wall, int size, long due) {
        appendedFor(Subscription.EACH, offset, time, wall, size, due);
    }

    /** The same for one subscription alone. */
    void appendedFor(int reader, long offset, long time, long wall, int size, long due) {
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription each = subscriptions.get(i);
            if (each.isDirect() && each.delivers(reader)) {
                each.appended(offset, time, wall, size, due);
            } else if (each.isDirect()) {
                each.passedBy(offset, time, size);
            }
        }
    }

    /** Whether its messages are delivered by priority. */
    boolean hasPriorities() {
        return work.state().levels != null;
    }

    /** A message that was just appended has this priority. */
    void ranked(long offset, int level) {
        if (level == Priority.USUAL) {
            return;
        }
        for (int i = 0; i < subscriptions.size(); i++) {
            if (subscriptions.get(i).isDirect()) {
                subscriptions.get(i).state().rank(offset, level);
            }
        }
    }

    /** A message that was just appended at this time is not delivered from its deadline on. */
    void lapses(long offset, long deadline, long time) {
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription each = subscriptions.get(i);
            if (each.isDirect() && !each.isBystander()) {
                each.state().lapse(offset, deadline, time);
            }
        }
    }

    /** A batch of messages is on disk and accounted for. */
    void batchAppended(ByteBuffer batch, long from, long to) {
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).batchAppended(batch, from, to);
        }
        if (cursors != null) {
            cursors.appended(batch, from, to);
        }
    }

    /** Gives out what has come; what is beyond the queue's limit then is pushed out. */
    void serveAndPushOut() {
        serve();
        core.overflow.pushOutExcess(queue);
    }

    /** Nothing will come any more: cursors that wait are told so. */
    void endReads() {
        if (cursors != null) {
            cursors.endAll();
        }
    }

    /** Gives out what has come. */
    void serve() {
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).receiving().serve();
        }
        if (cursors != null) {
            cursors.serve();
        }
    }
}
