package dev.forebay.engine.struct;

/** How many entries of a kind the heap holds, counted by all that keep some. For one thread. */
public final class HeapShare {
    private long entries;

    public long entries() {
        return entries;
    }

    /** So many more, or fewer when negative. */
    public void add(long more) {
        entries += more;
    }
}
