package dev.forebay.engine;

/** A look through the log that goes on in the background of live traffic. */
public interface Search {
    /** The answer is not wanted any more: none follows. No effect after it. On the lane. */
    void cancel();
}
