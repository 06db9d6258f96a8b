package dev.forebay.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadingPaceTest {
    private static final long MIB = 1 << 20;

    private final ReadingPace pace = new ReadingPace();
    private long read;
    private boolean reader = true;

    @Test
    void who_reads_nothing_is_told_of_after_ten_seconds() {
        assertThat(secondsUntilTold(0, true)).isEqualTo(11);
        assertThat(pace.looksWithoutReading()).isEqualTo(10);
    }

    @Test
    void who_reads_nothing_is_let_be_while_there_is_room_for_all() {
        assertThat(secondsUntilTold(0, false)).isEqualTo(1_000);
        assertThat(secondsUntilTold(0, true)).isEqualTo(1);
    }

    @Test
    void who_has_never_read_is_told_of_sooner_when_others_wait() {
        reader = false;
        assertThat(secondsUntilTold(0, true)).isEqualTo(4);
    }

    @Test
    void who_reads_slowly_is_told_of_when_others_wait_for_long() {
        assertThat(secondsUntilTold(MIB / 10, true)).isEqualTo(31);
        assertThat(secondsUntilTold(MIB / 10, false)).isEqualTo(1_000);
    }

    @Test
    void who_reads_is_let_be() {
        assertThat(secondsUntilTold(MIB / 4, true)).isEqualTo(1_000);
        assertThat(pace.look(new ReadingPace.Look(read, true, true), true)).isEmpty();
        assertThat(pace.look(new ReadingPace.Look(read, true, true), true)).isEmpty();
    }

    /** At most a thousand. */
    private int secondsUntilTold(long bytesPerSecond, boolean othersWait) {
        Optional<String> told = Optional.empty();
        int seconds = 0;
        while (told.isEmpty() && seconds < 1_000) {
            told = pace.look(new ReadingPace.Look(read, false, othersWait), reader);
            read += bytesPerSecond;
            seconds++;
        }
        return seconds;
    }
}
