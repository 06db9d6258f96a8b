package dev.forebay.engine;

/** A place in the messages of a queue, from which on, or up to which, something is meant. */
public sealed interface Position {
    /** The oldest message that is still kept. */
    record Beginning() implements Position {}

    /** Behind the last message that is there when the command is given. */
    record Now() implements Position {}

    /** The message of this offset, or the next one that is kept. */
    record Offset(long offset) implements Position {}

    /**
     * The first message sent at or after this wall-clock time in ms; accurate to a record batch,
     * which holds what was sent within one turn of the engine.
     */
    record Time(long wallMillis) implements Position {}
}
