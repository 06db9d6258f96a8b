package dev.forebay.log.embedded;

import dev.forebay.log.RetentionRule;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFullException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts one stream after the other, one piece a step and no faster than a bounded rate, so that
 * reads and checkpoints go before it. Storage task only.
 */
final class Compactor {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final int MOST_WAITING = 64;
    private static final long NANOS_PER_KIB = 1_000_000_000L / (32 << 10);
    private static final long KIB = 1 << 10;

    private final Disk disk;
    private final SegmentStore store;
    private final LogSettings settings;
    private final LogListener listener;
    private final LongSupplier nanoTime;
    private final ArrayDeque<StorageRequest.Compact> waiting = new ArrayDeque<>();
    private @Nullable CompactionRun run;
    private LongConsumer done = bytes -> {};
    private long dueAt;

    Compactor(
            Disk disk,
            SegmentStore store,
            LogSettings settings,
            LogListener listener,
            LongSupplier nanoTime) {
        this.disk = disk;
        this.store = store;
        this.settings = settings;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** Takes a request; declines it when there are many. */
    void offer(StorageRequest.Compact request) {
        if (waiting.size() >= MOST_WAITING) {
            request.done().accept(0);
        } else {
            waiting.add(request);
        }
    }

    /** Bytes of stale segments that a compaction would look at. */
    long staleBytes(StreamLog log, RetentionRule rule) {
        if (log.segments.size() < 2) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        long bytes = 0;
        for (Segment segment : StaleSegments.of(log, rule)) {
            bytes += now >= segment.lookedUntil ? segment.bytes : 0;
        }
        return bytes;
    }

    boolean isBusy() {
        return run != null || !waiting.isEmpty();
    }

    /** How long nothing is to be done; 0 or less when something is due. */
    long nanosUntilDue(long now) {
        return dueAt - now;
    }

    /** Does one piece, which must be due. */
    void step(long now) throws IOException {
        CompactionRun current = run == null ? begin(now) : run;
        if (current == null) {
            return;
        }
        run = current;
        long before = current.bytesRead();
        boolean goesOn;
        try {
            goesOn = current.step();
        } catch (DiskFullException e) {
            LOG.warn("No room to compact a segment now: {}", e.getMessage());
            current.giveUp();
            goesOn = false;
        }
        dueAt = now + (current.bytesRead() - before) / KIB * NANOS_PER_KIB;
        if (!goesOn) {
            run = null;
            done.accept(current.bytesGivenBack());
        }
    }

    private @Nullable CompactionRun begin(long now) {
        dueAt = now;
        StorageRequest.Compact request = waiting.poll();
        if (request == null) {
            return null;
        }
        StreamLog log = store.logs.find(request.stream());
        if (log == null) {
            request.done().accept(0);
            return null;
        }
        done = request.done();
        List<Segment> stale = StaleSegments.of(log, request.rule());
        return new CompactionRun(disk, store, settings, listener, log, request.live(), stale, now);
    }

    /** Ends what is under way and leaves nothing of it. */
    void abandon() throws IOException {
        CompactionRun current = run;
        run = null;
        waiting.clear();
        if (current != null) {
            current.giveUp();
        }
    }
}
