package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.Answers;
import dev.forebay.testkit.log.Answers.Outcome;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import dev.forebay.testkit.log.TestBatches;
import dev.forebay.testkit.log.VolatileStreamContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VolatileStreamTest {
    private static final StreamName NAME = new StreamName("v");
    private static final int BATCH_BYTES = 2000;
    private static final int NOTHING_SURVIVES = 0;
    private static final long NOW = 1_700_000_000_000L;

    @Nested
    class OfTheEmbeddedStore extends VolatileStreamContract {
        private final SimDisk disk = new SimDisk();

        @Override
        protected LogStore open() {
            return opened(disk);
        }

        @Override
        protected void driveUntil(BooleanSupplier condition) {
            waitUntil(condition);
        }

        @Override
        protected int moreBytesThanMemory() {
            return 10 * (int) TestSettings.small().volatileBytes();
        }
    }

    @Nested
    class OfTheMemoryStore extends VolatileStreamContract {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private MemoryLogStore last =
                new MemoryLogStore(tasks::add, () -> 5, MemoryLogOptions.defaults());

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
        protected int moreBytesThanMemory() {
            return 100_000;
        }
    }

    @Test
    void appends_wait_for_no_sync_and_spill_files_are_never_synced() {
        SimDisk disk = new SimDisk();
        try (LogStore store = opened(disk)) {
            LogStream stream = store.volatileStream(NAME);
            List<Answers.Append> answers = appendMany(store, stream, 200);
            waitUntil(() -> answers.stream().allMatch(answer -> answer.future.isDone()));
            assertThat(answers.getFirst().future.join()).isInstanceOf(Outcome.Done.class);
            waitUntil(() -> !files(disk).isEmpty());
            assertThat(files(disk.crash(CrashProfile.POSIX, NOTHING_SURVIVES)))
                    .as("what a power cut leaves of files without a sync")
                    .isEmpty();
            SimDisk killed = disk.restart();
            assertThat(files(killed)).as("what a killed process leaves").isNotEmpty();
            opened(killed).close();
            assertThat(files(killed)).as("after the next start").isEmpty();
        }
        assertThat(files(disk)).as("after a stop").isEmpty();
    }

    @Test
    void memory_in_use_stays_within_its_budget_whatever_the_backlog() throws Exception {
        SlabPool pool = new SlabPool(4 << 10, 64 << 10, LogMemory.ofJvm());
        VolatileMemory memory = new VolatileMemory(pool);
        SimDisk disk = new SimDisk();
        SpillFiles files = new SpillFiles(disk);
        try (LogStore store = opened(disk)) {
            VolatileStream stream = (VolatileStream) store.volatileStream(NAME);
            for (int i = 0; i < 2000; i++) {
                ByteBuffer batch = TestBatches.batchOfBytes(NOW, 1000, i);
                assertThat(memory.hasRoom(batch.remaining())).isTrue();
                memory.place(stream, batch);
                while (memory.wantsSpill()) {
                    spill(memory, files);
                }
                assertThat(pool.isUnderPressure()).isFalse();
            }
        }
    }

    private static void spill(VolatileMemory memory, SpillFiles files) {
        try {
            List<SpillPart> parts = memory.beginSpill();
            files.write(parts);
            memory.endSpill(parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void damage_in_a_spill_file_is_reported_and_never_read() throws IOException {
        SimDisk disk = new SimDisk();
        try (LogStore store = opened(disk)) {
            LogStream stream = store.volatileStream(NAME);
            appendMany(store, stream, 100);
            waitUntil(() -> !files(disk).isEmpty());
            try (DiskFile file = disk.open(SpillFile.FOLDER + "/0.spill")) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 100);
            }
            Answers.Read answer = new Answers.Read();
            stream.read(0, 1, answer);
            waitUntil(answer.future::isDone);
            assertThat(answer.future.join())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.failure())
                                            .isInstanceOf(LogFailure.Damaged.class));
            assertThat(store.damages())
                    .singleElement()
                    .matches(damage -> damage.stream().equals("v"));
        }
    }

    @Test
    void without_room_on_disk_appends_are_refused_until_there_is_some() {
        SimDisk disk = new SimDisk();
        try (LogStore store = opened(disk)) {
            LogStream stream = store.volatileStream(NAME);
            disk.capacity(disk.usedBytes());
            List<Answers.Append> answers = appendMany(store, stream, 200);
            waitUntil(() -> answers.stream().allMatch(answer -> answer.future.isDone()));
            assertThat(answers.getLast().future.join())
                    .isEqualTo(new Outcome.Refused<long[]>(new LogFailure.DiskFull()));
            long taken = stream.endOffset();
            assertThat(taken).isBetween(10L, 40L);
            disk.capacity(SimDisk.AMPLE);
            // A file that is there says nothing yet: what was refused before is tried again.
            waitUntil(() -> isTaken(store, stream));
            taken = stream.endOffset();
            List<Answers.Append> again = appendMany(store, stream, 50);
            waitUntil(() -> again.stream().allMatch(answer -> answer.future.isDone()));
            assertThat(stream.endOffset()).isEqualTo(taken + 50);
            stream.retain(stream.endOffset(), new RetentionRule(0, 0, 0));
            waitUntil(() -> files(disk).isEmpty());
        }
    }

    private static boolean isTaken(LogStore store, LogStream stream) {
        Answers.Append answer = appendMany(store, stream, 1).getFirst();
        return answer.future.join() instanceof Outcome.Done<?>;
    }

    private static List<Answers.Append> appendMany(LogStore store, LogStream stream, int count) {
        List<Answers.Append> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Answers.Append answer = new Answers.Append();
            answers.add(answer);
            ByteBuffer batch = TestBatches.batchOfBytes(NOW, BATCH_BYTES, i);
            store.append(List.of(new StreamAppend(stream, batch)), answer);
        }
        return answers;
    }

    private static List<String> files(SimDisk disk) {
        try {
            return disk.list(SpillFile.FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogStore opened(SimDisk disk) {
        try {
            return EmbeddedLogStore.open(
                    disk,
                    TestSettings.small(),
                    new LogEnvironment(
                            System::currentTimeMillis,
                            System::nanoTime,
                            () -> 7,
                            new ThreadTaskRunner(),
                            LogListener.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void waitUntil(BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(condition::getAsBoolean);
    }
}
