package dev.forebay.engine.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a queue's scheduled messages: its runs, and how far they have come. Its changes
 * are the entries of the log and nothing else, so that a replay leads to the same state.
 */
final class LaterState {
    final int queueId;

    /** The runs by their beginning, but for the parts of the one that is being divided. */
    final TreeMap<Long, LaterRun> runs = new TreeMap<>();

    /** The parts of {@link #divided} so far, by their beginning. */
    final TreeMap<Long, LaterRun> parts = new TreeMap<>();

    private final Map<Long, LaterRun> byNumber = new HashMap<>();

    /** The run that is being divided, or null. */
    @Nullable LaterRun divided;

    /** This place and those before it were reached. */
    LaterPlace passed = LaterPlace.NONE;

    /** Numbers below were purged. */
    long purgedBelow;

    /** How many were purged or cancelled so far. */
    long purged;

    /** Numbers below may be in use. */
    long reserved;

    /** Those that wait in all runs, and their bytes. */
    long messages;

    long bytes;

    LaterState(int queueId) {
        this.queueId = queueId;
    }

    @Nullable LaterRun run(long number) {
        return byNumber.get(number);
    }

    /** All of them, the parts of one that is being divided included. */
    Collection<LaterRun> all() {
        return byNumber.values();
    }

    /** The run that takes a message due then, or null. */
    static @Nullable LaterRun covering(NavigableMap<Long, LaterRun> among, long due) {
        Map.Entry<Long, LaterRun> entry = among.floorEntry(due);
        return entry != null && entry.getValue().range.covers(due) ? entry.getValue() : null;
    }

    /** A stretch of about this width for a message that none of these runs covers. */
    static LaterRun.Range gap(
            NavigableMap<Long, LaterRun> among,
            long due,
            long width,
            long number,
            LaterRun.@Nullable Range within) {
        long from = due - Math.floorMod(due, width);
        long to = from + width;
        Map.Entry<Long, LaterRun> before = among.floorEntry(due);
        if (before != null) {
            from = Math.max(from, before.getValue().range.to());
        }
        Long after = among.higherKey(due);
        if (after != null) {
            to = Math.min(to, after);
        }
        if (within == null) {
            return new LaterRun.Range(number, from, to, LaterRun.Range.NO_PARENT);
        }
        return new LaterRun.Range(
                number, Math.max(from, within.from()), Math.min(to, within.to()), within.number());
    }

    void add(LaterRun run) {
        byNumber.put(run.range.number(), run);
        boolean isPart = divided != null && run.range.parent() == divided.range.number();
        (isPart ? parts : runs).put(run.range.from(), run);
    }

    /** The run is being divided from now on; its parts so far, after a restart. */
    void divide(LaterRun run) {
        divided = run;
    }

    private void dividedWholly() {
        LaterRun whole = divided;
        if (whole != null) {
            divided = null;
            remove(whole);
            runs.putAll(parts);
            parts.clear();
        }
    }

    /** What is left of it cannot be read: it takes nothing any more. */
    void dividedAsFarAsPossible() {
        LaterRun whole = divided;
        if (whole != null) {
            divided = null;
            runs.remove(whole.range.from(), whole);
            runs.putAll(parts);
            parts.clear();
        }
    }

    private void remove(LaterRun run) {
        byNumber.remove(run.range.number());
        runs.remove(run.range.from(), run);
        parts.remove(run.range.from(), run);
    }

    /** Puts runs found at a start in order: parts under what they are parts of. */
    void found(List<LaterRun> all) {
        all.forEach(run -> byNumber.put(run.range.number(), run));
        List<LaterRun> oldestFirst =
                all.stream().sorted(Comparator.comparingLong(run -> run.range.number())).toList();
        // One is divided at a time. What was divided before it is done with: where a crash brought
        // its stream back, the journal tells so, and its parts may stand in its place already.
        for (LaterRun run : oldestFirst) {
            LaterRun whole = byNumber.get(run.range.parent());
            divided = whole == null ? divided : whole;
        }
        oldestFirst.forEach(this::add);
    }

    /** A message was sent into the run. */
    void sent(LaterRun run, int size) {
        run.add(size);
        messages++;
        bytes += size;
    }

    /** Messages came into a part of the run that is being divided. */
    void divided(LaterRun part, long count, long size) {
        part.messages += count;
        part.bytes += size;
        messages += count;
        bytes += size;
    }

