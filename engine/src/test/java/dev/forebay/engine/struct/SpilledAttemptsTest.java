package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpilledAttemptsTest {
    private static final int PAGE_BYTES = 1_000;

    private record Where(int count, long place) {}

    private final SpilledAttempts spilled = new SpilledAttempts();
    private final TreeMap<Long, Where> plain = new TreeMap<>();

    private void check(SpilledAttempts actual) {
        plain.forEach((offset, where) -> {
            assertThat(actual.contains(offset)).isTrue();
            assertThat(actual.count(offset)).isEqualTo(where.count());
            assertThat(actual.place(offset)).isEqualTo(where.place());
        });
        long first = plain.values().stream().mapToLong(Where::place).min().orElse(-1);
        assertThat(actual.firstPlace()).isEqualTo(first);
        assertThat(actual.isEmpty()).isEqualTo(plain.isEmpty());
    }

    @Test
    void it_equals_a_map_whatever_is_done_and_over_a_restart() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            long offset = random.nextInt(300_000);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    if (!plain.containsKey(offset)) {
                        Where where = new Where(random.nextInt(4) - 1, i / 100);
                        spilled.add(offset, where.count(), where.place(), PAGE_BYTES);
                        plain.put(offset, where);
                    }
                }
                case 2 -> {
                    Long near = plain.ceilingKey(offset);
                    if (near != null) {
                        spilled.remove(near);
                        plain.remove(near);
                    }
                }
                default -> {
                    assertThat(spilled.contains(offset)).isEqualTo(plain.containsKey(offset));
                    if (i % 500 == 0) {
                        long bound = random.nextInt(100_000);
                        spilled.removeBelow(bound);
                        plain.headMap(bound).clear();
                    }
                }
            }
        }
        check(spilled);
        ByteSink sink = new ByteSink(64);
        spilled.write(sink);
        SpilledAttempts read = new SpilledAttempts();
        read.read(new ByteSource(sink.view()));
        check(read);
        assertThat(read.bytes()).isLessThanOrEqualTo((long) PAGE_BYTES * 50);
        read.removeBelow(300_000);
        assertThat(read.isEmpty()).isTrue();
        assertThat(read.bytes()).isZero();
    }

    @Test
    void ten_million_that_failed_together_take_little_room() {
        for (long offset = 0; offset < 10_000_000; offset++) {
            spilled.add(offset, 2, offset >> 12, PAGE_BYTES);
        }
        ByteSink sink = new ByteSink(1 << 10);
        spilled.write(sink);
        assertThat(sink.size()).isLessThan(100_000);
    }
}
