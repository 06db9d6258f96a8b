package dev.forebay.amqp;

import java.util.List;

/**
 * The end of a connection for which its client asks: answered when all is done that the client sent
 * before, and all is on disk. On the lane.
 */
final class AskedEnd {
    private final ClientFlow flow;
    private final Channels channels;
    private final ExclusiveQueues exclusive;
    private boolean asked;

    AskedEnd(ClientFlow flow, Channels channels, ExclusiveQueues exclusive) {
        this.flow = flow;
        this.channels = channels;
        this.exclusive = exclusive;
    }

    /** Whether the client has asked: what it sends afterwards is not looked at. */
    boolean isAsked() {
        return asked;
    }

    /** The client asks, once or again; runs this, once, when all is done that it sent before. */
    void ask(Runnable done) {
        if (!asked) {
            asked = true;
            List<AmqpChannel> all = channels.all();
            Runnable each = afterAll(all.size(), done);
            all.forEach(channel -> channel.commands().whenDone(each));
            each.run();
        }
    }

    /** Gives up all that the connection has; runs this when that and what it sent is on disk. */
    void giveUpAll(Runnable then) {
        int queues = exclusive.count();
        List<AmqpChannel> all = channels.abandon();
        Runnable each = afterAll(all.size() + queues, then);
        exclusive.discardAll(each);
        all.forEach(channel -> channel.settlements().whenIdle(each));
        flow.fence().after(each);
    }

    /** Runs what it is for when it was run so often and once more. */
    private static Runnable afterAll(int times, Runnable then) {
        int[] left = {times + 1};
        return () -> {
            left[0]--;
            if (left[0] == 0) {
                then.run();
            }
        };
    }
}
