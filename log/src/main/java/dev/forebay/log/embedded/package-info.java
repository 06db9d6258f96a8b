/**
 * The embedded store: a group-committed commit log, with segments written behind it. {@link
 * dev.forebay.log.embedded.EmbeddedLogStore#open} is the door; settings, failures of opening and
 * the offline verifier are public beside it, the rest is private to the package.
 *
 * <p>Two tasks do the work of durable streams, each on one thread at a time: the {@code Committer}
 * owns the commit log's writing end and the streams' next offsets, the {@code Storage} owns
 * segments, checkpoints and reads. Frames go from the first to the second in order, freed memory
 * and files come back. A {@link dev.forebay.log.embedded.TaskRunner} drives both: threads in
 * production, any interleaving of steps in a simulation. Volatile streams are the {@code
 * VolatileStore}'s: who appends copies into memory himself, and a task of their own spills and
 * reads.
 */
@NullMarked
package dev.forebay.log.embedded;

import org.jspecify.annotations.NullMarked;
