package dev.forebay.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.cli.api.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to somebody who waits for a run. */
final class StandstillTest {
    private final StringWriter talk = new StringWriter();
    private long seconds;
    private final Standstill standstill =
            new Standstill(new PrintWriter(talk, true), () -> TimeUnit.SECONDS.toNanos(seconds));

    private void look(long mark) throws Exception {
        standstill.at(mark, () -> "there is nobody.");
    }

    @Test
    void it_is_told_once_after_a_while_and_again_when_it_stops_again() throws Exception {
        look(1);
        seconds = 4;
        look(1);
        assertThat(talk.toString()).isEmpty();
        seconds = 5;
        look(1);
        seconds = 50;
        look(1);
        assertThat(talk.toString()).isEqualTo("Nothing moves: there is nobody.\n");
        look(2);
        seconds = 55;
        look(2);
        assertThat(talk.toString().lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"phase": "paused"} | {} | {} | it is paused
                    {"waiting": {"text": "Queue x is full."}} | {} | {} | Queue x is full.
                    {} | {"stats": {"heldBack": {"detail": "Paused."}}} | {} | Paused.
                    {} | {"name": "q"} | {"consumers": []} | nobody receives from queue "q".
                    {} | {"name": "q"} | {"subscription": "s", "consumers": []} | by subscription "s"
                    {"unsettled": 2} | {"name": "q"} | {"consumers": [{}]} | not settled 2 messages
                    """)
    void the_reason_is_what_the_server_tells(
            String run, String queue, String readers, String reason) {
        assertThat(
                        Obstacle.of(
                                Json.MAPPER.readTree(run),
                                Json.MAPPER.readTree(queue),
                                Json.MAPPER.readTree(readers)))
                .contains(reason);
    }
}
