package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashWindowTest {
    @Test
    void it_remembers_what_was_added_since_the_last_expiry() {
        Random random = new Random(9);
        HashWindow window = new HashWindow();
        Map<Long, Long> plain = new HashMap<>();
        ArrayDeque<long[]> order = new ArrayDeque<>();
        for (int time = 1; time < 20_000; time++) {
            long hash = random.nextInt(3_000);
            if (!plain.containsKey(hash)) {
                window.add(hash, hash & 0xFF, time, time);
                plain.put(hash, (long) time);
                order.add(new long[] {hash, time});
            }
            if (time % 100 == 0) {
                window.expire(time - 1_500);
                while (!order.isEmpty() && order.peek()[1] <= time - 1_500) {
                    plain.remove(order.remove()[0]);
                }
            }
            long asked = random.nextInt(3_000);
            assertThat(window.find(asked, asked & 0xFF))
                    .isEqualTo(plain.getOrDefault(asked, HashWindow.NONE));
        }
        assertThat(window.size()).isEqualTo(plain.size());
    }
}
