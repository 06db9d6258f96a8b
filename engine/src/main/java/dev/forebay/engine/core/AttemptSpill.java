package dev.forebay.engine.core;

import dev.forebay.engine.struct.AttemptEntry;
import dev.forebay.engine.struct.AttemptPage;
import dev.forebay.engine.struct.HeapShare;
import dev.forebay.engine.struct.SpilledAttempts;
import dev.forebay.log.LogStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what the heap holds of messages that wait for another attempt: of the subscription with
 * most of them, those least likely to be leased next go to disk, page by page. What was written is
 * there only once the journal says so, and only if nothing has happened to the message since.
 */
final class AttemptSpill {
    private static final int PAGE_ENTRIES = 4_096;
    private static final int PAGE_REASON_BYTES = 256 << 10;

    /** More of the stream than twice what is needed, and this for each entry in the heap, goes. */
    private static final int SLACK_BYTES = 4;

    private static final int PAGES_BETWEEN_TIDYING = 16;
    private static final long PAUSE_MILLIS = 1_000;

    private final Core core;
    private final SpillStream stream;
    private final HeapShare heap = new HeapShare();
    private boolean writing;
    private boolean tidying;
    private int pages;
    private long pausedUntil;

    AttemptSpill(Core core, LogStream stream) {
        this.core = core;
        this.stream = new SpillStream(core, stream);
    }

    SpillStream stream() {
        return stream;
    }

    /** Counts the messages of which the heap holds something. */
    HeapShare heap() {
        return heap;
    }

    /** Writes a page if the heap holds too much. */
    void flush() {
        long excess = heap.entries() - core.limits.attemptsInHeap();
        if (excess <= 0 || writing || core.now() < pausedUntil) {
            return;
        }
        if (core.gate.failure() == null) {
            write((int) Math.min(PAGE_ENTRIES, excess + core.limits.attemptsInHeap() / 8));
        }
    }

    private void write(int most) {
        Subscription subscription = theOneWithMost(AttemptSpill::entries);
        if (subscription == null || entries(subscription) == 0) {
            return;
        }
        List<AttemptEntry> entries = subscription.state().tried.newest(most, PAGE_REASON_BYTES);
        ByteBuffer page = AttemptPage.write(entries);
        int bytes = page.remaining();
        writing = true;
        stream.write(
                page,
                new SpillStream.Writing() {
                    @Override
                    public void written(long place) {
                        writing = false;
                        moved(subscription, entries, place, bytes);
                    }

                    @Override
                    public void refused() {
                        writing = false;
                        pausedUntil = core.now() + PAUSE_MILLIS;
                    }
                });
    }

    private void moved(
            Subscription subscription, List<AttemptEntry> entries, long place, int bytes) {
        if (subscription.isGone()) {
            return;
        }
        Tried tried = subscription.state().tried;
        long[] offsets =
                entries.stream().filter(tried::holds).mapToLong(AttemptEntry::offset).toArray();
        if (offsets.length > 0) {
            JournalWriter.spill(core.journal.entry(subscription), place, bytes, offsets);
            subscription.state().spill(place, bytes, offsets);
        }
        pages++;
        if (pages % PAGES_BETWEEN_TIDYING == 0) {
            tidy();
        }
    }

    /** Lets go of pages that nobody needs, and brings back the rest of those that few do. */
    void tidy() {
        if (writing || tidying || mayNeedMore()) {
            return;
        }
        Subscription oldest = theOneWithMost(each -> -from(each));
        long needed = oldest == null ? SpilledAttempts.NONE : from(oldest);
        if (oldest == null || needed == Long.MAX_VALUE) {
            stream.retain(stream.stream().endOffset());
            return;
        }
        stream.retain(needed);
        if (isMostlyStale()) {
            tidying = true;
            oldest.partition().whenLoaded(() -> empty(oldest));
        }
    }

    /** Whether pages may be needed of which the heap knows nothing, or knows what is undone. */
    private boolean mayNeedMore() {
        return core.loader.hasEntries() || core.gate.failure() != null;
    }

    private void empty(Subscription oldest) {
        long place = from(oldest);
        if (oldest.isGone() || !oldest.isLoaded() || place == Long.MAX_VALUE) {
            tidying = false;
        } else {
            oldest.recall().all(place, () -> tidying = false);
        }
    }

    private boolean isMostlyStale() {
        long needed = 0;
        for (QueueState queue : core.catalog.queues()) {
            for (Subscription each : queue.partition().subscriptions()) {
                needed += bytes(each);
            }
        }
        long slack = (long) SLACK_BYTES * core.limits.attemptsInHeap();
        return stream.stream().sizeBytes() > 2 * needed + slack;
    }

    private static int entries(Subscription subscription) {
        return subscription.isLoaded() ? subscription.state().tried.entries() : 0;
    }

    private static long from(Subscription subscription) {
        long place = SpilledAttempts.NONE;
        SnapshotPlace snapshot = subscription.snapshot();
        if (subscription.isLoaded()) {
            place = subscription.state().tried.firstPlace();
        } else if (snapshot != null) {
            place = snapshot.head().spilledFrom();
        }
        return place == SpilledAttempts.NONE ? Long.MAX_VALUE : place;
    }

    private static long bytes(Subscription subscription) {
        SnapshotPlace snapshot = subscription.snapshot();
        if (subscription.isLoaded()) {
            return subscription.state().tried.spilledBytes();
        }
        return snapshot == null ? 0 : snapshot.head().spilledBytes();
    }

    /** The subscription of which the most can be said, or null when there is none. */
    private @Nullable Subscription theOneWithMost(ToLongFunction<Subscription> figure) {
        Subscription most = null;
        for (QueueState queue : core.catalog.queues()) {
            for (Subscription each : queue.partition().subscriptions()) {
                if (most == null || figure.applyAsLong(each) > figure.applyAsLong(most)) {
                    most = each;
                }
            }
        }
        return most;
    }
}
