package dev.forebay.engine.core;

import dev.forebay.engine.struct.AttemptEntry;
import dev.forebay.engine.struct.AttemptPage;
import dev.forebay.engine.struct.Attempts;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.Failures;
import dev.forebay.engine.struct.HeapShare;
import dev.forebay.engine.struct.OffsetSet;
import dev.forebay.engine.struct.SpilledAttempts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What is known of a subscription's messages that were leased before and are not settled: how
 * often, when first, by which lease last, and why they failed; only where that is not what the
 * subscription implies. Of those that no consumer has it may be spilled, and is recalled before one
 * has them again: until then only the attempts are known.
 */
final class Tried {
    private final Attempts attempts = new Attempts();
    private final Failures failures = new Failures();
    private final SpilledAttempts spilled = new SpilledAttempts();

    /** Messages that no consumer has and of which the heap holds something. */
    private final OffsetSet waiting = new OffsetSet();

    private final HeapShare heap;
    private int entries;

    /**
     * @param heap where the messages are counted of which the heap holds something
     */
    Tried(HeapShare heap) {
        this.heap = heap;
    }

    /** A message was leased for the first time, after all with lower offsets. */
    void mark(long offset, long wall) {
        attempts.mark(offset, wall);
    }

    /** When the message was first leased as far as its neighbours tell, 0 when they do not. */
    long marked(long offset) {
        return attempts.marked(offset);
    }

    /** Attempts of a message that no consumer has, or {@link Attempts#NONE} when none are kept. */
    int count(long offset) {
        int known = attempts.count(offset);
        return known == Attempts.NONE && !spilled.isEmpty() ? spilled.count(offset) : known;
    }

    /** When the message was first leased; what was spilled of it must have been recalled. */
    long first(long offset) {
        return attempts.first(offset);
    }

    /** Number of its last lease, or {@link Attempts#NONE}; must have been recalled. */
    long last(long offset) {
        return attempts.last(offset);
    }

    /** Its last reasons, the oldest first; must have been recalled. */
    List<String> reasons(long offset) {
        return failures.of(offset);
    }

    boolean hasReasons(long offset) {
        return failures.contains(offset);
    }

    /** The message, which is leased, fails of this. */
    void failed(long offset, String reason) {
        failures.add(offset, reason);
    }

    /** A consumer has the message. */
    void leased(long offset) {
        attempts.remove(offset);
        forget(offset);
    }

    /** The message waits again after so many attempts. */
    void released(long offset, int count, long first, long last) {
        attempts.put(offset, count, first, last);
        await(offset);
    }

    /** The message waits again, and its attempts are implied. */
    void released(long offset) {
        if (failures.contains(offset)) {
            await(offset);
        }
    }

    /** A message that a consumer has was settled. */
    void settledLeased(long offset) {
        failures.remove(offset);
    }

    /** A message that no consumer has was settled. */
    void settled(long offset) {
        attempts.remove(offset);
        failures.remove(offset);
        forget(offset);
    }

    /** All messages below were settled but those that a consumer has. */
    void settledBelow(long bound, LongPredicate isLeased) {
        attempts.removeBelow(bound);
        if (!failures.isEmpty()) {
            failures.removeIf(offset -> offset < bound && !isLeased.test(offset));
        }
        if (!waiting.isEmpty()) {
            long before = waiting.cardinality();
            waiting.removeBelow(bound);
            counted(waiting.cardinality() - before);
        }
        spilled.removeBelow(bound);
    }

    private void await(long offset) {
        waiting.add(offset);
        counted(1);
    }

    private void forget(long offset) {
        if (!waiting.isEmpty() && waiting.remove(offset)) {
            counted(-1);
        }
        spilled.remove(offset);
    }

    private void counted(long more) {
        entries += (int) more;
        heap.add(more);
    }

    /** Makes small what was not touched for a while. */
    void shrink() {
        waiting.closeIdle();
    }

    /** Nothing of all this is needed any more. */
    void drop() {
        heap.add(-entries);
        entries = 0;
    }

    // --- on disk

    /** Of how many messages that no consumer has the heap holds something. */
    int entries() {
        return entries;
    }

    /** What is known of messages that wait, of those least likely to be leased next: the newest. */
    List<AttemptEntry> newest(int most, int mostBytes) {
        List<AttemptEntry> newest = new ArrayList<>(Math.min(most, entries));
        int bytes = 0;
        long offset = waiting.previous(Long.MAX_VALUE);
        while (offset != OffsetSet.NONE && newest.size() < most && bytes < mostBytes) {
            AttemptEntry entry = entry(offset);
            newest.add(entry);
            bytes += AttemptPage.bytesOf(entry.reasons());
            offset = waiting.previous(offset - 1);
        }
        Collections.reverse(newest);
        return newest;
    }

    /** Whether this is what the heap holds of a message that no consumer has. */
    boolean holds(AttemptEntry entry) {
        return waiting.contains(entry.offset()) && entry(entry.offset()).equals(entry);
    }

    boolean waits(long offset) {
        return waiting.contains(offset);
    }

    private AttemptEntry entry(long offset) {
        return attempts.entry(offset, failures.of(offset));
    }

    boolean isSpilled(long offset) {
        return !spilled.isEmpty() && spilled.contains(offset);
    }

    /** Place of the page that holds what was spilled of the message. */
    long place(long offset) {
        return spilled.place(offset);
    }

    /** The oldest page that is needed, or {@link SpilledAttempts#NONE}. */
    long firstPlace() {
        return spilled.firstPlace();
    }

    /** About how many bytes of pages are needed. */
    long spilledBytes() {
        return spilled.bytes();
    }

    /** What is known of a message that waits is in a page at this place, and no longer here. */
    void spill(long offset, long place, int bytes) {
        spilled.add(offset, attempts.count(offset), place, bytes);
        attempts.remove(offset);
        failures.remove(offset);
        waiting.remove(offset);
        counted(-1);
    }

    /** What was spilled is here again. */
    void recall(AttemptEntry entry) {
        long offset = entry.offset();
        spilled.remove(offset);
        if (entry.isEmpty()) {
            return;
        }
        if (entry.count() != Attempts.NONE) {
            attempts.put(offset, entry.count(), entry.first(), entry.last());
        }
        entry.reasons().forEach(reason -> failures.add(offset, reason));
        await(offset);
    }

    void write(ByteSink sink) {
        attempts.write(sink);
        failures.write(sink);
        spilled.write(sink);
    }

    void read(ByteSource source, LongPredicate isLeased) {
        attempts.read(source);
        failures.read(source);
        spilled.read(source);
        attempts.forEach(this::awaitOnce);
        failures.forEach(offset -> {
            if (!isLeased.test(offset)) {
                awaitOnce(offset);
            }
        });
    }

    private void awaitOnce(long offset) {
        if (!waiting.contains(offset)) {
            await(offset);
        }
    }
}
