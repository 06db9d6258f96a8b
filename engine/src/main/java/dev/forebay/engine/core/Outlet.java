package dev.forebay.engine.core;

import dev.forebay.log.record.RecordBatchReader;

/** Where an {@link Intake} brings the messages that it selects. */
interface Outlet {
    /** How many more can be taken at this moment. */
    long room();

    /**
     * Takes the message that the reader stands at.
     *
     * @param stored the same, taken apart
     */
    void take(RecordBatchReader reader, StoredMessage stored);

    /** All messages before this offset were looked at. */
    void passed(long position);

    /** Nothing that was taken is still under way. */
    boolean isSettled();
}
