package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.struct.HashWindow;
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
    private final HashWindow window = new HashWindow();
    private final Map<Id, List<Duplicate>> pending = new HashMap<>();

    DedupWindow(long seed) {
        this.seed = seed;
    }

    /** A hashed id. */
    record Id(long high, long low) {}

    /** A send that waits for an earlier one with the same id. */
    record Duplicate(SendCall call, int index) {}

    Id id(Deduplication rule, String text, @Nullable ByteBuffer key) {
        long high = seed;
        long low = ~seed * 0x9E3779B97F4A7C15L;
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
        window.expire(now - rule.windowMillis());
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
    boolean isFull(Deduplication rule, int others) {
        return window.size() + pending.size() + others >= rule.capacity();
    }

    long roomAt(Deduplication rule) {
        return window.size() == 0 ? rule.windowMillis() : window.oldest() + rule.windowMillis();
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
        window.add(id.high(), id.low(), time, offset);
    }

    /** Messages from here on are needed to rebuild the window, or {@link #NONE}. */
    long oldestOffset(long now, @Nullable Deduplication rule) {
        if (rule == null) {
            return NONE;
        }
        window.expire(now - rule.windowMillis());
        return window.oldestOffset();
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 29;
    }
}
