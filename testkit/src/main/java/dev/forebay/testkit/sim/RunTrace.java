package dev.forebay.testkit.sim;

/** The last things that happened in a run, so that a failure can be read. Not thread-safe. */
public final class RunTrace {
    private static final int KEPT = 512;

    private final long[] times = new long[KEPT];
    private final String[] texts = new String[KEPT];
    private int count;

    /** Adds a line. */
    public void add(long now, String what) {
        times[count % KEPT] = now;
        texts[count % KEPT] = what;
        count++;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, count - KEPT); i < count; i++) {
            text.append(times[i % KEPT]).append(' ').append(texts[i % KEPT]).append('\n');
        }
        return text.toString();
    }
}
