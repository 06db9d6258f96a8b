package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.Command;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one channel in their order: while one is under way, those behind it wait here, as
 * bytes that the client has sent and that are not done. On the lane.
 */
final class CommandQueue {
    /** In bytes: a method by itself costs something too. */
    private static final int OVERHEAD = 256;

    private final ClientFlow flow;
    private final Throttle throttle;
    private final LaneShare share;
    private final Performer performer;
    private final ArrayDeque<Command> waiting = new ArrayDeque<>();
    private @Nullable Runnable whenDone;
    private int underWay;
    private boolean going;

    /** Who does them. */
    interface Performer {
        /** Whether any is to be done; those that wait are dropped otherwise. */
        boolean isOpen();

        void perform(Command command);
    }

    CommandQueue(AmqpConnection connection, Performer performer) {
        this.flow = connection.flow();
        this.throttle = connection.throttle();
        this.share = connection.rest().share();
        this.performer = performer;
    }

    /** Does the command when its turn has come. */
    void accept(Command command) {
        boolean held = command instanceof Command.WithContent && throttle.holdsMessage();
        if (held || underWay > 0 || !waiting.isEmpty() || flow.isUnread()) {
            waiting.addLast(detached(command));
            flow.sending(bytes(command));
        } else {
            performer.perform(command);
        }
    }

    /** Further ones wait until what is returned was run, once. */
    Runnable hold() {
        underWay++;
        return () -> {
            underWay--;
            goOn();
        };
    }

    /** Does what waits, as far as it may be done. */
    void goOn() {
        if (going) {
            // One that was done at once: the loop that did it goes on. Else who sends thousands
            // ahead chooses how deep the stack gets.
            return;
        }
        going = true;
        try {
            doWaiting();
        } finally {
            going = false;
        }
        Runnable then = whenDone;
        if (then != null && isDone()) {
            whenDone = null;
            then.run();
        }
    }

    private void doWaiting() {
        while (underWay == 0 && performer.isOpen() && !waiting.isEmpty() && !isHeld()) {
            Command next = waiting.removeFirst();
            flow.sent(bytes(next));
            performer.perform(next);
        }
    }

    /** Runs this when all that the client sent so far is done, or was dropped with the channel. */
    void whenDone(Runnable then) {
        if (isDone()) {
            then.run();
        } else {
            whenDone = then;
        }
    }

    private boolean isDone() {
        return underWay == 0 && (!performer.isOpen() || waiting.isEmpty());
    }

    private boolean isHeld() {
        return flow.isUnread()
                || share.isUsedUp()
                || (throttle.isBlocked() && waiting.peekFirst() instanceof Command.WithContent);
    }

    /** Whether the client has asked for the end of the channel already. */
    boolean holdsClose() {
        return waiting.stream().anyMatch(next -> next.method() instanceof AMQImpl.Channel.Close);
    }

    /** None of them will be done. */
    void drop() {
        while (!waiting.isEmpty()) {
            Command dropped = waiting.removeFirst();
            flow.sent(bytes(dropped));
            release(dropped);
        }
    }

    /** What waits does not hold on to the buffers that it came in. */
    private static Command detached(Command command) {
        if (!(command instanceof Command.WithContent content) || KeptBody.isAlone(content.body())) {
            return command;
        }
        ByteBuf kept = KeptBody.copy(content.body());
        content.body().release();
        return new Command.WithContent(content.method(), content.header(), kept);
    }

    static void release(Command dropped) {
        if (dropped instanceof Command.WithContent content) {
            content.body().release();
        }
    }

    private static int bytes(Command command) {
        return OVERHEAD
                + (command instanceof Command.WithContent content
                        ? content.body().readableBytes()
                        : 0);
    }
}
