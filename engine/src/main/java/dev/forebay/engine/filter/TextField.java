package dev.forebay.engine.filter;

/** A part of a message that holds text. */
public sealed interface TextField {
    record Key() implements TextField {}

    /** The value of each header of this name. */
    record Header(String name) implements TextField {}

    record Body() implements TextField {}

    /** Anywhere: key, body and every header's value. */
    record Anything() implements TextField {}

    /** Why the message was last dead-lettered. */
    record Reason() implements TextField {}

    /** The queue that dead-lettered the message last. */
    record Source() implements TextField {}
}
