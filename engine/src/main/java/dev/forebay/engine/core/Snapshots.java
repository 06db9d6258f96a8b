package dev.forebay.engine.core;

import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Decides when subscriptions are snapshotted and keeps the snapshot stream short: one once it has
 * grown by a bounded amount, the one that holds the journal back longest once a replay would be too
 * long, and the one whose snapshot is oldest once the stream is mostly out of date.
 */
final class Snapshots {
    private static final int BYTES_A_TURN = 4 << 20;
    private static final long SLACK_BYTES = 4 << 20;
    private static final long JOURNAL_BYTES = 1L << 30;

    /** The one with the oldest entries is looked at so often while a longest replay is written. */
    private static final int LOOKS = 64;

    private final Core core;
    private final LogStream stream;

    /** Subscriptions with a snapshot, the oldest first. */
    private final LinkedHashSet<Subscription> live = new LinkedHashSet<>();

    /** Subscriptions with journal entries since their snapshot, the one with the oldest first. */
    private final LinkedHashSet<Subscription> dirty = new LinkedHashSet<>();

    private final LinkedHashSet<Subscription> due = new LinkedHashSet<>();
    private long liveBytes;
    private long appendedBytes;

    /** How long the journal was when the oldest was last looked at. */
    private long lookedAt;

    Snapshots(Core core, LogStream stream) {
        this.core = core;
        this.stream = stream;
    }

    LogStream stream() {
        return stream;
    }

    boolean isIdle() {
        return due.isEmpty();
    }

    /** The subscription has journal entries that no snapshot holds. */
    void dirty(Subscription subscription) {
        dirty.add(subscription);
    }

    void grown(Subscription subscription) {
        if (subscription.queue().isVolatile()) {
            return;
        }
        long bytes = subscription.snapshot() == null ? 0 : subscription.snapshot().bytes();
        if (subscription.growth.reaches(core.limits, bytes)) {
            due.add(subscription);
        }
    }

    /** Nothing of a volatile queue is kept for another process. */
    void demand(Subscription subscription) {
        if (!subscription.queue().isVolatile()) {
            due.add(subscription);
        }
    }

    /** A snapshot was found at a start, or came to disk. */
    void placed(Subscription subscription, SnapshotHead head, long offset, long bytes) {
        forget(subscription);
        subscription.setSnapshot(new SnapshotPlace(head, offset, bytes, appendedBytes));
        live.add(subscription);
        liveBytes += bytes;
        appendedBytes += bytes;
    }

    /** The subscription is gone. */
    void drop(Subscription subscription) {
        forget(subscription);
        dirty.remove(subscription);
        due.remove(subscription);
    }

    private void forget(Subscription subscription) {
        SnapshotPlace place = subscription.snapshot();
        if (place != null && live.remove(subscription)) {
            liveBytes -= place.bytes();
        }
    }

    /** Adds the snapshots that are due to the journal's append of this turn. */
    void flush() {
        demandOldest();
        if (due.isEmpty()) {
            return;
        }
        core.journal.close();
        RecordBatchWriter writer = new RecordBatchWriter(1024);
        List<Taken> taken = new ArrayList<>();
        Iterator<Subscription> all = due.iterator();
        while (all.hasNext() && writer.sizeBytes() < BYTES_A_TURN) {
            Subscription subscription = all.next();
            all.remove();
            if (subscription.isLoaded() && !subscription.isGone()) {
                ByteBuffer snapshot = SnapshotCodec.write(core, subscription);
                writer.append(core.wall(), subscription.tag(), snapshot, List.of());
                subscription.growth.reset();
                dirty.remove(subscription);
                taken.add(
                        new Taken(
                                subscription,
                                SnapshotCodec.readHead(snapshot),
                                snapshot.remaining()));
            }
        }
        long journalFrom = journalFrom();
        writer.append(
                core.wall(),
                null,
                SnapshotCodec.mark(journalFrom, core.journal.sequence()),
                List.of());
        core.journal.ride(
                new StreamAppend(stream, writer.finish()),
                base -> confirmed(taken, base, journalFrom));
        if (!due.isEmpty()) {
            core.again();
        }
    }

    private record Taken(Subscription subscription, SnapshotHead head, int bytes) {}

    private void demandOldest() {
        long bytes = core.journal.totalBytes();
        if (bytes - lookedAt < core.limits.journalReplayBytes() / LOOKS) {
            return;
        }
        lookedAt = bytes;
        for (Subscription oldest : dirty) {
            if (oldest.isLoaded()) {
                demandIfLong(oldest);
                return;
            }
            // It cannot be loaded: the journal is kept for it as it is.
        }
    }

    private void demandIfLong(Subscription oldest) {
        long bytes = core.journal.totalBytes() - oldest.growth.journalBytesAt();
        long records = core.journal.confirmedEnd() - oldest.growth.journalFrom();
        if (bytes > core.limits.journalReplayBytes() || records > core.limits.snapshotRecords()) {
            due.add(oldest);
        }
    }

    private long journalFrom() {
        long confirmed = core.journal.confirmedEnd();
        return dirty.isEmpty()
                ? confirmed
                : Math.min(confirmed, dirty.iterator().next().growth.journalFrom());
    }

    private void confirmed(List<Taken> taken, long base, long journalFrom) {
        for (int i = 0; i < taken.size(); i++) {
            Taken one = taken.get(i);
            if (!one.subscription().isGone()) {
                placed(one.subscription(), one.head(), base + i, one.bytes());
                one.subscription().partition().retain();
                one.subscription().partition().compaction().snapshotted();
            }
        }
        core.journal.stream()
                .retain(
                        journalFrom,
                        new RetentionRule(core.longestLifeMillis(), JOURNAL_BYTES, core.now()));
        if (live.isEmpty()) {
            return;
        }
        Subscription oldest = live.iterator().next();
        SnapshotPlace place = oldest.snapshot();
        if (place == null) {
            return;
        }
        stream.retain(place.offset(), new RetentionRule(0, 0, core.wall()));
        if (appendedBytes - place.appendedBefore() > 2 * liveBytes + SLACK_BYTES) {
            oldest.partition().whenLoaded(() -> demand(oldest));
        }
    }
}