    /** So many of those that were purged with a run came too late for it. */
    private void keep(LaterRun run) {
        run.messages = run.fresh;
        run.bytes = run.freshBytes;
        messages += run.fresh;
        bytes += run.freshBytes;
        run.fresh = 0;
        run.freshBytes = 0;
    }

    /** Whether a message in the run is still to be delivered. */
    boolean isWaiting(LaterRun run, LaterPlace place) {
        return place.number() >= purgedBelow
                && place.compareTo(passed) > 0
                && (run.cancelled.isEmpty() || !run.cancelled.contains(place.number()));
    }

    void apply(LaterCodec.Entry entry) {
        switch (entry) {
            case LaterCodec.Entry.Queue queue -> {
                passed = queue.passed();
                purgedBelow = queue.purgedBelow();
                purged = queue.purged();
                reserved = Math.max(reserved, queue.reserved());
            }
            case LaterCodec.Entry.Run known -> {
                LaterRun run = run(known.run());
                if (run != null) {
                    messages += known.messages() - run.messages;
                    bytes += known.bytes() - run.bytes;
                    run.start = known.start();
                    run.end = known.end();
                    run.messages = known.messages();
                    run.bytes = known.bytes();
                }
            }
            case LaterCodec.Entry.Closed closed -> {
                LaterRun run = run(closed.run());
                if (run != null) {
                    take(run, run.messages, run.bytes);
                    if (run == divided) {
                        dividedWholly();
                    } else {
                        remove(run);
                    }
                }
            }
            case LaterCodec.Entry.Moved moved -> {
                passed = moved.passed();
                take(run(moved.run()), moved.messages(), moved.bytes());
            }
            case LaterCodec.Entry.Divided done -> {
                LaterRun run = run(done.run());
                take(run, done.messages(), done.bytes());
                if (run != null) {
                    run.start = done.start();
                }
            }
            case LaterCodec.Entry.Cancelled one -> {
                LaterRun run = run(one.run());
                take(run, 1, one.bytes());
                if (run != null) {
                    run.cancelled.add(one.number());
                }
                purged++;
            }
            case LaterCodec.Entry.AreCancelled some -> {
                LaterRun run = run(some.run());
                if (run != null) {
                    run.cancelled.addRange(some.from(), some.to());
                }
            }
            case LaterCodec.Entry.Reserved next -> reserved = Math.max(reserved, next.below());
            case LaterCodec.Entry.Purged all -> {
                purgedBelow = all.below();
                purged += all.messages();
                messages = 0;
                bytes = 0;
                for (LaterRun run : byNumber.values()) {
                    run.cancelled.removeBelow(all.below());
                    keep(run);
                }
            }
            case LaterCodec.Entry.Duplicate duplicate -> {
                // Kept by the deduplication window.
            }
        }
    }

    private void take(@Nullable LaterRun run, long count, long size) {
        if (run != null) {
            long before = run.bytes;
            run.take(count, size);
            messages -= count;
            bytes -= before - run.bytes;
        }
    }

    /** Throws when the state contradicts itself. */
    void check() {
        long count = 0;
        for (LaterRun run : byNumber.values()) {
            count += run.messages;
            require(run.messages >= 0 && run.coming >= 0, "fewer than none", run);
            require(!run.missing, "its messages are not there", run);
        }
        checkOrder(runs);
        checkOrder(parts);
        if (count != messages) {
            throw new IllegalStateException(messages + " scheduled messages, but " + count);
        }
    }

    private static void checkOrder(Map<Long, LaterRun> among) {
        long end = Long.MIN_VALUE;
        for (LaterRun run : among.values()) {
            require(run.range.from() >= end, "overlaps another", run);
            end = run.range.to();
        }
    }

    private static void require(boolean held, String what, LaterRun run) {
        if (!held) {
            throw new IllegalStateException(run.stream.name() + ": " + what);
        }
    }

    /** How things stand. */
    List<LaterCodec.Entry> snapshot() {
        List<LaterCodec.Entry> all = new ArrayList<>();
        all.add(new LaterCodec.Entry.Queue(queueId, passed, purgedBelow, purged, reserved));
        for (LaterRun run : byNumber.values()) {
            long number = run.range.number();
            all.add(
                    new LaterCodec.Entry.Run(
                            queueId, number, run.start, run.end, run.messages, run.bytes));
            for (long from = run.cancelled.first(); from >= 0; ) {
                long to = run.cancelled.nextAbsent(from);
                all.add(new LaterCodec.Entry.AreCancelled(queueId, number, from, to));
                from = run.cancelled.next(to);
            }
        }
        return all;
    }
}
