package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StoreState;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.RecordBatch;
import dev.forebay.testkit.log.Answers.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LogStore} must do, whatever it stands on. A store's own test extends this and
 * says how to open the store and how to let its threads work. Nothing here relies on offsets
 * without gaps.
 */
public abstract class LogStoreContract {
    private static final long NOW = 1_700_000_000_000L;
    private static final RetentionRule PAST = new RetentionRule(0, Long.MAX_VALUE, NOW + 1_000_000);

    /** The store under test; opened anew for each test. */
    protected LogStore store;

    /** Opens the store; a second call after a close finds what the first one left. */
    protected abstract LogStore open();

    /** Lets the store work until the condition holds, or fails after a while. */
    protected abstract void driveUntil(BooleanSupplier condition);

    /** Bytes of a group that is as large as this store's test can afford. */
    protected int largeBytes() {
        return 6 << 20;
    }

    /** Bytes of batches after which retention has at least one whole segment to drop. */
    protected abstract int segmentBytes();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void what_was_appended_is_read_back_at_the_offset_that_was_answered() {
        LogStream stream = stream("a");
        long first = append(stream, "x");
        long second = append(stream, "y", "z");
        assertThat(second).isGreaterThan(first);
        assertThat(readTexts(stream, 0))
                .containsExactly(first + "=x", second + "=y", (second + 1) + "=z");
        assertThat(stream.startOffset()).isBetween(0L, first);
        assertThat(stream.endOffset()).isEqualTo(second + 2);
    }

    @Test
    void the_bytes_come_back_as_they_were_apart_from_the_base_offset() {
        LogStream stream = stream("a");
        ByteBuffer batch = TestBatches.batchOfBytes(NOW, 3000, 7);
        ByteBuffer expected = copy(batch);
        long offset = done(appendAsync(new StreamAppend(stream, batch)))[0];
        ByteBuffer read = read(stream, 0, 10_000);
        RecordBatch.setBaseOffset(expected, 0, offset);
        RecordBatch.setPartitionLeaderEpoch(
                expected, 0, RecordBatch.partitionLeaderEpoch(read, read.position()));
        assertThat(read).isEqualTo(expected);
        assertThat(RecordBatch.isValid(read, read.position())).isTrue();
        assertThat(stream.sizeBytes()).isEqualTo(expected.limit());
    }

    @Test
    void a_buffer_with_bytes_around_the_batch_is_appended_from_position_to_limit() {
        LogStream stream = stream("a");
        ByteBuffer batch = TestBatches.batch(NOW, "inside");
        ByteBuffer wide = ByteBuffer.allocate(batch.limit() + 50).position(20).put(batch);
        wide.flip().position(20);
        long offset = done(appendAsync(new StreamAppend(stream, wide)))[0];
        assertThat(readTexts(stream, 0)).containsExactly(offset + "=inside");
    }

    @Test
    void buffers_are_the_callers_again_after_the_answer() {
        LogStream stream = stream("a");
        ByteBuffer batch = TestBatches.batch(NOW, "kept");
        long offset = done(appendAsync(new StreamAppend(stream, batch)))[0];
        scribble(batch);
        ByteBuffer read = read(stream, 0, 1000);
        assertThat(TestBatches.texts(read)).containsExactly(offset + "=kept");
        scribble(read);
        assertThat(readTexts(stream, 0)).containsExactly(offset + "=kept");
    }

