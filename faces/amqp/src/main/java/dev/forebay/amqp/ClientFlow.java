package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.ReplyCode;
import io.netty.channel.Channel;

/**
 * What one client has sent that is not done, in bytes: on its way to the disk or behind methods of
 * its channels, for which the client is not read for a while, and incomplete, which is refused
 * beyond a limit. And what was written for it that it has not read. On the lane.
 */
final class ClientFlow {
    /** In bytes: what may wait for a client to read it before it is read no further. */
    private static final long MOST_UNREAD = 32L << 20;

    /** The same while very much waits for all clients; messages below it are small. */
    private static final long LEAST_UNREAD = 1L << 20;

    /** For whom no more than this waits may have small messages however much waits for others. */
    private static final long NEXT_TO_NOTHING = 64L << 10;

    private final AmqpConnection connection;
    private final Channel socket;
    private final AmqpSettings settings;
    private final Inflow all;
    private final LargeTurns turns;
    private final Unread unreadOfAll;
    private final Runnable roomAgain = this::roomAgain;
    private final SendFence fence = new SendFence();
    private long unanswered;
    private long held;
    private long written;
    private long unread;
    private final ReadingPace pace = new ReadingPace();
    private boolean reader;
    private boolean awaitsRoom;
    private boolean blocked;
    private boolean resting;
    private boolean ended;

    ClientFlow(AmqpConnection connection, Channel socket, Broker broker) {
        this.connection = connection;
        this.socket = socket;
        this.settings = broker.settings();
        this.all = broker.inflow();
        this.turns = all.turns();
        this.unreadOfAll = broker.unread();
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

    /** It has had its turn: the client is not read until its next one. */
    void rest(boolean now) {
        resting = now;
        readOrWait();
    }

    /** So many bytes were given to the socket. */
    void wrote(int bytes) {
        written += bytes;
        measure();
    }

    /** A turn has ended in which something was written for the client to read. */
    void turnEnded() {
        measure();
        if (isUnread() && reads()) {
            readOrWait();
        }
    }

    private void measure() {
        long now = ended ? 0 : WrittenBytes.of(socket);
        if (now != unread) {
            long before = unread;
            unread = now;
            reader |= written >= LEAST_UNREAD && now <= NEXT_TO_NOTHING;
            unreadOfAll.changed(this, now, before);
        }
    }

    /** Whether so much waits for the client to read it that nothing more is added freely. */
    boolean isUnread() {
        return unread > (unreadOfAll.isMuch() ? LEAST_UNREAD : MOST_UNREAD);
    }

    /** Whether what was asked for before must not be delivered after all. */
    boolean isOverfull() {
        return unread > LEAST_UNREAD || givesWay();
    }

    /** Whether it gets nothing since others, for whom less waits, need the room. */
    private boolean givesWay() {
        return unreadOfAll.isFull() && unread > NEXT_TO_NOTHING;
    }

    /**
     * Whether a body of this size may be delivered behind others; if not, the connection is told
     * when it may.
     */
    boolean takes(int bytes) {
        if (bytes >= LEAST_UNREAD && unread > LEAST_UNREAD) {
            return false;
        }
        boolean room = answers(bytes);
        if (!room) {
            awaitRoom(roomFor(bytes));
        }
        return room;
    }

    /** What must be free of all clients' room for a body of this size: nothing for a small one. */
    static long roomFor(int bytes) {
        return bytes >= LEAST_UNREAD ? bytes : 0;
    }

    /** Whether a body of this size may be written that was asked for alone. */
    boolean answers(int bytes) {
        return bytes >= LEAST_UNREAD ? unreadOfAll.hasRoomFor(this, bytes) : !givesWay();
    }

    /** Whether more may be delivered; if not, the connection is told when it may. */
    boolean takesDeliveries() {
        if (!awaitsRoom && givesWay()) {
            awaitRoom(0);
        }
        return !awaitsRoom && socket.isWritable();
    }

    private void awaitRoom(long bytes) {
        awaitsRoom = true;
        unreadOfAll.await(this, bytes, roomAgain);
    }

    /** Others have read what waited for them. */
    private void roomAgain() {
        awaitsRoom = false;
        if (!ended) {
            connection.mayDeliverAgain();
        }
    }

    /** Whether it reads may have changed. */
    void writabilityChanged() {
        measure();
        readOrWait();
    }

    /**
     * Called once a second while very much waits for all clients.
     *
     * @param needed whether others need the room
     */
    void look(boolean needed) {
        measure();
        ReadingPace.Look now =
                new ReadingPace.Look(written - unread, unread <= NEXT_TO_NOTHING, needed);
        pace.look(now, reader).ifPresent(this::cut);
    }

    /** Whether it has shown that it reads: as much as makes a large message, and all of it. */
    boolean isReader() {
        return reader;
    }

    int secondsWithoutReading() {
        return pace.looksWithoutReading();
    }

    long unread() {
        return unread;
    }

    /** Ends the connection, for what waits for it to be read: from now on nothing does. */
    void cut(String why) {
        connection.cut(unread + " bytes wait for it, " + why);
        end();
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
                                && !resting
                                && !full
                                && !turns.isBehind(this)
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
        all.hold(this, bytes);
        held += bytes;
    }

    /**
     * Holds so many more bytes of a message that has not arrived whole. One client at a time has a
     * large one, or has one in a transaction.
     *
     * @param missing how much of the message is to come
     * @throws AmqpFailure 506 when that is too much
     */
    void holdIncomplete(long bytes, long missing) {
        hold(bytes);
        if (held + missing > settings.largeBytes()) {
            turns.take(this, bytes);
        }
        boolean stops = all.isFull() || turns.isBehind(this);
        if (stops && reads()) {
            readOrWait();
        }
    }

    /** What it held is done, or on its way: another's large message may come. */
    void giveWay() {
        if (held <= settings.largeBytes()) {
            turns.end(this);
        }
    }

    /** How much of what it holds is not complete. */
    long held() {
        return held;
    }

    /** Others need the room, and no client has more that is not complete. */
    void refuseHeld() {
        connection.fail(
                AmqpFault.of(
                                ReplyCode.RESOURCE_ERROR,
                                "the server holds too much that is not complete, and most of it"
                                        + " is this connection's")
                        .onConnection());
    }

    /** The client is gone. */
    void end() {
        ended = true;
        all.forget(this);
        unreadOfAll.forget(this, unread);
        unreadOfAll.awaitNoMore(roomAgain);
        unread = 0;
    }
}
