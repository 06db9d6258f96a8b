package dev.forebay.httpapi.codec;

import dev.forebay.engine.Message;

/** A message as somebody gets to see it. */
public record Shown(Message message, Extent extent) {
    /** How much of it that is. */
    public enum Extent {
        WHOLE,
        /** Some values are masked. */
        MASKED,
        /** The body is not shown at all, since nobody can tell what in it is to be masked. */
        WITHOUT_BODY
    }

    /** All of it. */
    public static Shown whole(Message message) {
        return new Shown(message, Extent.WHOLE);
    }
}
