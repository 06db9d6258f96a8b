package dev.forebay.bench.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.Command;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The sink's only queue, in memory. On the event loop. */
final class SinkQueue {
    private static final int FULL = 20_000;

    private final ArrayDeque<Command.WithContent> messages = new ArrayDeque<>();
    private @Nullable Reader reader;
    private @Nullable Runnable whenRoom;

    /** Who gets the messages. */
    record Reader(SinkConnection connection, int channel, String tag, int prefetch) {}

    /** From now on messages go there; to nobody for null. */
    void deliverTo(@Nullable Reader next) {
        reader = next;
        deliver();
    }

    @Nullable Reader reader() {
        return reader;
    }

    boolean isFull() {
        return messages.size() >= FULL;
    }

    /** Is run once, when half of it is delivered. */
    void whenRoom(Runnable then) {
        whenRoom = then;
    }

    void add(Command.WithContent message) {
        messages.addLast(message);
    }

    /** Gives out what the reader has credit for. */
    void deliver() {
        Reader to = reader;
        if (to == null) {
            return;
        }
        while (to.connection().unacked() < to.prefetch() && !messages.isEmpty()) {
            Command.WithContent message = messages.removeFirst();
            var publish = (AMQImpl.Basic.Publish) message.method();
            to.connection().deliver(to, publish, message);
        }
        Runnable then = whenRoom;
        if (then != null && messages.size() < FULL / 2) {
            whenRoom = null;
            then.run();
        }
    }
}
