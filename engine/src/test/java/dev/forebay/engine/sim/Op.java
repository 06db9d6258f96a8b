package dev.forebay.engine.sim;

/**
 * One command that a virtual client gave, with the engine times between which it took effect. One
 * instance per command: states refer to it and learn its end when it comes.
 */
final class Op {
    /** No answer yet. */
    static final long OPEN = Long.MAX_VALUE;

    private final String what;
    private final long begin;
    private long end = OPEN;

    Op(String what, long begin) {
        this.what = what;
        this.begin = begin;
    }

    long begin() {
        return begin;
    }

    long end() {
        return end;
    }

    boolean isOpen() {
        return end == OPEN;
    }

    /** Whether it takes messages away whoever is about to be given them. */
    boolean takesAway() {
        return what.startsWith("purge") || what.startsWith("cancel");
    }

    void ended(long at) {
        end = at;
    }

    @Override
    public String toString() {
        return what + "@" + begin + (isOpen() ? ".." : ".." + end);
    }
}
