package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashFilterTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 4_096, 262_144})
    void what_was_added_may_be_there_and_nearly_nothing_else(int hashes) {
        HashFilter filter = HashFilter.of(hashes);
        SplittableRandom added = new SplittableRandom(hashes);
        for (int i = 0; i < hashes; i++) {
            filter.add(added.nextLong(), added.nextLong());
        }
        HashFilter read = HashFilter.read(filter.write());
        SplittableRandom again = new SplittableRandom(hashes);
        for (int i = 0; i < hashes; i++) {
            assertThat(read.mayContain(again.nextLong(), again.nextLong())).isTrue();
        }
        SplittableRandom others = new SplittableRandom(-hashes);
        int taken = 0;
        for (int i = 0; i < 1_000_000; i++) {
            taken += read.mayContain(others.nextLong(), others.nextLong()) ? 1 : 0;
        }
        assertThat(taken).isLessThan(1_000);
    }

    @Test
    void it_takes_twenty_bits_a_hash() {
        assertThat(HashFilter.of(262_144).write().remaining()).isLessThan(262_144 * 5 / 2 + 100);
    }

    @Test
    void one_that_was_lost_rules_nothing_out() {
        assertThat(HashFilter.unknown().mayContain(-1, 7)).isTrue();
    }
}
