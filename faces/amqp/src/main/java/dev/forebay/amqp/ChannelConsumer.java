package dev.forebay.amqp;

import dev.forebay.engine.QueueInfo;

/** One basic.consume, as its channel and the others of its queue know it. On the lane. */
sealed interface ChannelConsumer permits Consumer, StreamConsumer {
    String tag();

    QueueInfo queue();

    default int queueId() {
        return queue().id();
    }

    boolean isExclusive();

    /** The consumer for people to look at. */
    ConnectionView.ConsumerView view();

    /** Asks for messages if it may have some. */
    void ask();

    /** One of its deliveries was settled or given back. */
    void freed();

    /** One is not settled after all. */
    void holds();

    /** Others of the channel took credit that it counts on. */
    void creditTaken();

    /** Gets nothing any more; what it has it may still settle. */
    void stop();

    /** Stops, and makes room for the next one of its queue, or lets that go with its last. */
    void end();

    /** Its queue was deleted, and it is told so. */
    void queueGone();
}
