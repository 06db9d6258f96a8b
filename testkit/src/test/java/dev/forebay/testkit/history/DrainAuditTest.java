package dev.forebay.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainAuditTest {
    private long millis;
    private final History history = new History(() -> millis);
    private final HistoryClient client = history.client("sender");

    /** A queue whose messages become due one by one. */
    private final class Slow implements DrainAudit.Drainable {
        final Deque<Long> left = new ArrayDeque<>();

        @Override
        public String queue() {
            return "q";
        }

        @Override
        public long leaseMillis() {
            return 100;
        }

        @Override
        public List<Received> receive() {
            millis += 10;
            boolean due = millis % 50 == 0 && !left.isEmpty();
            return due ? List.of(new Received(left.remove(), "lease" + millis)) : List.of();
        }

        @Override
        public void ack(Received message) {
            millis += 10;
        }
    }

    @Test
    void everything_that_comes_out_late_is_not_lost() throws Exception {
        Slow queue = new Slow();
        for (long id = 0; id < 5; id++) {
            client.send("q", id).ok();
            queue.left.add(id);
        }
        assertThat(new DrainAudit(history, 200).queue(queue).judge(new Audit())).isEmpty();
    }

    @Test
    void what_does_not_come_out_is() throws Exception {
        Slow queue = new Slow();
        client.send("q", 1).ok();
        client.send("q", 2).unknown();
        assertThat(new DrainAudit(history, 200).queue(queue).judge(new Audit()))
                .extracting(Violation::rule)
                .containsExactly(Rule.LOSS);
    }
}
