package dev.forebay.bench.backlog;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Message;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Sends batches of messages of 100 bytes to one queue, several at a time. On the lane. */
final class Producer implements Reply<List<SendResult>> {
    private static final int BATCH = 500;
    private static final int AT_ONCE = 16;
    private static final int BODY_BYTES = 100;

    private final Queues queues;
    private final String queue;
    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private final LongFunction<Send> sends;
    private final long count;
    private long sent;
    private int underWay;

    private Producer(Queues queues, String queue, long count, LongFunction<Send> sends) {
        this.sends = sends;
        this.queues = queues;
        this.queue = queue;
        this.count = count;
    }

    /** Sends so many messages, rounded up to whole batches, and waits for them. */
    static void send(Queues queues, String queue, long count) {
        send(queues, queue, count, () -> Send.QUEUE_DELAY);
    }

    /** The same with a delay for each message, in ms. */
    static void send(Queues queues, String queue, long count, LongSupplier delays) {
        send(queues, queue, count, index -> new Send(message(), delays.getAsLong(), null));
    }

    /** Sends so many messages made by their index, rounded up to whole batches. */
    static void send(Queues queues, String queue, long count, LongFunction<Send> sends) {
        var producer = new Producer(queues, queue, count, sends);
        queues.lane().execute(producer::goOn);
        producer.end.join();
    }

    private void goOn() {
        while (underWay < AT_ONCE && sent < count) {
            sent += BATCH;
            underWay++;
            queues.send(Caller.IN_PROCESS, queue, batch(), this);
        }
        if (underWay == 0) {
            end.complete(sent);
        }
    }

    private List<Send> batch() {
        return LongStream.range(sent - BATCH, sent).mapToObj(sends).toList();
    }

    static Message message() {
        return new Message(null, List.of(), ByteBuffer.allocate(BODY_BYTES));
    }

    @Override
    public void ok(List<SendResult> results) {
        for (SendResult result : results) {
            if (result instanceof SendResult.Refused(Refusal refusal)) {
                refused(refusal);
                return;
            }
        }
        underWay--;
        queues.lane().execute(this::goOn);
    }

    @Override
    public void refused(Refusal refusal) {
        end.completeExceptionally(new IllegalStateException(refusal.toString()));
    }
}
