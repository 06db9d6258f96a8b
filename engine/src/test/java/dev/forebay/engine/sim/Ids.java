package dev.forebay.engine.sim;

/** Numbers messages for ever. */
final class Ids {
    private long last;

    Ids copy() {
        Ids copy = new Ids();
        copy.last = last;
        return copy;
    }

    long next() {
        return ++last;
    }
}
