package dev.forebay.engine.sim;

/** Numbers messages for ever. */
final class Ids {
    private long last;

    long next() {
        return ++last;
    }
}
