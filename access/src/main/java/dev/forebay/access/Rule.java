package dev.forebay.access;

/** What an operation asks of who wants it. */
public sealed interface Rule {
    /** A right on the queue concerned, by role, grant or the queue's policy. */
    record OnQueue(Right right) implements Rule {}

    /** A right that only roles give, since no one queue is concerned. */
    record OnServer(Right right) implements Rule {}

    /** Any user; what is answered is cut down to what that user may see. */
    record SignedIn() implements Rule {}

    /** The user whose matter it is, by a credential that is worth as much as the user. */
    record Oneself() implements Rule {}

    /** Everybody, signed in or not. */
    record Anyone() implements Rule {}
}
