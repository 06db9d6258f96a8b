package dev.forebay.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "64MiB,67108864",
        "1kB,1000",
        "1 gb,1000000000",
        "512,512",
        "0,0",
        "2TiB,2199023255552"
    })
    void reads_sizes(String text, long bytes) {
        assertThat(Quantity.bytes(text)).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource({"20ms,20", "30s,30000", "7d,604800000", "1 h,3600000"})
    void reads_times(String text, long millis) {
        assertThat(Quantity.time(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "MiB", "1.5GB", "1 parsec", "999999999999999TiB"})
    void refuses_everything_else(String text) {
        assertThat(Quantity.bytes(text)).isEmpty();
    }

    @Test
    void a_time_needs_its_unit() {
        assertThat(Quantity.time("30")).isEmpty();
    }

    @Test
    void shows_the_largest_unit_that_fits_exactly() {
        assertThat(Quantity.showBytes(64L << 20)).isEqualTo("64MiB");
        assertThat(Quantity.showBytes(1000)).isEqualTo("1000B");
        assertThat(Quantity.showTime(Duration.ofSeconds(90))).isEqualTo("90s");
    }
}
