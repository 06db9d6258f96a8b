package dev.forebay.engine.struct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.agrona.collections.Long2LongHashMap;

/**
 * Why messages that are not settled yet failed: the last four reasons of each, as numbers of texts
 * that are kept once, since what fails together fails of the same. About 24 bytes a message; of a
 * thousand texts and a million messages at most, what goes beyond is counted as {@link #OTHERS}.
 */
public final class Failures {
    /** Stands for a reason that there was no room for. */
    public static final String OTHERS = "(one of too many reasons to keep)";

    private static final long NONE = 0;
    private static final int BITS = 16;
    private static final int MOST_TEXTS = 1_000;
    private static final int MOST_MESSAGES = 1_000_000;

    /** Four numbers each, the youngest lowest; number 1 is the text at index 0. */
    private final Long2LongHashMap reasons = new Long2LongHashMap(NONE);

    /** Looking for texts to forget was not worth it, and will not be until there are none. */
    private boolean full;

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    public boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** The message failed of this. */
    public void add(long offset, String reason) {
        long before = reasons.get(offset);
        if (reasons.isEmpty()) {
            texts.clear();
            numbers.clear();
            full = false;
        }
        if (before != NONE || reasons.size() < MOST_MESSAGES) {
            reasons.put(offset, before << BITS | number(reason));
        }
    }

    /** The last reasons, the oldest first. */
    public List<String> of(long offset) {
        List<String> last = new ArrayList<>(4);
        for (long left = reasons.get(offset); left != NONE; left >>>= BITS) {
            last.add(0, texts.get((int) (left & 0xFFFF) - 1));
        }
        return last;
    }

    public boolean contains(long offset) {
        return !reasons.isEmpty() && reasons.get(offset) != NONE;
    }

    public void remove(long offset) {
        if (!reasons.isEmpty()) {
            reasons.remove(offset);
        }
    }

    public void removeIf(LongPredicate gone) {
        Long2LongHashMap.EntryIterator entries = reasons.entrySet().iterator();
        while (entries.hasNext()) {
            entries.next();
            if (gone.test(entries.getLongKey())) {
                entries.remove();
            }
        }
    }

    /** Calls with each message that failed of something; in no order. */
    public void forEach(LongConsumer visitor) {
        reasons.forEachLong((offset, four) -> visitor.accept(offset));
    }

    public void write(ByteSink sink) {
        sink.putByte(full ? 1 : 0);
        sink.putVarint(texts.size());
        texts.forEach(sink::putText);
        sink.putVarint(reasons.size());
        reasons.forEachLong((offset, four) -> {
            sink.putVarint(offset);
            sink.putVarint(four);
        });
    }

    public void read(ByteSource source) {
        full = source.getByte() == 1;
        for (int left = source.getInt(); left > 0; left--) {
            keep(source.getText());
        }
        for (int left = source.getInt(); left > 0; left--) {
            long offset = source.getVarint();
            reasons.put(offset, source.getVarint());
        }
    }

    private int number(String reason) {
        Integer known = numbers.get(reason);
        if (known != null) {
            return known;
        }
        if (texts.size() >= MOST_TEXTS && !full) {
            forgetUnused();
            full = texts.size() > MOST_TEXTS / 2;
        }
        return full && !reason.equals(OTHERS) ? number(OTHERS) : keep(reason);
    }

    private int keep(String reason) {
        texts.add(reason);
        numbers.put(reason, texts.size());
        return texts.size();
    }

    private void forgetUnused() {
        boolean[] used = new boolean[texts.size() + 1];
        reasons.forEachLong((offset, four) -> {
            for (long left = four; left != NONE; left >>>= BITS) {
                used[(int) (left & 0xFFFF)] = true;
            }
        });
        List<String> old = List.copyOf(texts);
        int[] renamed = new int[used.length];
        texts.clear();
        numbers.clear();
        for (int number = 1; number < used.length; number++) {
            renamed[number] = used[number] ? keep(old.get(number - 1)) : 0;
        }
        long[] offsets = new long[reasons.size()];
        int[] filled = {0};
        reasons.forEachLong((offset, four) -> offsets[filled[0]++] = offset);
        Arrays.stream(offsets)
                .forEach(offset -> reasons.put(offset, renamed(reasons.get(offset), renamed)));
    }

    private static long renamed(long four, int[] names) {
        long result = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            result |= (long) names[(int) (four >>> shift & 0xFFFF)] << shift;
        }
        return result;
    }
}
