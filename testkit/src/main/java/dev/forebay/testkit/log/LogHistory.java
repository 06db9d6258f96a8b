package dev.forebay.testkit.log;

import dev.forebay.log.LogFailure;
import dev.forebay.testkit.log.LogOperation.Fate;
import dev.forebay.testkit.log.LogView.Batch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was asked of a store, in order, and what it answered: the reference that recovered states
 * are held against. A log recovers to what some prefix of the operations gives, one that holds all
 * that were answered; nothing else is right.
 */
final class LogHistory {
    private final List<LogOperation> operations;

    /** Per stream, below which offset retention was allowed to drop segments. */
    private final Map<String, Long> notNeeded;

    /** Per stream, batches that compaction was allowed to leave out, by their offsets. */
    private final Map<String, Set<Long>> compacted;

    LogHistory() {
        this(new ArrayList<>(), new HashMap<>(), new HashMap<>());
    }

    private LogHistory(
            List<LogOperation> operations,
            Map<String, Long> notNeeded,
            Map<String, Set<Long>> compacted) {
        this.operations = operations;
        this.notNeeded = notNeeded;
        this.compacted = compacted;
    }

    LogHistory copy() {
        Map<String, Set<Long>> offsets = new HashMap<>();
        compacted.forEach((stream, gone) -> offsets.put(stream, new HashSet<>(gone)));
        return new LogHistory(new ArrayList<>(operations), new HashMap<>(notNeeded), offsets);
    }

    int submitted(LogStep step) {
        operations.add(new LogOperation(operations.size(), step, Fate.OPEN, List.of()));
        return operations.size() - 1;
    }

    int nextNumber() {
        return operations.size();
    }

    void done(int number, long[] offsets) {
        List<Long> known = Arrays.stream(offsets).boxed().toList();
        operations.set(number, operations.get(number).with(Fate.IN, known));
    }

    void failed(int number, LogFailure failure) {
        Fate fate =
                switch (failure) {
                    case LogFailure.DiskFull full -> Fate.OUT;
                    case LogFailure.TooLarge large -> Fate.OUT;
                    case LogFailure.OutOfMemory memory -> Fate.OUT;
                    case LogFailure.Closed closed -> Fate.OUT;
                    case LogFailure.Failed failed -> Fate.OPEN;
                    case LogFailure.Damaged damaged ->
                            throw new AssertionError("an append answered " + damaged);
                };
        operations.set(number, operations.get(number).with(fate, List.of()));
    }

    void retained(String stream, long neededFrom) {
        notNeeded.merge(stream, neededFrom, Math::max);
    }

    void compacted(String stream, long offset) {
        compacted.computeIfAbsent(stream, any -> new HashSet<>()).add(offset);
    }

    boolean isAnswered(int number) {
        return operations.get(number).fate != Fate.OPEN;
    }

    /** What the streams must hold if every open operation is in. */
    Map<String, List<Expected>> expectedNow() {
        return expected(operations.size());
    }

    /**
     * Compares what a store serves with what it may serve.
     *
     * @return the history with the fate of each open operation decided by what was seen
     */
    LogHistory judge(LogView view) {
        int least = 0;
        for (LogOperation operation : operations) {
            if (operation.fate == Fate.IN) {
                least = operation.number + 1;
            }
        }
        String mismatch = "";
        for (int prefix = least; prefix <= operations.size(); prefix++) {
            Optional<String> difference = difference(expected(prefix), view);
            if (difference.isEmpty()) {
                return decided(prefix, view);
            }
            if (prefix == least || mismatch.isEmpty()) {
                mismatch = difference.get();
            }
        }
        throw new AssertionError(
                "no prefix of the operations from "
                        + least
                        + " of "
                        + operations.size()
                        + " on gives what is served; with "
                        + least
                        + ": "
                        + mismatch);
    }

    private Map<String, List<Expected>> expected(int prefix) {
        Map<String, List<Expected>> streams = new HashMap<>();
        for (LogOperation operation : operations.subList(0, prefix)) {
            if (operation.fate == Fate.OUT) {
                continue;
            }
            switch (operation.step) {
                case LogStep.Append append -> addTo(streams, operation, append);
                case LogStep.Delete delete -> streams.remove(delete.stream());
                case LogStep.Retain s -> {}
                case LogStep.Compact s -> {}
                case LogStep.Await s -> {}
                case LogStep.Pass s -> {}
                case LogStep.Restart s -> {}
                case LogStep.ReadAll s -> {}
            }
        }
        return streams;
    }

