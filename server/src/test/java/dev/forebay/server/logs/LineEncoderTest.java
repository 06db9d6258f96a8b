package dev.forebay.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {
    private final LoggingEvent event = new LoggingEvent();

    LineEncoderTest() {
        event.setLoggerContext(new LoggerContext());
        event.setLevel(Level.WARN);
        event.setInstant(Instant.parse("2026-11-24T10:00:00.5Z"));
    }

    @Test
    void an_event_is_a_sentence_with_a_tail() {
        event.setMessage("connection closed");
        event.addKeyValuePair(new KeyValuePair("connection", 7));
        event.addKeyValuePair(new KeyValuePair("reason", "too slow"));

        assertThat(encoded())
                .isEqualTo(
                        "2026-11-24T10:00:00.500Z WARN  connection closed connection=7"
                                + " reason=\"too slow\"\n");
    }

    @Test
    void nobodys_text_can_begin_a_line() {
        event.setMessage("bad name\n2026-11-24T10:00:00.500Z INFO all is well");
        event.addKeyValuePair(new KeyValuePair("queue", "a\u001b[2J\"b\r\nx\u2028"));

        assertThat(encoded())
                .hasLineCount(1)
                .contains("bad name\\n2026")
                .contains("queue=\"a\\u001b[2J\\\"b\\r\\nx\\u2028\"");
    }

    @Test
    void an_exception_and_its_cause_stay_on_the_line() {
        event.setMessage("failed");
        event.setThrowableProxy(
                new ch.qos.logback.classic.spi.ThrowableProxy(
                        new IllegalStateException("outer", new RuntimeException("inner"))));

        assertThat(encoded())
                .hasLineCount(1)
                .contains("exception=\"java.lang.IllegalStateException: outer\"")
                .contains("cause=\"java.lang.RuntimeException: inner\"")
                .contains("LineEncoderTest.java:");
    }

    private String encoded() {
        return new String(new LineEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
