package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryLogStoreTest {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    @Nested
    class Contiguous extends Contract {
        Contiguous() {
            super(MemoryLogOptions.defaults());
        }
    }

    @Nested
    class WithGaps extends Contract {
        private static int turn;

        WithGaps() {
            super(MemoryLogOptions.defaults().withGaps(() -> turn++ % 3));
        }
    }

    abstract static class Contract extends LogStoreContract {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final MemoryLogOptions options;
        private MemoryLogStore last;

        Contract(MemoryLogOptions options) {
            this.options = options.withSegmentBytes(4000);
            last = new MemoryLogStore(tasks::add, () -> 5, this.options);
        }

        @Override
        protected LogStore open() {
            last = last.reopen(tasks::add);
            return last;
        }

        @Override
        protected void driveUntil(BooleanSupplier condition) {
            while (!condition.getAsBoolean()) {
                tasks.remove().run();
            }
        }

        @Override
        protected int segmentBytes() {
            return options.segmentBytes();
        }
    }

    @Test
    void a_crash_keeps_what_was_answered_and_as_many_more_as_the_test_says() {
        MemoryLogStore store = store();
        List<Answers.Append> answers = appendFive(store);
        tasks.remove().run();
        tasks.remove().run();
        MemoryLogStore restarted = store.crash(1, tasks::add);
        drain();
        assertThat(answers.stream().filter(a -> a.future.isDone())).hasSize(2);
        assertThat(restarted.stream(new StreamName("a")).endOffset()).isEqualTo(3);
        assertThat(restarted.lastEngineTime()).isEqualTo(5);
    }

    @Test
    void a_failed_store_fails_what_waits_and_what_comes() {
        MemoryLogStore store = store();
        List<Answers.Append> answers = appendFive(store);
        store.become(new StoreState.Failed("no more"));
        answers.addAll(appendFive(store));
        drain();
        for (Answers.Append answer : answers) {
            assertThat(answer.future.join()).isInstanceOf(Answers.Outcome.Refused.class);
        }
    }

    @Test
    void a_full_store_refuses_until_there_is_room_and_its_caller_knows() {
        MemoryLogStore store = store();
        store.refuseAppends(new LogFailure.DiskFull());
        List<Answers.Append> refused = appendFive(store);
        store.acceptAppends();
        refused.addAll(appendFive(store));
        store.resume();
        List<Answers.Append> accepted = appendFive(store);
        drain();
        assertThat(refused)
                .allSatisfy(answer ->
                        assertThat(answer.future.join())
                                .isEqualTo(
                                        new Answers.Outcome.Refused<long[]>(
                                                new LogFailure.DiskFull())));
        assertThat(accepted.getFirst().future.join()).isInstanceOf(Answers.Outcome.Done.class);
    }

    private MemoryLogStore store() {
        return new MemoryLogStore(tasks::add, () -> 5, MemoryLogOptions.defaults());
    }

    private static List<Answers.Append> appendFive(MemoryLogStore store) {
        LogStream stream = store.stream(new StreamName("a"));
        List<Answers.Append> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Answers.Append answer = new Answers.Append();
            store.append(List.of(new StreamAppend(stream, TestBatches.batch(1, "v" + i))), answer);
            answers.add(answer);
        }
        return answers;
    }

    private void drain() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
