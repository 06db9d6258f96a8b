package dev.forebay.engine.sim;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.StreamAppend;
import java.util.List;

/**
 * What is to be one append, as two right behind each other that are answered as one: only a crash
 * tells them from it.
 */
final class SplitAppend {
    private final List<StreamAppend> first;
    private final List<StreamAppend> second;
    private final boolean turned;

    private SplitAppend(List<StreamAppend> first, List<StreamAppend> second, boolean turned) {
        this.first = first;
        this.second = second;
        this.turned = turned;
    }

    /**
     * Of two entries at least.
     *
     * @param lastFirst whether the last entry comes before the others, or the first one does
     */
    static SplitAppend of(List<StreamAppend> entries, boolean lastFirst) {
        int at = lastFirst ? entries.size() - 1 : 1;
        List<StreamAppend> head = List.copyOf(entries.subList(0, at));
        List<StreamAppend> tail = List.copyOf(entries.subList(at, entries.size()));
        return lastFirst ? new SplitAppend(tail, head, true) : new SplitAppend(head, tail, false);
    }

    void to(LogStore store, AppendCompletion completion) {
        Half early = new Half();
        store.append(first, early);
        store.append(
                second,
                new AppendCompletion() {
                    @Override
                    public void completed(long[] offsets) {
                        completion.completed(
                                turned
                                        ? joined(offsets, early.offsets)
                                        : joined(early.offsets, offsets));
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        completion.failed(failure);
                    }
                });
    }

    private static long[] joined(long[] one, long[] other) {
        long[] all = new long[one.length + other.length];
        System.arraycopy(one, 0, all, 0, one.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    /** Notes where the first part came to stand; if it fails so does the second. */
    private static final class Half implements AppendCompletion {
        private long[] offsets = {};

        @Override
        public void completed(long[] baseOffsets) {
            offsets = baseOffsets;
        }

        @Override
        public void failed(LogFailure failure) {}
    }
}