    @Test
    void appends_to_one_stream_get_their_offsets_in_the_order_of_the_calls() {
        LogStream stream = stream("a");
        List<Answers.Append> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(appendAsync(new StreamAppend(stream, TestBatches.batch(NOW, "v" + i))));
        }
        List<String> expected = new ArrayList<>();
        long last = -1;
        for (int i = 0; i < answers.size(); i++) {
            long offset = done(answers.get(i))[0];
            assertThat(offset).isGreaterThan(last);
            last = offset;
            expected.add(offset + "=v" + i);
        }
        assertThat(readTexts(stream, 0)).isEqualTo(expected);
    }

    @Test
    void a_group_answers_one_offset_for_each_target_of_each_entry() {
        LogStream a = stream("a");
        LogStream b = stream("b");
        LogStream c = stream("c");
        append(b, "before");
        long[] offsets =
                done(
                        appendAsync(
                                new StreamAppend(a, TestBatches.batch(NOW, "1")),
                                new StreamAppend(List.of(b, c), TestBatches.batch(NOW, "2", "3")),
                                new StreamAppend(a, TestBatches.batch(NOW, "4"))));
        assertThat(offsets).hasSize(4);
        assertThat(readTexts(a, 0)).containsExactly(offsets[0] + "=1", offsets[3] + "=4");
        assertThat(readTexts(b, offsets[1]))
                .containsExactly(offsets[1] + "=2", (offsets[1] + 1) + "=3");
        assertThat(readTexts(c, 0)).containsExactly(offsets[2] + "=2", (offsets[2] + 1) + "=3");
    }

    @Test
    void a_read_begins_with_the_batch_that_holds_the_offset() {
        LogStream stream = stream("a");
        append(stream, "0", "1", "2");
        long second = append(stream, "3", "4", "5");
        assertThat(readTexts(stream, second + 1))
                .containsExactly(second + "=3", (second + 1) + "=4", (second + 2) + "=5");
        assertThat(readTexts(stream, stream.endOffset())).isEmpty();
        assertThat(readTexts(stream, stream.endOffset() + 100)).isEmpty();
        assertThat(readTexts(stream("never written"), 0)).isEmpty();
    }

    @Test
    void a_read_stops_at_its_limit_but_gives_one_batch_however_large() {
        LogStream stream = stream("a");
        long first = append(stream, "x".repeat(500));
        long second = append(stream, "y");
        append(stream, "z");
        int firstBytes = RecordBatch.sizeBytes(read(stream, 0, 1), 0);
        assertThat(read(stream, first, 1).remaining()).isEqualTo(firstBytes);
        assertThat(read(stream, first, firstBytes).remaining()).isEqualTo(firstBytes);
        int secondBytes = RecordBatch.sizeBytes(read(stream, second, 1), 0);
        assertThat(read(stream, first, firstBytes + secondBytes).remaining())
                .isEqualTo(firstBytes + secondBytes);
        assertThat(read(stream, first, firstBytes + 2 * secondBytes - 1).remaining())
                .isEqualTo(firstBytes + secondBytes);
    }

    @Test
    void a_read_is_answered_outside_the_call() {
        LogStream stream = stream("a");
        append(stream, "x");
        Thread caller = Thread.currentThread();
        AtomicBoolean inside = new AtomicBoolean(true);
        AtomicBoolean answeredInside = new AtomicBoolean();
        Answers.Read answer = new Answers.Read();
        stream.read(
                0,
                100,
                new dev.forebay.log.ReadCompletion() {
                    @Override
                    public void completed(ByteBuffer batches) {
                        answeredInside.set(inside.get() && Thread.currentThread() == caller);
                        answer.completed(batches);
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        answer.failed(failure);
                    }
                });
        inside.set(false);
        done(answer);
        assertThat(answeredInside).isFalse();
    }

    @Test
    void large_batches_and_large_groups_are_whole() {
        LogStream a = stream("a");
        LogStream b = stream("b");
        int bytes = largeBytes() / 4;
        StreamAppend[] entries = new StreamAppend[4];
        for (int i = 0; i < entries.length; i++) {
            ByteBuffer batch = TestBatches.batchOfBytes(NOW, bytes, i);
            entries[i] = new StreamAppend(i % 2 == 0 ? a : b, batch);
        }
        long[] offsets = done(appendAsync(entries));
        for (int i = 0; i < entries.length; i++) {
            ByteBuffer expected = TestBatches.batchOfBytes(NOW, bytes, i);
            ByteBuffer read = read(i % 2 == 0 ? a : b, offsets[i], 1);
            assertThat(RecordBatch.isValid(read, read.position())).isTrue();
            assertThat(RecordBatch.crc(read, read.position()))
                    .isEqualTo(RecordBatch.crc(expected, 0));
        }
        append(a, "after");
        assertThat(readTexts(a, offsets[2] + 1)).hasSize(1);
    }

    @Test
    void a_thousand_streams_live_side_by_side() {
        List<Answers.Append> answers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            LogStream stream = stream("s/" + i);
            ByteBuffer batch = TestBatches.batch(NOW, "of " + i);
            answers.add(appendAsync(new StreamAppend(stream, batch)));
        }
        List<Long> offsets = new ArrayList<>();
        answers.forEach(answer -> offsets.add(done(answer)[0]));
        assertThat(store.streams()).hasSize(1000);
        for (int i = 0; i < 1000; i += 7) {
            assertThat(readTexts(stream("s/" + i), 0)).containsExactly(offsets.get(i) + "=of " + i);
        }
        reopen();
        assertThat(store.streams()).hasSize(1000);
        assertThat(readTexts(stream("s/999"), 0)).containsExactly(offsets.get(999) + "=of 999");
    }

    @Test
    void threads_that_append_at_once_lose_nothing() throws InterruptedException {
        List<Answers.Append> answers = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            LogStream stream = stream("t" + t);
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 100; i++) {
                                    ByteBuffer batch = TestBatches.batch(NOW, "v" + i);
                                    answers.add(appendAsync(new StreamAppend(stream, batch)));
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        answers.forEach(this::done);
        for (int t = 0; t < 4; t++) {
            List<String> texts = readTexts(stream("t" + t), 0);
            assertThat(texts).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(texts.get(i)).endsWith("=v" + i);
            }
        }
    }

    @Test
    void a_time_leads_to_the_first_batch_that_reaches_it() {
        LogStream stream = stream("a");
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ByteBuffer batch = TestBatches.batch(NOW + i * 1000L, "v" + i, "w" + i);
            offsets.add(done(appendAsync(new StreamAppend(stream, batch)))[0]);
        }
        assertThat(stream.offsetAt(0)).isEqualTo(offsets.getFirst());
        assertThat(stream.offsetAt(NOW + 20_000)).isEqualTo(offsets.get(20));
        assertThat(stream.offsetAt(NOW + 20_001)).isEqualTo(offsets.get(21));
        assertThat(stream.offsetAt(NOW + 49_001)).isEqualTo(stream.endOffset());
        reopen();
        assertThat(stream("a").offsetAt(NOW + 20_000)).isEqualTo(offsets.get(20));
    }

    @Test
    void retention_drops_whole_leading_segments_that_nobody_needs() {
        LogStream stream = stream("a");
        List<Long> offsets = fillSegments(stream, 6);
        long size = stream.sizeBytes();
        long middle = offsets.get(offsets.size() / 2);
        stream.retain(middle, new RetentionRule(0, Long.MAX_VALUE, NOW + 1));
        driveUntil(() -> stream.startOffset() > offsets.getFirst());
        assertThat(stream.startOffset()).isLessThanOrEqualTo(middle);
        assertThat(stream.sizeBytes()).isLessThan(size);
        List<String> texts = readTexts(stream, stream.startOffset());
        assertThat(texts.getFirst()).startsWith(stream.startOffset() + "=");
        assertThat(texts.getLast()).startsWith(offsets.getLast() + "=");
        assertThat(readTexts(stream, 0)).isEqualTo(texts);
        long start = stream.startOffset();
        reopen();
        assertThat(stream("a").startOffset()).isEqualTo(start);
        assertThat(readTexts(stream("a"), 0)).isEqualTo(texts);
    }

    @Test
    void retention_by_bytes_keeps_what_the_limit_has_room_for() {
        LogStream stream = stream("a");
        List<Long> offsets = fillSegments(stream, 6);
        long limit = stream.sizeBytes() / 2;
        stream.retain(stream.endOffset(), new RetentionRule(Long.MAX_VALUE, limit, NOW + 1));
        driveUntil(() -> stream.startOffset() > offsets.getFirst());
        driveUntil(() -> stream.sizeBytes() <= limit + segmentBytes());
        assertThat(stream.sizeBytes()).isPositive();
        assertThat(readTexts(stream, 0)).isNotEmpty();
    }

    @Test
    void retention_touches_nothing_that_is_needed_or_within_its_limits() {
        LogStream stream = stream("a");
        List<Long> offsets = fillSegments(stream, 4);
        stream.retain(offsets.getFirst(), new RetentionRule(0, 0, NOW + 1_000_000));
        stream.retain(stream.endOffset(), new RetentionRule(100_000, Long.MAX_VALUE, NOW + 1));
        long last = append(stream, "after");
        assertThat(readTexts(stream, 0)).hasSize(offsets.size() + 1);
        assertThat(last).isEqualTo(stream.endOffset() - 1);
    }

    @Test
    void compaction_leaves_what_is_needed_at_its_offsets_and_gives_the_rest_back() {
        List<Long> offsets = fillForCompaction();
        List<Long> needed = List.of(offsets.get(3), offsets.get(100), offsets.get(150));
        LogStream stream = stream("a");
        long size = stream.sizeBytes();
        stream.retain(offsets.get(3), PAST);
        driveUntil(() -> stream.staleBytes() > size / 2);
        compact(stream, offsets, needed);
        assertThat(stream.sizeBytes()).isLessThan(3L * segmentBytes());
        assertThat(stream.startOffset()).isEqualTo(offsets.get(3));
        List<String> texts = allTexts(stream);
        assertThat(texts.subList(0, 3)).allMatch(text -> isOneOf(text, needed));
        assertThat(texts.getLast()).startsWith(offsets.getLast() + "=");
        assertThat(readTexts(stream, offsets.get(4)).getFirst()).startsWith(offsets.get(100) + "=");
        assertThat(readTexts(stream, offsets.get(151)).getFirst()).isEqualTo(texts.get(3));
        assertThat(stream.offsetAt(NOW + 60_000)).isEqualTo(offsets.get(100));
        long left = stream.sizeBytes();
        reopen();
        assertThat(allTexts(stream("a"))).isEqualTo(texts);
        assertThat(stream("a").startOffset()).isEqualTo(offsets.get(3));
        assertThat(stream("a").sizeBytes()).isEqualTo(left);
        assertThat(stream("a").offsetAt(NOW + 60_000)).isEqualTo(offsets.get(100));
        assertThat(store.damages()).isEmpty();
    }

    @Test
    void what_was_compacted_is_compacted_again_when_less_of_it_is_needed() {
        List<Long> offsets = fillForCompaction();
        LogStream stream = stream("a");
        compact(stream, offsets, List.of(offsets.get(3), offsets.get(150)));
        reopen();
        LogStream again = stream("a");
        compact(again, offsets, List.of());
        assertThat(again.startOffset()).isGreaterThan(offsets.get(150));
        assertThat(readTexts(again, 0).getFirst()).startsWith(again.startOffset() + "=");
        append(again, "after");
        reopen();
        assertThat(readTexts(stream("a"), 0).getLast()).endsWith("=after");
    }

    @Test
    void compaction_touches_nothing_of_which_much_is_needed_or_that_is_within_retention() {
        List<Long> offsets = fillForCompaction();
        LogStream stream = stream("a");
        List<Long> half = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i += 2) {
            half.add(offsets.get(i));
        }
        compact(stream, offsets, half);
        assertThat(allTexts(stream)).hasSize(offsets.size());
        AtomicBoolean done = new AtomicBoolean();
        stream.compact(
                new LiveOffsets.Builder(0).upTo(stream.endOffset()),
                new RetentionRule(1_000_000, Long.MAX_VALUE, NOW + 200_000),
                bytes -> done.set(true));
        driveUntil(done::get);
        assertThat(allTexts(stream)).hasSize(offsets.size());
    }

    /** So many small batches that a few are little of a segment; on disk, and not moving. */
    private List<Long> fillForCompaction() {
        LogStream stream = stream("a");
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ByteBuffer batch = TestBatches.batchOfBytes(NOW + i * 1000L, segmentBytes() / 60, i);
            offsets.add(done(appendAsync(new StreamAppend(stream, batch)))[0]);
        }
        reopen();
        return offsets;
    }

    private void compact(LogStream stream, List<Long> offsets, List<Long> needed) {
        LiveOffsets.Builder live = new LiveOffsets.Builder(0);
        needed.forEach(offset -> live.add(offset, offset + 1));
        AtomicBoolean done = new AtomicBoolean();
        stream.compact(live.upTo(offsets.getLast() + 1), PAST, bytes -> done.set(true));
        driveUntil(done::get);
    }

    private static boolean isOneOf(String text, List<Long> offsets) {
        return offsets.stream().anyMatch(offset -> text.startsWith(offset + "="));
    }

    private List<String> allTexts(LogStream stream) {
        List<String> texts = new ArrayList<>();
        long next = 0;
        while (next < stream.endOffset()) {
            List<String> some = TestBatches.texts(read(stream, next, 1));
            texts.addAll(some);
            String last = some.getLast();
            next = Long.parseLong(last.substring(0, last.indexOf('='))) + 1;
        }
        return texts;
    }

    @Test
    void a_deleted_stream_is_gone_and_its_name_can_be_used_again() {
        append(stream("a"), "old");
        append(stream("b"), "other");
        Answers.Append deleted = new Answers.Append();
        store.delete(new StreamName("a"), deleted);
        done(deleted);
        assertThat(store.find(new StreamName("a"))).isEmpty();
        assertThat(store.streams()).extracting(s -> s.name().value()).containsExactly("b");
        assertThat(readTexts(stream("a"), 0)).isEmpty();
        long offset = append(stream("a"), "new");
        assertThat(readTexts(stream("a"), 0)).containsExactly(offset + "=new");
        reopen();
        assertThat(readTexts(stream("a"), 0)).containsExactly(offset + "=new");
        assertThat(readTexts(stream("b"), 0)).hasSize(1);
    }

    @Test
    void a_deletion_outlives_a_restart() {
        append(stream("a"), "old");
        Answers.Append deleted = new Answers.Append();
        store.delete(new StreamName("a"), deleted);
        done(deleted);
        reopen();
        assertThat(store.streams()).isEmpty();
        assertThat(readTexts(stream("a"), 0)).isEmpty();
    }

    @Test
    void a_checkpoint_is_written_for_who_wants_one() {
        long offset = append(stream("a"), "x");
        Answers.Append first = new Answers.Append();
        Answers.Append second = new Answers.Append();
        store.checkpoint(first);
        store.checkpoint(second);
        assertThat(done(first)).isEmpty();
        assertThat(done(second)).isEmpty();
        append(stream("a"), "y");
        reopen();
        assertThat(readTexts(stream("a"), 0)).startsWith(offset + "=x").hasSize(2);
    }

    @Test
    void a_stream_exists_from_its_first_append_on() {
        assertThat(store.streams()).isEmpty();
        LogStream stream = stream("a");
        assertThat(stream.name()).isEqualTo(new StreamName("a"));
        assertThat(stream.startOffset()).isEqualTo(stream.endOffset());
        append(stream, "x");
        assertThat(store.find(new StreamName("a"))).isPresent();
        assertThat(store.find(new StreamName("b"))).isEmpty();
        assertThat(store.streams()).hasSize(1);
    }

    @Test
    void everything_is_there_after_a_restart_and_offsets_go_on() {
        long first = append(stream("a"), "x", "y");
        long end = stream("a").endOffset();
        reopen();
        LogStream again = stream("a");
        assertThat(again.endOffset()).isEqualTo(end);
        assertThat(readTexts(again, 0)).containsExactly(first + "=x", (first + 1) + "=y");
        assertThat(append(again, "z")).isGreaterThanOrEqualTo(end);
        reopen();
        assertThat(readTexts(stream("a"), 0)).hasSize(3);
        assertThat(store.damages()).isEmpty();
    }

    @Test
    void a_closed_store_says_so() {
        List<StoreState> states = new CopyOnWriteArrayList<>();
        LogStream stream = stream("a");
        append(stream, "x");
        assertThat(store.state()).isInstanceOf(StoreState.Accepting.class);
        store.onStateChange(states::add);
        store.close();
        store.close();
        assertThat(store.state()).isInstanceOf(StoreState.Closed.class);
        driveUntil(() -> !states.isEmpty());
        assertThat(states).containsExactly(new StoreState.Closed());
        Answers.Append append =
                appendAsync(new StreamAppend(stream, TestBatches.batch(NOW, "late")));
        assertThat(refused(append)).isInstanceOf(LogFailure.Closed.class);
        Answers.Read read = new Answers.Read();
        stream.read(0, 100, read);
        driveUntil(read.future::isDone);
        assertThat(read.future.join())
                .isEqualTo(new Outcome.Refused<ByteBuffer>(new LogFailure.Closed()));
    }

    @Test
    void appends_on_their_way_are_answered_when_the_store_closes() {
        LogStream stream = stream("a");
        List<Answers.Append> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(appendAsync(new StreamAppend(stream, TestBatches.batch(NOW, "v" + i))));
        }
        store.close();
        driveUntil(() -> answers.stream().allMatch(answer -> answer.future.isDone()));
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).future.join() instanceof Outcome.Done<long[]> done) {
                answered.add(done.value()[0] + "=v" + i);
            }
        }
        store = open();
        assertThat(readTexts(stream("a"), 0)).isEqualTo(answered);
    }

    private List<Long> fillSegments(LogStream stream, int segments) {
        List<Long> offsets = new ArrayList<>();
        int batchBytes = segmentBytes() / 4;
        for (int i = 0; i < segments * 4; i++) {
            ByteBuffer batch = TestBatches.batchOfBytes(NOW, batchBytes, i);
            offsets.add(done(appendAsync(new StreamAppend(stream, batch)))[0]);
        }
        return offsets;
    }

    private void reopen() {
        store.close();
        store = open();
    }

    private LogStream stream(String name) {
        return store.stream(new StreamName(name.replace(' ', '-')));
    }

    private long append(LogStream stream, String... values) {
        return done(appendAsync(new StreamAppend(stream, TestBatches.batch(NOW, values))))[0];
    }

    private Answers.Append appendAsync(StreamAppend... entries) {
        Answers.Append answer = new Answers.Append();
        store.append(List.of(entries), answer);
        return answer;
    }

    private long[] done(Answers.Append answer) {
        driveUntil(answer.future::isDone);
        return value(answer.future.join());
    }

    private ByteBuffer done(Answers.Read answer) {
        driveUntil(answer.future::isDone);
        return value(answer.future.join());
    }

    private LogFailure refused(Answers.Append answer) {
        driveUntil(answer.future::isDone);
        return switch (answer.future.join()) {
            case Outcome.Refused<long[]> refused -> refused.failure();
            case Outcome.Done<long[]> done ->
                    throw new AssertionError("answered " + Arrays.toString(done.value()));
        };
    }

    private static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T> done -> done.value();
            case Outcome.Refused<T> refused ->
                    throw new AssertionError("refused: " + refused.failure());
        };
    }

    private ByteBuffer read(LogStream stream, long fromOffset, int maxBytes) {
        Answers.Read answer = new Answers.Read();
        stream.read(fromOffset, maxBytes, answer);
        return done(answer);
    }

    private List<String> readTexts(LogStream stream, long fromOffset) {
        return TestBatches.texts(read(stream, fromOffset, Integer.MAX_VALUE));
    }

    private static void scribble(ByteBuffer buffer) {
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            buffer.put(i, (byte) 0xee);
        }
    }

    private static ByteBuffer copy(ByteBuffer source) {
        return ByteBuffer.allocate(source.remaining()).put(source.duplicate()).flip();
    }
}
