package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.struct.HashWindow;
import dev.forebay.engine.struct.HeapShare;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The deduplication ids of a queue's scheduled messages, as long as they are compared. */
final class LaterDuplicates {
    private final QueueState queue;
    private final DedupWindow hashes;
    private final HeapShare heap;
    private final HashWindow window = new HashWindow();
    private final Long2ObjectHashMap<LaterCodec.Entry.Duplicate> kept = new Long2ObjectHashMap<>();
    private long first;
    private long end;

    /**
     * @param heap counts those of all queues
     */
    LaterDuplicates(QueueState queue, DedupWindow hashes, HeapShare heap) {
        this.heap = heap;
        this.queue = queue;
        this.hashes = hashes;
    }

    void add(LaterCodec.Entry.Duplicate duplicate) {
        Deduplication rule = queue.deduplication();
        if (rule != null) {
            DedupWindow.Id id = hashes.id(rule, duplicate.id(), duplicate.key());
            window.add(id.high(), id.low(), duplicate.time(), end);
            kept.put(end++, duplicate);
            heap.add(1);
        }
    }

    int size() {
        return kept.size();
    }

    /** The place of the message that has the id, or null. */
    @Nullable LaterPlace find(DedupWindow.Id id, long now, Deduplication rule) {
        expire(now - rule.windowMillis());
        long index = window.find(id.high(), id.low());
        LaterCodec.Entry.Duplicate found = index == HashWindow.NONE ? null : kept.get(index);
        return found == null ? null : found.place();
    }

    /** Forgets all. */
    void drop() {
        expire(Long.MAX_VALUE);
    }

    private void expire(long until) {
        int before = window.size();
        window.expire(until);
        heap.add(window.size() - before);
        long left = end - window.size();
        while (first < left) {
            kept.remove(first++);
        }
    }

    /** All that are compared, the oldest first. */
    List<LaterCodec.Entry.Duplicate> all() {
        return LongStream.range(first, end).mapToObj(kept::get).toList();
    }
}
