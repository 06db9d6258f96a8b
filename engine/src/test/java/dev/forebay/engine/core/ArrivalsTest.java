package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.engine.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();
    private final Arrivals arrivals =
            new Arrivals(
                    new Lane() {
                        @Override
                        public void execute(Runnable task) {
                            tasks.add(task);
                        }

                        @Override
                        public void schedule(Runnable task, long delayMillis) {
                            throw new UnsupportedOperationException("nobody waits here");
                        }

                        @Override
                        public boolean inLane() {
                            return true;
                        }
                    },
                    () -> seen.add("before"),
                    () -> seen.add("after"));

    @Test
    void a_defect_in_one_arrival_keeps_no_other_waiting() {
        arrivals.add(() -> {
            throw new IllegalStateException("a flaw");
        });
        arrivals.add(() -> seen.add("second"));
        assertThatThrownBy(() -> tasks.remove().run()).hasMessage("a flaw");
        assertThat(seen).containsExactly("before", "after");
        tasks.remove().run();
        assertThat(seen).containsExactly("before", "after", "before", "second", "after");
        assertThat(tasks).isEmpty();
    }
}
