package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    @Test
    void each_is_met_after_its_deadline_and_soon() {
        Random random = new Random(3);
        Deadlines deadlines = new Deadlines();
        Map<Long, Long> expected = new HashMap<>();
        long longest = 100_000;
        for (long offset = 0; offset < 20_000; offset++) {
            long deadline = offset + 1 + random.nextInt((int) longest);
            deadlines.put(offset, deadline, offset);
            expected.put(offset, deadline);
            if (offset == 10_000) {
                deadlines = copy(deadlines);
            }
        }
        for (long now = 0; now < 200_000; now++) {
            assertThat(deadlines.firstDue()).isGreaterThanOrEqualTo(now);
            for (long met = deadlines.poll(now); met != Deadlines.NONE; met = deadlines.poll(now)) {
                long deadline = Objects.requireNonNull(expected.remove(met));
                assertThat(now).isBetween(deadline, deadline + longest / Deadlines.FINENESS);
            }
        }
        assertThat(expected).isEmpty();
        assertThat(deadlines.firstDue()).isEqualTo(DueHeap.NEVER);
    }

    @Test
    void few_are_known_exactly() {
        Deadlines deadlines = new Deadlines();
        for (long offset = 0; offset < Deadlines.EXACT; offset++) {
            deadlines.put(offset, 10_000_001 + offset, 0);
        }
        assertThat(deadlines.firstDue()).isEqualTo(10_000_001);
        assertThat(deadlines.poll(10_000_000)).isEqualTo(Deadlines.NONE);
        assertThat(deadlines.poll(10_000_001)).isZero();
    }

    @Test
    void one_that_is_leased_is_met_again_when_it_is_not() {
        Deadlines deadlines = new Deadlines();
        deadlines.put(7, 100, 0);
        deadlines.put(8, 100, 0);
        deadlines.hold(deadlines.poll(100));
        deadlines.hold(deadlines.poll(100));
        deadlines.settled(8);
        deadlines.released(8);
        assertThat(deadlines.poll(200)).isEqualTo(Deadlines.NONE);
        assertThat(copy(deadlines).poll(200)).isEqualTo(7);
        deadlines.released(7);
        assertThat(deadlines.poll(200)).isEqualTo(7);
    }

    @Test
    void what_was_settled_otherwise_does_not_pile_up() {
        Deadlines deadlines = new Deadlines();
        OffsetSet settled = new OffsetSet();
        for (long offset = 0; offset < 200_000; offset++) {
            deadlines.put(offset, offset + 1_000_000_000, offset);
            settled.add(offset);
            if (deadlines.isCrowded(1)) {
                deadlines.sweep(offset / 2, settled);
            }
        }
        Set<Long> left = new HashSet<>();
        for (long met = deadlines.poll(Long.MAX_VALUE);
                met != Deadlines.NONE;
                met = deadlines.poll(Long.MAX_VALUE)) {
            left.add(met);
        }
        assertThat(left).hasSizeLessThan(70_000).contains(199_999L);
    }

    private static Deadlines copy(Deadlines deadlines) {
        ByteSink sink = new ByteSink(64);
        Deadlines.write(deadlines, sink);
        @Nullable Deadlines copy = Deadlines.read(new ByteSource(sink.view()));
        if (copy == null) {
            throw new AssertionError("nothing was written");
        }
        return copy;
    }
}
