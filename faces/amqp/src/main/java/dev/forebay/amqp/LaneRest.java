package dev.forebay.amqp;

/** The rest of a client that has used up its share of the lane. On the lane. */
final class LaneRest {
    private final AmqpConnection connection;
    private final LaneShare share = new LaneShare();
    private boolean underWay;

    LaneRest(AmqpConnection connection) {
        this.connection = connection;
    }

    /** How long the client may keep others waiting. */
    LaneShare share() {
        return share;
    }

    /**
     * Lets others have their turn if the client has had its own.
     *
     * @param then looks at what has arrived, afterwards
     */
    void beginIfDue(Runnable then) {
        if (underWay || !share.isUsedUp()) {
            return;
        }
        underWay = true;
        connection.flow().rest(true);
        connection.later(
                share.restMillis(),
                () -> {
                    underWay = false;
                    share.renew();
                    connection.flow().rest(false);
                    connection.goOn();
                    then.run();
                });
    }

    /** A turn of the client has ended. */
    void turnEnded() {
        if (!underWay) {
            share.renew();
        }
    }
}
