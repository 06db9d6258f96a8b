package dev.forebay.log.embedded;

/**
 * Where the committer goes on.
 *
 * @param logId names this log in every frame
 * @param nextSequence of the next frame
 * @param nextStreamId of the next stream
 * @param engineTime of the last frame kept, in ms; 0 in a new log
 */
record RecoveredState(long logId, long nextSequence, long nextStreamId, long engineTime) {}
