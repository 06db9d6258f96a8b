package dev.forebay.engine.core;

import dev.forebay.engine.struct.OffsetSet;
import dev.forebay.log.LiveOffsets;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the log give back what a partition's settled messages take around a few that are not: those
 * past retention that no subscription and no pass needs any more. What is settled in memory may not
 * be on disk, and the journal could be damaged later: only what is settled in a snapshot of every
 * subscription goes. A volatile queue has no snapshots, and its state in memory is all there is.
 */
final class Compaction {
    /** The lane looks at so many runs of settled messages at a time. */
    private static final int MOST_RUNS = 16_384;

    /** After a compaction that gave nothing back, the next one waits for so many sweeps at most. */
    private static final int LONGEST_PAUSE = 4;

    private final Core core;
    private final Partition partition;
    private @Nullable Cut cut;
    private @Nullable Cut underWay;

    /** Where the next look begins. */
    private long from;

    private int pause;
    private int pauseLeft;

    Compaction(Core core, Partition partition) {
        this.core = core;
        this.partition = partition;
    }

    /**
     * What was needed at one time, by these subscriptions.
     *
     * @param sequence number of the journal's last record then
     */
    private record Cut(LiveOffsets live, long sequence, List<Subscription> subscriptions) {
        /** Whether all that is settled in it is so in snapshots on disk. */
        boolean isOnDisk() {
            for (Subscription each : subscriptions) {
                SnapshotPlace place = each.snapshot();
                if (place == null || place.head().sequence() < sequence) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Called from time to time: begins when there is something to give back. */
    void consider() {
        // Its snapshots did not come to disk: what is settled by now is more anyway.
        cut = null;
        if (underWay != null || partition.stream().staleBytes() == 0 || core.gate.isStopping()) {
            return;
        }
        if (pauseLeft > 0) {
            pauseLeft--;
        } else {
            partition.whenLoaded(this::begin);
        }
    }

    private void begin() {
        if (partition.broken() != null || partition.isGone() || cut != null || underWay != null) {
            return;
        }
        letGoOfIdle();
        LiveOffsets live = live();
        long dead = live.to() - live.from() - live.countIn(live.from(), live.to());
        if (dead == 0) {
            rest();
            return;
        }
        if (partition.queue().isVolatile()) {
            compact(new Cut(live, 0, List.of()));
            return;
        }
        core.journal.close();
        cut = new Cut(live, core.journal.sequence(), List.copyOf(partition.subscriptions()));
        partition.subscriptions().forEach(core.snapshots::demand);
    }

    /** Whose consumers have stayed away keeps nothing that is past retention. */
    private void letGoOfIdle() {
        if (partition.subscriptions().stream().anyMatch(core.pinning::isIdle)) {
            long kept = partition.queue().settings().retentionMillis();
            long start = partition.stream().offsetAt(core.wall() - kept);
            for (Subscription each : partition.subscriptions()) {
                if (core.pinning.isIdle(each)) {
                    core.pinning.letGoBelow(each, start);
                }
            }
        }
    }

    /** Offsets that are needed, up to where all is known of each subscription. */
    private LiveOffsets live() {
        long bound = SnapshotCodec.dedupFrom(core, partition.work());
        for (Subscription each : partition.subscriptions()) {
            bound = Math.min(bound, each.state().end);
        }
        long start = Math.max(from, partition.stream().startOffset());
        start = start < bound ? start : Math.min(bound, partition.stream().startOffset());
        LiveOffsets.Builder live = new LiveOffsets.Builder(start);
        long at = start;
        for (int runs = 0; runs < MOST_RUNS && at < bound; runs++) {
            long first = Math.min(bound, firstUnsettled(at));
            at = first < bound ? Math.min(bound, endOfUnsettled(first)) : bound;
            live.add(first, at);
        }
        // With an overlap, for the sake of segments that this look covers in part only.
        from = at < bound ? start + (at - start) / 2 : 0;
        return live.upTo(at);
    }

    private long firstUnsettled(long offset) {
        long first = Long.MAX_VALUE;
        for (Subscription each : partition.subscriptions()) {
            DeliveryState state = each.state();
            first = Math.min(first, state.settled.nextAbsent(Math.max(offset, state.low)));
        }
        return first;
    }

    /** The end of a run that some subscription has not settled, seen from its beginning. */
    private long endOfUnsettled(long first) {
        long end = first;
        for (Subscription each : partition.subscriptions()) {
            DeliveryState state = each.state();
            if (!state.isSettled(first)) {
                long settled = state.settled.next(first);
                end = Math.max(end, settled == OffsetSet.NONE ? Long.MAX_VALUE : settled);
            }
        }
        return end;
    }

    /** A snapshot of one of the subscriptions came to disk. */
    void snapshotted() {
        Cut waiting = cut;
        if (waiting == null) {
            return;
        }
        // Whoever came since may want what nobody wanted.
        if (partition.isGone() || !waiting.subscriptions().equals(partition.subscriptions())) {
            cut = null;
        } else if (waiting.isOnDisk()) {
            cut = null;
            compact(waiting);
        }
    }

    private void compact(Cut settled) {
        underWay = settled;
        partition.stream().compact(settled.live(), partition.retentionRule(), new End());
    }

    /**
     * Whether messages from here on are being let go of just now, so that who begins to look
     * through them must wait.
     */
    boolean isUnderWay(long offset) {
        Cut going = underWay;
        return going != null && offset < going.live().to();
    }

    private void ended(long bytesGivenBack) {
        underWay = null;
        if (bytesGivenBack > 0) {
            pause = 0;
        } else {
            rest();
        }
    }

    private void rest() {
        pause = Math.min(LONGEST_PAUSE, 2 * pause + 1);
        pauseLeft = pause;
    }

    /** The log's answer, on its way to the lane. */
    private final class End implements LongConsumer, Arrival {
        private volatile long bytes;

        @Override
        public void accept(long bytesGivenBack) {
            bytes = bytesGivenBack;
            core.commits.arrivals().add(this);
        }

        @Override
        public void arrived() {
            ended(bytes);
        }
    }
}
