package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.FileDisk;
import dev.forebay.testkit.log.TestBatches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store leaves on disk is what Kafka's own reader of segment files understands. */
class SegmentsReadByKafkaTest {
    private static final int RECORDS = 3_000;

    @TempDir Path folder;

    @Test
    void kafkas_file_records_reads_every_record_at_its_offset() throws IOException {
        List<String> sent = new ArrayList<>();
        try (EmbeddedLogStore store = open()) {
            LogStream stream = store.stream(new StreamName("q/1/0"));
            Answers answers = new Answers();
            for (int i = 0; i < RECORDS; i++) {
                sent.add(i + "=message " + i);
                store.append(
                        List.of(new StreamAppend(stream, TestBatches.batch(i, "message " + i))),
                        answers);
            }
            await().until(() -> answers.completed.get() == RECORDS);
        }

        List<Path> segments = segments();
        assertThat(segments).hasSizeGreaterThan(1);
        List<String> read = new ArrayList<>();
        for (Path segment : segments) {
            read(segment, read);
        }
        assertThat(read).containsExactlyElementsOf(sent);
    }

    @Test
    void kafkas_file_records_reads_what_compaction_left() throws IOException {
        List<String> needed = new ArrayList<>();
        try (EmbeddedLogStore store = open()) {
            LogStream stream = store.stream(new StreamName("q/1/0"));
            Answers answers = new Answers();
            for (int i = 0; i < RECORDS; i++) {
                store.append(
                        List.of(new StreamAppend(stream, TestBatches.batch(i, "message " + i))),
                        answers);
            }
            await().until(() -> answers.completed.get() == RECORDS);
        }
        try (EmbeddedLogStore store = open()) {
            LogStream stream = store.stream(new StreamName("q/1/0"));
            LiveOffsets.Builder live = new LiveOffsets.Builder(0);
            for (long offset : new long[] {2, 3}) {
                live.add(offset * 7, offset * 7 + 1);
                needed.add(offset * 7 + "=message " + offset * 7);
            }
            AtomicInteger done = new AtomicInteger();
            stream.compact(
                    live.upTo(stream.endOffset()),
                    new RetentionRule(0, 0, Long.MAX_VALUE / 2),
                    bytes -> done.incrementAndGet());
            await().until(() -> done.get() == 1);
        }
        List<String> read = new ArrayList<>();
        for (Path segment : segments()) {
            read(segment, read);
        }
        assertThat(read).startsWith(needed.toArray(String[]::new));
        assertThat(read.get(2)).doesNotStartWith("22=");
    }

    private static void read(Path segment, List<String> read) throws IOException {
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            records.batches().forEach(batch -> batch.ensureValid());
            records.records()
                    .forEach(record ->
                            read.add(
                                    record.offset()
                                            + "="
                                            + StandardCharsets.UTF_8.decode(record.value())));
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(Segment.FOLDER))) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }

    private EmbeddedLogStore open() throws IOException {
        return EmbeddedLogStore.open(
                new FileDisk(folder),
                TestSettings.small(),
                new LogEnvironment(
                        System::currentTimeMillis,
                        System::nanoTime,
                        () -> 7,
                        new ThreadTaskRunner(),
                        LogListener.NONE));
    }

    private static final class Answers implements AppendCompletion {
        final AtomicInteger completed = new AtomicInteger();

        @Override
        public void completed(long[] baseOffsets) {
            completed.incrementAndGet();
        }

        @Override
        public void failed(LogFailure failure) {
            throw new AssertionError(failure);
        }
    }
}
