package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.log.Answers.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LogStore} must do with volatile streams. A store's own test extends this as it
 * does {@link LogStoreContract}.
 */
public abstract class VolatileStreamContract {
    private static final long NOW = 1_700_000_000_000L;
    private static final RetentionRule LONG =
            new RetentionRule(Long.MAX_VALUE, Long.MAX_VALUE, NOW);

    /** The store under test; opened anew for each test. */
    protected LogStore store;

    /** Opens the store; a second call after a close finds what the first one left. */
    protected abstract LogStore open();

    /** Lets the store work until the condition holds, or fails after a while. */
    protected abstract void driveUntil(BooleanSupplier condition);

    /** More bytes than the store's memory for volatile streams has room for. */
    protected abstract int moreBytesThanMemory();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void what_goes_to_volatile_streams_alone_is_answered_and_read_back() {
        LogStream a = store.volatileStream(new StreamName("a"));
        LogStream b = store.volatileStream(new StreamName("b"));
        assertThat(a.isVolatile()).isTrue();
        assertThat(store.stream(new StreamName("c")).isVolatile()).isFalse();
        long first = append(List.of(a), "x", "y")[0];
        long[] both = append(List.of(a, b), "z");
        assertThat(both[0]).isGreaterThan(first + 1);
        assertThat(texts(a)).containsExactly(first + "=x", (first + 1) + "=y", both[0] + "=z");
        assertThat(texts(b)).containsExactly(both[1] + "=z");
        assertThat(a.endOffset()).isEqualTo(both[0] + 1);
        assertThat(store.find(new StreamName("a"))).contains(a);
    }

