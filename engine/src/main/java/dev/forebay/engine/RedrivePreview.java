package dev.forebay.engine;

import java.util.List;

/**
 * What a redrive would move if it ran now.
 *
 * @param messages how many
 * @param bytes of bodies and headers
 * @param sample the first of them
 */
public record RedrivePreview(long messages, long bytes, List<Sample> sample) {
    /** Of larger bodies the sample shows this much. */
    public static final int SAMPLE_BYTES = 4096;

    /**
     * One message that would move.
     *
     * @param target where to; empty when nothing says where it came from
     * @param bytes of body and headers
     * @param message as it would arrive, its body cut at {@link #SAMPLE_BYTES}; as it is if it
     *     stays
     * @param stays why it cannot be edited and so stays; empty otherwise
     */
    public record Sample(MessageId id, String target, long bytes, Message message, String stays) {}
}
