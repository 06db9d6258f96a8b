package dev.forebay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageHistoryTest {
    @Test
    void what_wanders_between_two_queues_still_tells_of_the_others() {
        MessageHistory history =
                MessageHistory.of(List.of()).with(left("in", 0)).with(left("secret", 0));
        for (int i = 1; i <= MessageHistory.MAX_ENTRIES; i++) {
            history = history.with(left("a", i)).with(left("b", i));
        }

        assertThat(history.entries())
                .hasSize(MessageHistory.MAX_ENTRIES)
                .startsWith(left("in", 0), left("secret", 0))
                .endsWith(
                        left("a", MessageHistory.MAX_ENTRIES),
                        left("b", MessageHistory.MAX_ENTRIES));
    }

    @Test
    void of_a_long_way_through_ever_new_queues_the_first_and_the_latest_are_told() {
        MessageHistory history = MessageHistory.of(List.of());
        for (int i = 0; i <= MessageHistory.MAX_ENTRIES; i++) {
            history = history.with(left("q" + i, i));
        }

        assertThat(MessageHistory.of(List.of(history.header())).entries())
                .hasSize(MessageHistory.MAX_ENTRIES)
                .startsWith(left("q0", 0), left("q2", 2));
    }

    private static HistoryEntry left(String queue, long at) {
        return new HistoryEntry.Replayed(queue, 1, at);
    }
}