    @Test
    void a_group_of_both_kinds_takes_effect_together_and_what_follows_stays_behind_it() {
        LogStream kept = store.stream(new StreamName("kept"));
        LogStream lost = store.volatileStream(new StreamName("lost"));
        List<Answers.Append> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(appendAsync(List.of(lost, kept), "both" + i));
            answers.add(appendAsync(List.of(lost), "alone" + i));
        }
        List<String> inLost = new ArrayList<>();
        List<String> inKept = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long[] both = done(answers.get(2 * i));
            inLost.add(both[0] + "=both" + i);
            inKept.add(both[1] + "=both" + i);
            inLost.add(done(answers.get(2 * i + 1))[0] + "=alone" + i);
        }
        assertThat(texts(lost)).isEqualTo(inLost);
        assertThat(texts(kept)).isEqualTo(inKept);
    }

    @Test
    void more_than_memory_has_room_for_comes_back_in_order_and_byte_for_byte() {
        LogStream a = store.volatileStream(new StreamName("a"));
        LogStream b = store.volatileStream(new StreamName("b"));
        List<String> inA = new ArrayList<>();
        List<String> inB = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; bytes < moreBytesThanMemory(); i++) {
            String text = "v" + i + "-".repeat(i * 37 % 3000);
            inA.add(append(List.of(a), text)[0] + "=" + text);
            if (i % 3 == 0) {
                inB.add(append(List.of(b), "b" + i)[0] + "=b" + i);
            }
            bytes += text.length();
        }
        assertThat(texts(a)).isEqualTo(inA);
        assertThat(texts(b)).isEqualTo(inB);
        long middle = offset(inA.get(inA.size() / 2));
        a.retain(middle, LONG);
        driveUntil(() -> a.startOffset() > 0);
        assertThat(a.startOffset()).isLessThanOrEqualTo(middle);
        assertThat(texts(a))
                .endsWith(inA.subList(inA.size() / 2, inA.size()).toArray(String[]::new));
        a.retain(a.endOffset(), LONG);
        driveUntil(() -> a.sizeBytes() == 0);
        assertThat(a.startOffset()).isEqualTo(a.endOffset());
        assertThat(texts(b)).isEqualTo(inB);
    }

    @Test
    void a_batch_that_is_larger_than_memory_holds_nothing_up() {
        LogStream stream = store.volatileStream(new StreamName("a"));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String large = "l" + i + "-".repeat(moreBytesThanMemory());
            all.add(append(List.of(stream), large)[0] + "=" + large);
            all.add(append(List.of(stream), "s" + i)[0] + "=s" + i);
        }
        assertThat(texts(stream)).isEqualTo(all);
    }

    @Test
    void around_a_few_that_are_needed_the_rest_goes() {
        LogStream stream = store.volatileStream(new StreamName("a"));
        List<Long> offsets = new ArrayList<>();
        for (int bytes = 0; bytes < moreBytesThanMemory(); bytes += 2000) {
            offsets.add(append(List.of(stream), "n" + "-".repeat(2000))[0]);
        }
        long size = stream.sizeBytes();
        LiveOffsets.Builder live = new LiveOffsets.Builder(0);
        live.add(offsets.getFirst(), offsets.getFirst() + 1);
        AtomicLong given = new AtomicLong();
        stream.compact(live.upTo(stream.endOffset()), LONG, given::set);
        driveUntil(() -> given.get() > 0);
        assertThat(stream.sizeBytes()).isEqualTo(size - given.get()).isLessThan(size * 3 / 4);
        List<String> left = texts(stream);
        assertThat(left.getFirst()).startsWith(offsets.getFirst() + "=");
        assertThat(left.getLast())
                .as("a read before the end finds something")
                .startsWith(offsets.getLast() + "=");
    }

    @Test
    void nothing_of_a_volatile_stream_is_there_after_a_restart() {
        LogStream lost = store.volatileStream(new StreamName("lost"));
        LogStream kept = store.stream(new StreamName("kept"));
        append(List.of(kept, lost), "x");
        for (int bytes = 0; bytes < moreBytesThanMemory(); bytes += 2000) {
            append(List.of(lost), "-".repeat(2000));
        }
        store.close();
        store = open();
        assertThat(store.find(new StreamName("lost"))).isEmpty();
        assertThat(store.streams()).extracting(each -> each.name().value()).containsOnly("kept");
        assertThat(texts(store.volatileStream(new StreamName("lost")))).isEmpty();
        assertThat(texts(store.stream(new StreamName("kept")))).hasSize(1);
    }

    @Test
    void a_deleted_volatile_stream_gives_its_name_free_for_either_kind() {
        StreamName name = new StreamName("a");
        append(List.of(store.volatileStream(name)), "old");
        assertThatThrownBy(() -> store.stream(name)).isInstanceOf(IllegalArgumentException.class);
        Answers.Append deleted = new Answers.Append();
        store.delete(name, deleted);
        done(deleted);
        assertThat(store.find(name)).isEmpty();
        append(List.of(store.stream(name)), "new");
        assertThat(texts(store.stream(name))).hasSize(1).allMatch(text -> text.endsWith("=new"));
        assertThatThrownBy(() -> store.volatileStream(name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_store_says_so_of_volatile_streams_too() {
        LogStream stream = store.volatileStream(new StreamName("a"));
        append(List.of(stream), "x");
        store.close();
        Answers.Append late = appendAsync(List.of(stream), "late");
        driveUntil(late.future::isDone);
        assertThat(late.future.join())
                .isEqualTo(new Outcome.Refused<long[]>(new LogFailure.Closed()));
        Answers.Read read = new Answers.Read();
        stream.read(0, 100, read);
        driveUntil(read.future::isDone);
        assertThat(read.future.join())
                .isEqualTo(new Outcome.Refused<ByteBuffer>(new LogFailure.Closed()));
    }

    private long[] append(List<LogStream> targets, String... values) {
        return done(appendAsync(targets, values));
    }

    private Answers.Append appendAsync(List<LogStream> targets, String... values) {
        Answers.Append answer = new Answers.Append();
        store.append(List.of(new StreamAppend(targets, TestBatches.batch(NOW, values))), answer);
        return answer;
    }

    private long[] done(Answers.Append answer) {
        driveUntil(answer.future::isDone);
        return value(answer.future.join());
    }

    private List<String> texts(LogStream stream) {
        List<String> texts = new ArrayList<>();
        long next = stream.startOffset();
        while (next < stream.endOffset()) {
            Answers.Read answer = new Answers.Read();
            stream.read(next, 5000, answer);
            driveUntil(answer.future::isDone);
            List<String> some = TestBatches.texts(value(answer.future.join()));
            if (some.isEmpty()) {
                return texts;
            }
            texts.addAll(some);
            next = offset(some.getLast()) + 1;
        }
        return texts;
    }

    private static long offset(String text) {
        return Long.parseLong(text.substring(0, text.indexOf('=')));
    }

    private static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T> done -> done.value();
            case Outcome.Refused<T> refused ->
                    throw new AssertionError("refused: " + refused.failure());
        };
    }
}
