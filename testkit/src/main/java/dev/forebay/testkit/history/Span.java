package dev.forebay.testkit.history;

/**
 * When a call ran, and for whom. The two sequence numbers order what happened in one history: a
 * call that began after another had ended has the greater {@code began}.
 *
 * @param client the caller
 * @param began sequence number of the call
 * @param ended sequence number of its end, {@link #NEVER} when none was seen
 * @param beganAt time of the call in ms
 * @param endedAt time of its end in ms, {@link #NEVER} when none was seen
 */
public record Span(String client, long began, long ended, long beganAt, long endedAt) {
    /** The end was not seen: it may have happened at any time since, or not at all. */
    public static final long NEVER = Long.MAX_VALUE;

    /** True when this call had ended before the other began. */
    public boolean before(Span other) {
        return ended < other.began;
    }
}