    private static void addTo(
            Map<String, List<Expected>> streams, LogOperation operation, LogStep.Append append) {
        int target = 0;
        for (int i = 0; i < append.entries().size(); i++) {
            LogStep.Entry entry = append.entries().get(i);
            for (String stream : entry.streams()) {
                long offset = operation.offsets.isEmpty() ? -1 : operation.offsets.get(target);
                streams.computeIfAbsent(stream, s -> new ArrayList<>())
                        .add(new Expected(operation.number, i, entry, offset));
                target++;
            }
        }
    }

    private Optional<String> difference(Map<String, List<Expected>> expected, LogView view) {
        for (String stream : view.streams().keySet()) {
            if (!expected.containsKey(stream) && !view.streams().get(stream).batches().isEmpty()) {
                return Optional.of(stream + " should not be there");
            }
        }
        for (Map.Entry<String, List<Expected>> each : expected.entrySet()) {
            LogView.Stream served = view.streams().get(each.getKey());
            Optional<String> difference =
                    served == null
                            ? allDropped(each.getKey(), each.getValue())
                            : difference(each.getKey(), each.getValue(), served);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> allDropped(String stream, List<Expected> expected) {
        return expected.isEmpty() ? Optional.empty() : Optional.of(stream + " is gone");
    }

    private Optional<String> difference(
            String stream, List<Expected> expected, LogView.Stream served) {
        if (!served.refused().isEmpty()) {
            return Optional.of(stream + " cannot be read: " + served.refused());
        }
        long last = -1;
        int next = 0;
        for (Expected want : expected) {
            boolean there =
                    next < served.batches().size()
                            && ScriptBatch.same(served.batches().get(next).bytes(), want.made());
            if (!there) {
                if (!mayBeGone(stream, want, next)) {
                    return Optional.of(stream + " lacks " + want + ", or has other bytes");
                }
                continue;
            }
            Batch have = served.batches().get(next);
            boolean moved = want.offset() >= 0 && want.offset() != have.offset();
            if (moved || have.offset() <= last) {
                return Optional.of(stream + " has " + want + " at offset " + have.offset());
            }
            last = have.lastOffset();
            next++;
        }
        return next == served.batches().size()
                ? Optional.empty()
                : Optional.of(stream + " has batches too many, from number " + next + " on");
    }

    /** Retention takes from the front only. */
    private boolean mayBeGone(String stream, Expected batch, int servedBefore) {
        boolean dropped = servedBefore == 0 && batch.offset() < notNeeded.getOrDefault(stream, 0L);
        return batch.offset() >= 0
                && (dropped || compacted.getOrDefault(stream, Set.of()).contains(batch.offset()));
    }

    /** The fates that follow when exactly the operations before {@code prefix} are in. */
    private LogHistory decided(int prefix, LogView view) {
        LogHistory decided = copy();
        Map<String, List<Expected>> expected = expected(prefix);
        Map<Long, Long> offsets = new HashMap<>();
        expected.forEach((stream, wanted) -> {
            Map<Long, Long> served = new HashMap<>();
            for (Batch batch : view.batches(stream)) {
                ScriptBatch.idOf(batch.bytes()).ifPresent(id -> served.put(id, batch.offset()));
            }
            for (Expected want : wanted) {
                Long offset = served.get(ScriptBatch.id(want.operation(), want.entryIndex()));
                if (offset != null) {
                    offsets.put(want.place(stream), offset);
                }
            }
        });
        for (LogOperation operation : operations) {
            if (operation.fate == Fate.OPEN) {
                boolean in = operation.number < prefix;
                decided.operations.set(
                        operation.number,
                        operation.with(
                                in ? Fate.IN : Fate.OUT,
                                in ? offsetsOf(operation, offsets) : List.of()));
            }
        }
        return decided;
    }

    private static List<Long> offsetsOf(LogOperation operation, Map<Long, Long> offsets) {
        List<Long> known = new ArrayList<>();
        if (operation.step instanceof LogStep.Append append) {
            for (int i = 0; i < append.entries().size(); i++) {
                for (String stream : append.entries().get(i).streams()) {
                    // Deleted again since, perhaps.
                    known.add(offsets.getOrDefault(place(stream, operation.number, i), -1L));
                }
            }
        }
        return known;
    }

    private static long place(String stream, int number, int entry) {
        return (long) stream.hashCode() << 32 ^ (number * 1000L + entry);
    }

    /** A batch that a stream must hold; offset -1 when it is not known. */
    record Expected(int operation, int entryIndex, LogStep.Entry entry, long offset) {
        ByteBuffer made() {
            return ScriptBatch.make(operation, entryIndex, entry.records(), entry.bytes());
        }

        long place(String stream) {
            return LogHistory.place(stream, operation, entryIndex);
        }

        @Override
        public String toString() {
            return "#" + operation + "." + entryIndex + "@" + offset;
        }
    }
}
