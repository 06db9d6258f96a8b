package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetSetTest {
    private static final long BLOCK = 1 << 20;

    @Test
    void it_equals_a_sorted_set_whatever_is_done_over_many_blocks() {
        Random random = new Random(5);
        OffsetSet set = new OffsetSet();
        TreeSet<Long> plain = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            long offset = random.nextInt(40) * BLOCK + random.nextInt(1 << 19);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    set.add(offset);
                    plain.add(offset);
                }
                case 2 -> assertThat(set.remove(offset)).isEqualTo(plain.remove(offset));
                default -> assertThat(set.contains(offset)).isEqualTo(plain.contains(offset));
            }
            if (i % 500 == 0) {
                set.closeIdle();
            }
            long first = plain.isEmpty() ? OffsetSet.NONE : plain.first();
            assertThat(set.first()).isEqualTo(first);
            Long before = plain.floor(offset);
            assertThat(set.previous(offset)).isEqualTo(before == null ? OffsetSet.NONE : before);
        }
        assertThat(set.toList()).containsExactlyElementsOf(plain);
        assertThat(set.cardinality()).isEqualTo(plain.size());
    }

    @Test
    void what_was_written_is_read_back() {
        OffsetSet set = new OffsetSet();
        set.addRange(3, 3 * BLOCK + 7);
        set.remove(BLOCK);
        ByteSink sink = new ByteSink(16);
        set.write(sink);
        OffsetSet read = new OffsetSet();
        read.read(new ByteSource(sink.view()));
        assertThat(read.first()).isEqualTo(3);
        assertThat(read.nextAbsent(3)).isEqualTo(BLOCK);
        assertThat(read.nextAbsent(BLOCK + 1)).isEqualTo(3 * BLOCK + 7);
        assertThat(read.cardinality()).isEqualTo(3 * BLOCK + 3);
        read.removeBelow(2 * BLOCK + 1);
        assertThat(read.first()).isEqualTo(2 * BLOCK + 1);
    }

    @Test
    void every_second_of_ten_million_offsets_takes_little_room() {
        OffsetSet set = new OffsetSet();
        for (long offset = 0; offset < 10_000_000; offset += 2) {
            set.add(offset);
        }
        ByteSink sink = new ByteSink(1024);
        set.write(sink);
        assertThat(sink.size()).isLessThan(100_000);
    }
}
