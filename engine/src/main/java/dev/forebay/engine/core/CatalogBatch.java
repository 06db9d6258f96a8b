package dev.forebay.engine.core;

import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What comes to the catalog's disk together, and the changes that are made with it. */
final class CatalogBatch {
    private static final int FIRST_BYTES = 256;

    /** So many are made in one go: the lane is not held up for long. */
    private static final int MOST_CHANGES = 256;

    private static final int MOST_BYTES = 256 << 10;

    private final long wall;
    private final RecordBatchWriter writer = new RecordBatchWriter(FIRST_BYTES);
    private final List<CatalogCodec.Entry> entries = new ArrayList<>();
    private final List<CatalogChange> changes = new ArrayList<>();
    private final Set<String> queues = new HashSet<>();
    private boolean whole;

    /**
     * An empty one.
     *
     * @param wall the time that its records bear
     */
    CatalogBatch(long wall) {
        this.wall = wall;
    }

    /** Whether a change can be decided before those that are in it are made. */
    boolean takes(CatalogChange next) {
        return changes.isEmpty()
                || (!whole
                        && changes.size() < MOST_CHANGES
                        && writer.sizeBytes() < MOST_BYTES
                        && next.queue().filter(queue -> !queues.contains(queue)).isPresent());
    }

    void add(CatalogChange change, CatalogCodec.Entry entry) {
        changes.add(change);
        change.queue().ifPresentOrElse(queues::add, () -> whole = true);
        add(entry);
    }

    void add(CatalogCodec.Entry entry) {
        entries.add(entry);
        writer.append(wall, null, CatalogCodec.write(entry), List.of());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<CatalogCodec.Entry> entries() {
        return entries;
    }

    List<CatalogChange> changes() {
        return changes;
    }

    /** What is appended. */
    ByteBuffer bytes() {
        return writer.finish();
    }
}
