package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.HashFilter;
import dev.forebay.engine.struct.HashWindow;
import org.junit.jupiter.api.Test;

class DedupRunTest {
    private static DedupRun run(int count, long... places) {
        HashWindow window = new HashWindow();
        for (int i = 0; i < count; i++) {
            window.add(i, i, 1_000 + i, 50 + 2L * i);
        }
        return DedupRun.of(window.oldest(count), -77, places, 99, HashFilter.of(count));
    }

    @Test
    void it_is_read_as_it_was_written() {
        DedupRun run = run(100, 90, 92, 91, 95);
        ByteSink sink = new ByteSink(64);
        run.write(sink);
        ByteSource source = new ByteSource(sink.view());
        DedupRun read = DedupRun.read(source);
        assertThat(source.hasMore()).isFalse();
        assertThat(read.filter()).isNull();
        read.setFilter(HashFilter.of(1));
        assertThat(read).usingRecursiveComparison().ignoringFields("filter").isEqualTo(run);
        assertThat(read.to()).isEqualTo(50 + 2 * 99);
        assertThat(read.newest()).isEqualTo(1_099);
    }

    @Test
    void the_first_bits_of_a_hash_say_its_page() {
        DedupRun run = run(4, 90, 91, 92, 93);
        assertThat(run.place(0)).isEqualTo(90);
        assertThat(run.place(1L << 62)).isEqualTo(91);
        assertThat(run.place(Long.MIN_VALUE)).isEqualTo(92);
        assertThat(run.place(-1)).isEqualTo(93);
        assertThat(run(4, 90).place(-1)).isEqualTo(90);
    }

    @Test
    void how_many_are_left_is_exact_for_few_and_never_too_little() {
        DedupRun few = run(10, 90);
        for (int i = 0; i <= 10; i++) {
            assertThat(few.countSince(999 + i)).isEqualTo(10 - i);
        }
        DedupRun many = run(1_000, 90);
        for (int i = 0; i <= 1_000; i++) {
            assertThat(many.countSince(999 + i)).isBetween(1_000 - i, 1_000 - i + 63);
        }
        assertThat(many.countSince(1_999)).isZero();
        assertThat(few.oldestSince(1_004)).isEqualTo(1_005);
    }
}
