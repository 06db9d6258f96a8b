package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Send;
import dev.forebay.engine.struct.HashEntries;
import dev.forebay.engine.struct.HashWindow;
import dev.forebay.engine.struct.HeapShare;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deduplication ids of the last while, as 128-bit hashes with the offset of the first message.
 * Rebuilt from the messages themselves after a restart.
 */
final class DedupWindow {
    static final long NONE = HashWindow.NONE;

    private final long seed;
    private final HeapShare heap;
    private final HashWindow window = new HashWindow();
    private boolean dropped;
    private final Map<Id, List<Duplicate>> pending = new HashMap<>();

    /**
     * @param heap counts the ids in the heap
     */
    DedupWindow(long seed, HeapShare heap) {
        this.seed = seed;
        this.heap = heap;
    }

    /** A hashed id. */
    record Id(long high, long low) {}

    /** A send that waits for an earlier one with the same id. */
    record Duplicate(SendCall call, int index) {}

    /** With which its ids are hashed; another one after each start. */
    long seed() {
        return seed;
    }

    Id id(Deduplication rule, String text, @Nullable ByteBuffer key) {
        return id(rule, text, key, seed);
    }

    /** The id of a send that has one. */
    Id id(Deduplication rule, Send send) {
        return id(rule, send, seed);
    }

    /** The same, as it was hashed with another seed. */
    Id id(Deduplication rule, Send send, long with) {
        String text = send.deduplicationId();
        return id(rule, text == null ? "" : text, send.message().key(), with);
    }

    private static Id id(Deduplication rule, String text, @Nullable ByteBuffer key, long with) {
        long high = with;
        long low = ~with * 0x9E3779B97F4A7C15L;
        if (rule.scope() == Deduplication.Scope.KEY && key != null) {
            for (int at = key.position(); at < key.limit(); at++) {
                high = mix(high ^ (key.get(at) & 0xFF));
                low = mix(low + (key.get(at) & 0xFF) + 1);
            }
            high = mix(high ^ 0x100);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte part : bytes) {
            high = mix(high ^ (part & 0xFF));
            low = mix(low + (part & 0xFF) + 1);
        }
        return new Id(high, mix(low ^ bytes.length));
    }

    /** Offset of the message that has the id, or {@link #NONE}. */
    long find(Id id, long now, Deduplication rule) {
        expire(now, rule);
        return window.find(id.high(), id.low());
    }

    /** The sends that wait for the one with this id that is on its way, or null. */
    @Nullable List<Duplicate> pending(Id id) {
        return pending.get(id);
    }

    /**
     * Whether no more ids are kept.
     *
     * @param others how many are kept elsewhere
     */
    boolean isFull(Deduplication rule, long others) {
        return window.size() + pending.size() + others >= rule.capacity();
    }

    /** Engine time at which the oldest id in the heap is forgotten. */
    long roomAt(long now, Deduplication rule) {
        return (window.size() == 0 ? now : window.oldest()) + rule.windowMillis();
    }

    void begin(Id id) {
        pending.put(id, new ArrayList<>(0));
    }

    /** The send with this id ended; returns those that waited for it. */
    List<Duplicate> end(Id id) {
        List<Duplicate> waiting = pending.remove(id);
        return waiting == null ? List.of() : waiting;
    }

    void add(Id id, long time, long offset) {
        if (!dropped) {
            window.add(id.high(), id.low(), time, offset);
            heap.add(1);
        }
    }

    /** Forgets what is older than the rule says. */
    void expire(long now, Deduplication rule) {
        int before = window.size();
        window.expire(now - rule.windowMillis());
        heap.add(window.size() - before);
    }

    /** Forgets the ids of messages up to this offset. */
    void dropThrough(long offset) {
        int before = window.size();
        window.dropThrough(offset);
        heap.add(window.size() - before);
    }

    /** The queue was deleted. */
    void drop() {
        clear();
        dropped = true;
    }

    /** Forgets all. */
    void clear() {
        heap.add(-window.size());
        window.clear();
    }

    void shrink() {
        window.shrink();
    }

    int inHeap() {
        return window.size();
    }

    /** A copy of so many ids, the oldest first. */
    HashEntries oldest(int most) {
        return window.oldest(most);
    }

    /** Messages from here on are needed to rebuild the window, or {@link #NONE}. */
    long oldestOffset(long now, @Nullable Deduplication rule) {
        if (rule == null) {
            return NONE;
        }
        expire(now, rule);
        return window.oldestOffset();
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 29;
    }
}
