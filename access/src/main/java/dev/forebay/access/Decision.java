package dev.forebay.access;

/** Whether an operation may be done. */
public sealed interface Decision {
    record Allowed() implements Decision {}

    /**
     * It may not.
     *
     * @param reason for the caller; says what right is missing and never what exists
     */
    record Denied(String reason) implements Decision {}

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
