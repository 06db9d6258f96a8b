package dev.forebay.testkit.log;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A store's answer as a future, of which a second answer is an error. Safe for use by any thread.
 */
public final class Answers {
    private Answers() {}

    /** What an append or a deletion came to. */
    public sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Refused<T>(LogFailure failure) implements Outcome<T> {}
    }

    /** The answer to come. */
    public static class Answer<T> {
        public final CompletableFuture<Outcome<T>> future = new CompletableFuture<>();

        void answer(Outcome<T> outcome) {
            if (!future.complete(outcome)) {
                throw new AssertionError("answered twice, now with " + outcome);
            }
        }

        public void failed(LogFailure failure) {
            answer(new Outcome.Refused<>(failure));
        }
    }

    /** Of an append or a deletion. */
    public static final class Append extends Answer<long[]> implements AppendCompletion {
        @Override
        public void completed(long[] baseOffsets) {
            answer(new Outcome.Done<>(baseOffsets));
        }
    }

    /** Of a read. */
    public static final class Read extends Answer<ByteBuffer> implements ReadCompletion {
        @Override
        public void completed(ByteBuffer batches) {
            answer(new Outcome.Done<>(batches));
        }
    }
}
