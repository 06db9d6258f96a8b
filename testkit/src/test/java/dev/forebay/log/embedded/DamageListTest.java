package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.Damage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamageListTest {
    @Test
    void a_frame_that_costs_many_streams_something_is_one_line_of_the_log_and_all_of_the_list() {
        DamageList list = new DamageList(LogListener.NONE);
        List<Damage> found = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            found.add(damage(4096, "q/" + i % 40, i));
        }
        found.add(damage(8192, "q/7", 400));
        list.addAll(found);

        assertThat(list.all()).containsExactlyElementsOf(found);
        assertThat(DamageList.lines(found))
                .containsExactly(
                        "commit/1 at 4096, 100 bytes, 400 ranges of 40 streams (q/0, q/1, q/2, ...):"
                                + " torn",
                        found.getLast().toString());
    }

    private static Damage damage(long position, String stream, long offset) {
        return new Damage(
                "commit/1",
                position,
                100,
                stream,
                offset,
                offset,
                Damage.Kind.TORN_OR_DAMAGED,
                "torn");
    }
}
