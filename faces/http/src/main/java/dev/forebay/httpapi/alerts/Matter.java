package dev.forebay.httpapi.alerts;

import org.jspecify.annotations.Nullable;

/** Something that is bad, and an alert once that has lasted. Belongs to its {@link AlertBook}. */
final class Matter {
    static final long NOT_GOOD = -1;

    /** When it began to be bad; engine time. */
    final long badSince;

    /** When it began to be good again, or {@link #NOT_GOOD}; engine time. */
    long goodSince = NOT_GOOD;

    @Nullable Alert alert;

    /** Whether the listener heard of the alert. */
    boolean told;

    /** The round in which it was last judged. */
    long judged;

    Matter(long badSince) {
        this.badSince = badSince;
    }
}
