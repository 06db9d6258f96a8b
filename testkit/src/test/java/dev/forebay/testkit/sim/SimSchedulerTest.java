package dev.forebay.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimSchedulerTest {
    @Test
    void a_lane_keeps_its_order_and_lanes_interleave_as_the_seed_says() {
        Set<List<String>> seen = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            List<String> order = run(seed);
            assertThat(order).containsExactlyElementsOf(run(seed)).hasSize(6);
            assertThat(order).containsSubsequence("a0", "a1", "a2");
            assertThat(order).containsSubsequence("b0", "b1", "b2");
            seen.add(order);
        }
        // All ways to merge three and three.
        assertThat(seen).hasSize(20);
    }

    private static List<String> run(long seed) {
        SimScheduler scheduler = new SimScheduler(seed);
        List<String> order = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            SimLane lane = scheduler.lane(name);
            for (int i = 0; i < 3; i++) {
                int number = i;
                lane.execute(() -> order.add(name + number));
            }
        }
        scheduler.runReady();
        return order;
    }

    @Test
    void time_jumps_to_the_next_timer() {
        SimScheduler scheduler = new SimScheduler(1);
        SimLane lane = scheduler.lane("a");
        List<Long> fired = new ArrayList<>();
        lane.schedule(() -> fired.add(scheduler.now()), 500);
        lane.schedule(() -> fired.add(scheduler.now()), 100);
        assertThat(scheduler.step()).isTrue();
        assertThat(scheduler.now()).isEqualTo(100);
        scheduler.runFor(1000);
        assertThat(fired).containsExactly(100L, 500L);
        assertThat(scheduler.now()).isEqualTo(1100);
        assertThat(scheduler.step()).isFalse();
    }

    @Test
    void a_dead_process_runs_nothing_more() {
        SimScheduler scheduler = new SimScheduler(1);
        SimLane lane = scheduler.lane("a");
        List<String> ran = new ArrayList<>();
        lane.execute(scheduler::abandon);
        lane.execute(() -> ran.add("after"));
        lane.schedule(() -> ran.add("timer"), 5);
        while (scheduler.step()) {
            assertThat(scheduler.stepsRun()).isLessThan(10);
        }
        assertThat(ran).isEmpty();
        lane.execute(() -> ran.add("next life"));
        scheduler.runReady();
        assertThat(ran).containsExactly("next life");
    }
}
