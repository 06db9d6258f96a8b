package dev.forebay.cli.load;

import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands the confirms of one channel to those who wait for them. Thread-safe. */
final class Confirms implements ConfirmListener, ShutdownListener {
    private final ConcurrentNavigableMap<Long, CompletableFuture<String>> waiting =
            new ConcurrentSkipListMap<>();

    /** The confirm of one message, once there is one. */
    record Answer(CompletableFuture<String> refusal) {
        /**
         * Waits for it.
         *
         * @throws IOException when the message was refused, or no confirm came
         */
        void await(long longest, TimeUnit unit) throws IOException, InterruptedException {
            try {
                String why = refusal.get(longest, unit);
                if (!why.isEmpty()) {
                    throw new IOException(why);
                }
            } catch (ExecutionException | TimeoutException none) {
                throw new IOException("no confirm came in time", none);
            }
        }
    }

    /** Of the message that is published next under this number. */
    Answer expect(long number) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        return new Answer(answer);
    }

    @Override
    public void handleAck(long number, boolean andAllBefore) {
        end(number, andAllBefore, "");
    }

    @Override
    public void handleNack(long number, boolean andAllBefore) {
        end(number, andAllBefore, "the server refused a message (basic.nack)");
    }

    @Override
    public void shutdownCompleted(ShutdownSignalException cause) {
        end(Long.MAX_VALUE, true, String.valueOf(cause.getMessage()));
    }

    private void end(long number, boolean andAllBefore, String why) {
        if (andAllBefore) {
            ConcurrentNavigableMap<Long, CompletableFuture<String>> ended =
                    waiting.headMap(number, true);
            ended.values().forEach(answer -> answer.complete(why));
            ended.clear();
        } else {
            CompletableFuture<String> answer = waiting.remove(number);
            if (answer != null) {
                answer.complete(why);
            }
        }
    }
}
