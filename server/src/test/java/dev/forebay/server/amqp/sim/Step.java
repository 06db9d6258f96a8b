package dev.forebay.server.amqp.sim;

/**
 * One step of a run. Whatever else it needs is drawn from its number, so that it means something
 * whichever steps are before it.
 */
record Step(Kind kind, long draw) {
    /** What happens, and how often in comparison. */
    enum Kind {
        /** Some tasks of the server, the disk and the network run. */
        RUN(40),
        /** Time passes. */
        ADVANCE(8),
        /** So much time passes that deliveries have been kept for too long. */
        ADVANCE_LONG(1),
        /** Nothing is done until all is done, and everything is looked at. */
        QUIET(3),
        CRASH(3),
        CONNECT(4),
        CLOSE_CONNECTION(1),
        CUT(2),
        FALL_SILENT(1),
        STOP_READING(1),
        GO_ON_READING(2),
        OPEN_CHANNEL(6),
        CLOSE_CHANNEL(2),
        ERR(2),
        SYNC(3),
        PUBLISH(20),
        FAN_OUT(5),
        MANDATORY(2),
        CONSUME(10),
        CANCEL(3),
        QOS(4),
        GET(6),
        ACK(14),
        REQUEUE(8),
        DROP(3),
        RECOVER(2),
        COMMIT(7),
        ROLLBACK(2),
        DECLARE_OWNED(2),
        DECLARE_PASSING(2),
        DELETE_PASSING(1);

        final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }
}
