package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {
    private final Failures failures = new Failures();

    private Failures again() {
        ByteSink sink = new ByteSink(16);
        failures.write(sink);
        Failures read = new Failures();
        read.read(new ByteSource(sink.view()));
        return read;
    }

    @Test
    void the_last_four_are_kept_in_order_and_come_back() {
        for (int i = 1; i <= 6; i++) {
            failures.add(7, "reason " + i);
        }
        failures.add(8, "reason 6");
        assertThat(failures.of(7)).containsExactly("reason 3", "reason 4", "reason 5", "reason 6");
        assertThat(again().of(7)).isEqualTo(failures.of(7));
        assertThat(again().of(8)).containsExactly("reason 6");
        failures.remove(7);
        failures.removeIf(offset -> offset > 7);
        assertThat(failures.isEmpty()).isTrue();
        assertThat(failures.of(8)).isEmpty();
    }

    @Test
    void texts_that_nothing_needs_make_room_for_others() {
        failures.add(1, "kept");
        for (int i = 0; i < 5_000; i++) {
            failures.add(2, "passing " + i);
        }
        assertThat(failures.of(1)).containsExactly("kept");
        assertThat(failures.of(2)).last().isEqualTo("passing 4999");
        assertThat(again().of(2)).isEqualTo(failures.of(2));
    }

    @Test
    void too_many_different_ones_become_one() {
        for (int i = 0; i < 5_000; i++) {
            failures.add(i, "reason " + i);
        }
        assertThat(failures.of(3)).containsExactly("reason 3");
        assertThat(failures.of(4_999)).containsExactly(Failures.OTHERS);
    }
}
