package dev.forebay.engine.core;

import dev.forebay.engine.HeldUp;
import dev.forebay.engine.Refusal;
import dev.forebay.log.record.RecordBatchReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an {@link Intake} brings the messages that it selects. */
interface Outlet {
    /** How many more can be taken at this moment. */
    long room();

    /**
     * Takes the message that the reader stands at, or says why it does not: at this moment, unless
     * the message is {@linkplain Refusal.MessageTooLarge too large}.
     *
     * @param stored the same, taken apart
     */
    @Nullable Refusal take(RecordBatchReader reader, StoredMessage stored);

    /** All messages before this offset were looked at. */
    void passed(long position);

    /** What it waits for beside its consumers, if anything. */
    default Optional<HeldUp> heldUp() {
        return Optional.empty();
    }

    /** Nothing that was taken is still under way. */
    boolean isSettled();
}
