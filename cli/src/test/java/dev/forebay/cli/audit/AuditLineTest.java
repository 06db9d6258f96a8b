package dev.forebay.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class AuditLineTest {
    private static AuditLine line(String report) {
        return AuditLine.of("orders", JsonMapper.builder().build().readTree(report));
    }

    @Test
    void proven_counters_hold() {
        AuditLine line =
                line(
                        """
                        {"subscription": 0, "holds": true, "journal": "whole", "sent": 1001, "unsettled": 3,
                         "ended": {"acked": 996, "dead-lettered": 2, "expired": 0}, "objections": []}
                        """);
        assertThat(line.holds()).isTrue();
        assertThat(line.text())
                .isEqualTo("orders: 1,001 sent = 3 unsettled + 996 acked + 2 dead-lettered: holds");
    }

    @Test
    void what_the_server_objects_to_is_told() {
        AuditLine line =
                line(
                        """
                        {"subscription": 2, "holds": false, "journal": "whole", "sent": 5, "unsettled": 0,
                         "ended": {"acked": 5}, "objections": ["5 were counted, 4 are told", "more"]}
                        """);
        assertThat(line.holds()).isFalse();
        assertThat(line.text())
                .isEqualTo(
                        "orders #2: 5 sent = 0 unsettled + 5 acked: DOES NOT HOLD:"
                                + " 5 were counted, 4 are told; more");
    }

    @Test
    void a_sum_that_is_wrong_is_found_whatever_the_server_says() {
        AuditLine line =
                line(
                        """
                        {"subscription": 0, "holds": true, "journal": "whole", "sent": 7, "unsettled": 1,
                         "ended": {"acked": 5}, "objections": []}
                        """);
        assertThat(line.holds()).isFalse();
        assertThat(line.text())
                .isEqualTo("orders: 7 sent is not 1 unsettled + 5 acked: DOES NOT HOLD");
    }

    @Test
    void a_journal_without_its_beginning_is_named() {
        AuditLine line =
                line(
                        """
                        {"subscription": 0, "holds": true, "journal": "beginning-gone", "sent": 6, "unsettled": 1,
                         "ended": {"acked": 5}, "objections": []}
                        """);
        assertThat(line.holds()).isTrue();
        assertThat(line.text()).endsWith("holds, as far as retention left the journal");
    }
}
