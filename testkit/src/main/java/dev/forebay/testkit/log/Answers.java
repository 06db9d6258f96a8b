package dev.forebay.testkit.log;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A store's answer as a future, of which a second answer is an error. Safe for use by any thread.
 */
final class Answers {
    private Answers() {}

    /** What an append or a deletion came to. */
    sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Refused<T>(LogFailure failure) implements Outcome<T> {}
    }

    static class Answer<T> {
        final CompletableFuture<Outcome<T>> future = new CompletableFuture<>();

        void answer(Outcome<T> outcome) {
            if (!future.complete(outcome)) {
                throw new AssertionError("answered twice, now with " + outcome);
            }
        }

        public void failed(LogFailure failure) {
            answer(new Outcome.Refused<>(failure));
        }
    }

    static final class Append extends Answer<long[]> implements AppendCompletion {
        @Override
        public void completed(long[] baseOffsets) {
            answer(new Outcome.Done<>(baseOffsets));
        }
    }

    static final class Read extends Answer<ByteBuffer> implements ReadCompletion {
        @Override
        public void completed(ByteBuffer batches) {
            answer(new Outcome.Done<>(batches));
        }
    }
}
