package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import io.netty.channel.Channel;

/**
 * What one client has sent that is not done, in bytes: on its way to the disk or behind methods of
 * its channels, for which the client is not read for a while, and incomplete, which is refused
 * beyond a limit. On the lane.
 */
final class ClientFlow {
    /** In bytes: what may wait for a client to read it before it is read no further. */
    private static final long MOST_UNREAD = 32L << 20;

    private final Channel socket;
    private final AmqpSettings settings;
    private final Inflow all;
    private final SendFence fence = new SendFence();
    private long unanswered;
    private long held;
    private long incomplete;
    private boolean blocked;
    private boolean ended;

    ClientFlow(Channel socket, AmqpSettings settings, Inflow all) {
        this.socket = socket;
        this.settings = settings;
        this.all = all;
    }

    /** Whether the client is read. */
    boolean reads() {
        return socket.config().isAutoRead();
    }

    /** What it has published that is on its way. */
    SendFence fence() {
        return fence;
    }

    /** So many bytes of the client are on their way. */
    void sending(int bytes) {
        unanswered += bytes;
        all.begin(bytes);
        if (reads()) {
            readOrWait();
        }
    }

    /** And so many are not any more. */
    void sent(int bytes) {
        unanswered -= bytes;
        all.end(bytes);
        if (!reads() && unanswered <= settings.unansweredBytes() / 2) {
            readOrWait();
        }
    }

    /** Nothing can be taken: the client is not read until that is over. */
    void block(boolean now) {
        blocked = now;
        readOrWait();
    }

    /** Something was written for the client to read. */
    void wrote() {
        if (isUnread() && reads()) {
            readOrWait();
        }
    }

    /** Whether so much waits for the client to read it that nothing more is added freely. */
    boolean isUnread() {
        return socket.bytesBeforeWritable() > MOST_UNREAD;
    }

    /**
     * Reads from the client, unless too much of it or of all is on its way, or very much waits for
     * it to be read. Deliveries stop long before that; who asks and publishes without reading is
     * stopped here. The limit is wide, since a client may read nothing while it writes.
     */
    void readOrWait() {
        if (ended) {
            return;
        }
        boolean full = all.isFull();
        if (full) {
            all.await(this);
        }
        socket.config()
                .setAutoRead(
                        !blocked
                                && !full
                                && !all.isBehind(this)
                                && !isUnread()
                                && unanswered <= settings.unansweredBytes());
    }

    /**
     * Holds so many more bytes of what is not complete, or fewer when it is below 0.
     *
     * @throws AmqpFailure 506 when that is too much
     */
    void hold(long bytes) {
        if (bytes > 0 && held + bytes > settings.heldBytes()) {
            throw new AmqpFailure(
                    ReplyCode.RESOURCE_ERROR,
                    "more than "
                            + settings.heldBytes()
                            + " bytes of incomplete messages and transactions");
        }
        all.hold(bytes);
        held += bytes;
    }

    /**
     * Holds so many more bytes of messages that have not arrived whole, or fewer when it is below
     * 0. One client at a time has a large one.
     *
     * @param missing how much of the message is to come
     * @throws AmqpFailure 506 when that is too much
     */
    void holdIncomplete(long bytes, long missing) {
        hold(bytes);
        incomplete += bytes;
        if (incomplete + missing > settings.largeBytes()) {
            all.beginLarge(this);
        } else if (bytes < 0) {
            all.endLarge(this);
        }
        boolean stops = all.isFull() || all.isBehind(this);
        if (stops && reads()) {
            readOrWait();
        }
    }

    /** The client is gone. */
    void end() {
        ended = true;
        all.forget(this);
    }
}
