package dev.forebay.log.embedded;

/** What the committer passes on to the storage task, in order. */
sealed interface Handoff {
    /**
     * A durable frame whose entries lie in the slab between two positions; none for a mark.
     *
     * @param engineTime of the frame, in ms
     */
    record Committed(Slab slab, int from, int to, long sequence, long engineTime)
            implements Handoff {}

    /** A durable marking frame. */
    record Marked(long sequence, long engineTime) implements Handoff {}

    /** No further frame comes in this slab. */
    record Retired(Slab slab) implements Handoff {}
}
