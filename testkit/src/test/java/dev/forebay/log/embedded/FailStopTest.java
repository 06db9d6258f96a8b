package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.Answers;
import dev.forebay.testkit.log.TestBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Neither a defect nor want of memory leaves anybody without an answer. */
@Timeout(30)
class FailStopTest {
    private static final StreamName NAME = new StreamName("a");
    private static final int LARGE = 20_000;

    /** A defect in the task that commits. */
    private static final class CommitDefect implements LogListener {
        @Override
        public void committed(long nanos, int batches, int bytes) {
            throw new StackOverflowError("planted");
        }
    }

    /** A defect in the task that writes segments. */
    private static final class CheckpointDefect implements LogListener {
        @Override
        public void checkpointed(long nanos, int streams) {
            throw new IllegalStateException("planted");
        }
    }

    @Test
    void after_a_defect_of_the_commit_task_all_is_refused_and_a_stop_ends() throws Exception {
        EmbeddedLogStore store = opened(new CommitDefect(), LogMemory.ofJvm());
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(append(store, 100))).isInstanceOf(LogFailure.Failed.class);
        }
        assertThat(store.state())
                .isInstanceOfSatisfying(
                        StoreState.Failed.class,
                        failed -> assertThat(failed.reason()).contains("commit", "planted"));
        store.close();
        assertThat(refusal(append(store, 100))).isInstanceOf(LogFailure.Closed.class);
    }

    @Test
    void after_a_defect_of_the_storage_task_all_is_refused_and_a_stop_ends() throws Exception {
        EmbeddedLogStore store = opened(new CheckpointDefect(), LogMemory.ofJvm());
        while (answer(append(store, 1000)) instanceof Answers.Outcome.Done) {
            assertThat(store.stream(NAME).endOffset()).as("no checkpoint came").isLessThan(1000);
        }
        assertThat(refusal(append(store, 100))).isInstanceOf(LogFailure.Failed.class);
        Answers.Read read = new Answers.Read();
        store.stream(NAME).read(0, 100, read);
        assertThat(refusal(read)).isInstanceOf(LogFailure.Failed.class);
        store.close();
    }

    @Test
    void what_finds_no_memory_is_refused_alone() throws Exception {
        try (EmbeddedLogStore store =
                opened(
                        LogListener.NONE,
                        new LogMemory(FailStopTest::little, FailStopTest::little))) {
            for (LogStream stream : new LogStream[] {store.stream(NAME), volatileStream(store)}) {
                assertThat(answer(append(store, stream, 100))).isInstanceOf(done());
                assertThat(refusal(append(store, stream, LARGE)))
                        .isInstanceOf(LogFailure.OutOfMemory.class);
                store.resume();
                assertThat(answer(append(store, stream, 100))).isInstanceOf(done());
                assertThat(stream.endOffset()).isEqualTo(2);
            }
            assertThat(store.state()).isInstanceOf(StoreState.Accepting.class);
        }
    }

    @Test
    void what_comes_after_a_resume_is_not_refused_with_what_came_before_it() throws Exception {
        try (EmbeddedLogStore store =
                opened(
                        LogListener.NONE,
                        new LogMemory(FailStopTest::little, FailStopTest::little))) {
            Answers.Append refused = new Answers.Append();
            CompletableFuture<Answers.Append> next =
                    refused.future.thenApply(outcome -> {
                        // The commit task has not come back from its refusing yet.
                        store.resume();
                        return append(store, 100);
                    });
            append(store, store.stream(NAME), LARGE, refused);
            assertThat(refusal(refused)).isInstanceOf(LogFailure.OutOfMemory.class);
            assertThat(answer(next.get(10, TimeUnit.SECONDS))).isInstanceOf(done());
        }
    }

    private static LogStream volatileStream(EmbeddedLogStore store) {
        return store.volatileStream(new StreamName("v"));
    }

    private static Class<?> done() {
        return Answers.Outcome.Done.class;
    }

    private static ByteBuffer little(int bytes) {
        if (bytes > LARGE) {
            throw new OutOfMemoryError("planted");
        }
        return ByteBuffer.allocate(bytes);
    }

    private static EmbeddedLogStore opened(LogListener listener, LogMemory memory)
            throws IOException {
        return EmbeddedLogStore.open(
                new SimDisk(),
                TestSettings.small(),
                new LogEnvironment(
                        () -> 5,
                        System::nanoTime,
                        () -> 7,
                        new ThreadTaskRunner(),
                        listener,
                        memory));
    }

    private static Answers.Append append(EmbeddedLogStore store, int bytes) {
        return append(store, store.stream(NAME), bytes);
    }

    private static Answers.Append append(EmbeddedLogStore store, LogStream stream, int bytes) {
        Answers.Append answer = new Answers.Append();
        append(store, stream, bytes, answer);
        return answer;
    }

    private static void append(
            EmbeddedLogStore store, LogStream stream, int bytes, Answers.Append answer) {
        store.append(
                List.of(new StreamAppend(stream, TestBatches.batchOfBytes(5, bytes, 1))), answer);
    }

    private static <T> Answers.Outcome<T> answer(Answers.Answer<T> asked) throws Exception {
        return asked.future.get(10, TimeUnit.SECONDS);
    }

    private static LogFailure refusal(Answers.Answer<?> asked) throws Exception {
        assertThat(answer(asked)).isInstanceOf(Answers.Outcome.Refused.class);
        return ((Answers.Outcome.Refused<?>) answer(asked)).failure();
    }
}
