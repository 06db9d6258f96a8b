package dev.forebay.engine.struct;

/** 128-bit hashes with times and offsets, the oldest first. The arrays are its own. */
public final class HashEntries {
    final long[] high;
    final long[] low;
    final long[] time;
    final long[] offset;

    HashEntries(long[] high, long[] low, long[] time, long[] offset) {
        this.high = high;
        this.low = low;
        this.time = time;
        this.offset = offset;
    }

    public int size() {
        return high.length;
    }

    public long high(int index) {
        return high[index];
    }

    public long low(int index) {
        return low[index];
    }

    public long time(int index) {
        return time[index];
    }

    public long offset(int index) {
        return offset[index];
    }
}
