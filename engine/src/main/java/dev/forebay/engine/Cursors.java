package dev.forebay.engine;

import java.util.OptionalLong;

/**
 * Reading the messages of a queue in place, in the order of their offsets: nothing is leased or
 * settled, nothing is written, and a cursor keeps nothing from being let go of. Where it stands is
 * its owner's to remember. A message is read once it is on disk, whatever has become of it in any
 * subscription.
 *
 * <p>A cursor holds a few hundred kB read ahead at most, out of the memory that all share, and none
 * while it waits. Called and replied to as {@link Queues} is.
 */
public interface Cursors {
    /**
     * A new cursor, before the first message at or after the position: at the oldest that is kept,
     * where that was let go of, and behind the newest, where it has not come yet.
     *
     * @param reply refused with {@link Refusal.NoSuchQueue}, or with {@link Refusal.Damaged}
     */
    void open(String queue, Position from, Reply<Cursor> reply);

    /** Offset of the oldest message that is kept, or that will be; empty without such a queue. */
    OptionalLong first(String queue);

    /** One more than the offset of the newest message; empty without such a queue. */
    OptionalLong end(String queue);
}
