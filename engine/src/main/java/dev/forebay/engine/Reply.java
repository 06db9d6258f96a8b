package dev.forebay.engine;

/** Takes the end of one command: exactly one of the two methods is called, once, on the lane. */
public interface Reply<T> {
    void ok(T value);

    void refused(Refusal refusal);
}
