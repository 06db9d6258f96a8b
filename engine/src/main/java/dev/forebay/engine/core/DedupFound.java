package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What was found on disk of a deduplication id.
 *
 * @param offset of the message that has it, or {@link DedupWindow#NONE}
 * @param time engine time of that message
 * @param refusal why nobody can tell, or null
 */
record DedupFound(long offset, long time, @Nullable Refusal refusal) {
    static final DedupFound NOTHING = new DedupFound(DedupWindow.NONE, 0, null);
}
