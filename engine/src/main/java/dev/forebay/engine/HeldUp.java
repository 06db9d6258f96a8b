package dev.forebay.engine;

/**
 * Why a redrive or replay that runs does not go on for now. It does so by itself.
 *
 * @param cause which limit of the queue that it moves messages to
 * @param queue that one's name
 * @param text the same for people
 * @param since wall-clock ms; not before the server's start
 */
public record HeldUp(Cause cause, String queue, String text, long since) {
    /** What must end. */
    public enum Cause {
        /** The queue holds as many messages, or as many bytes, as it may. */
        QUEUE_FULL,
        /** Somebody paused sending to the queue, or it is being drained. */
        SENDING_PAUSED
    }

    /** Of a refusal to take one more message, which must be one of these two. */
    public static HeldUp of(Refusal refusal, long since) {
        return switch (refusal) {
            case Refusal.QueueFull full ->
                    new HeldUp(Cause.QUEUE_FULL, full.queue(), full.message(), since);
            case Refusal.QueuePaused paused ->
                    new HeldUp(Cause.SENDING_PAUSED, paused.queue(), paused.message(), since);
            default -> throw new IllegalArgumentException("nothing waits for " + refusal);
        };
    }
}
