package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashPageTest {
    @Test
    void each_hash_is_found_with_its_offset_and_time_and_no_other_is() {
        HashWindow window = new HashWindow();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3_000; i++) {
            window.add(random.nextLong() & 0xFF, random.nextLong(), i, 1_000 + i);
        }
        HashEntries entries = window.oldest(3_000);
        ByteBuffer page = HashPage.write(entries, IntStream.range(0, 3_000).toArray(), 1, 2_999);
        for (int i = 1; i < 2_999; i++) {
            int index = HashPage.find(page, entries.high(i), entries.low(i));
            assertThat(HashPage.offset(page, index)).isEqualTo(1_000 + i);
            assertThat(HashPage.time(page, index)).isEqualTo(i);
            assertThat(HashPage.find(page, entries.high(i), entries.low(i) + 1))
                    .isEqualTo(HashPage.NONE);
        }
        assertThat(HashPage.find(page, entries.high(0), entries.low(0))).isEqualTo(HashPage.NONE);
    }

    @Test
    void of_two_equal_ones_the_newer_is_found() {
        HashWindow window = new HashWindow();
        window.add(5, 5, 1, 10);
        window.add(5, 5, 2, 20);
        window.add(6, 5, 2, 30);
        ByteBuffer page = HashPage.write(window.oldest(3), new int[] {2, 1, 0}, 0, 3);
        assertThat(HashPage.offset(page, HashPage.find(page, 5, 5))).isEqualTo(20);
    }

    @Test
    void an_empty_page_has_nothing() {
        ByteBuffer page = HashPage.write(new HashWindow().oldest(1), new int[0], 0, 0);
        assertThat(HashPage.find(page, 0, 0)).isEqualTo(HashPage.NONE);
    }
}
