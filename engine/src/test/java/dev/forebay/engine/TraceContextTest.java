package dev.forebay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final int PLENTY = 1_000;

    private static Header header(String name, String value) {
        return new Header(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Send send(Header... headers) {
        return new Send(
                new Message(null, List.of(headers), ByteBuffer.allocate(100)), 7, "id", 1_000);
    }

    private static TraceContext context(String state) {
        return Objects.requireNonNull(TraceContext.of(PARENT, state));
    }

    @Test
    void a_message_gets_it_behind_its_own_headers_and_keeps_the_rest() {
        Send traced = context("vendor=1").addTo(send(header("own", "1")), PLENTY);

        assertThat(traced.message().headers())
                .containsExactly(
                        header("own", "1"),
                        header("traceparent", PARENT),
                        header("tracestate", "vendor=1"));
        assertThat(traced.delayMillis()).isEqualTo(7);
        assertThat(traced.deduplicationId()).isEqualTo("id");
        assertThat(traced.expiryMillis()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"traceparent", "forebay-sqs-trace"})
    void a_message_in_a_trace_of_its_own_stays_in_it(String name) {
        Send own = send(header(name, "whatever"));

        assertThat(context("").addTo(own, PLENTY)).isSameAs(own);
    }

    @Test
    void a_message_that_has_no_room_is_sent_as_it_is() {
        Send large = send();
        int room = 100 + "traceparent".length() + PARENT.length();

        assertThat(context("").addTo(large, room - 1)).isSameAs(large);
        assertThat(context("").addTo(large, room).message().headers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
                "4bf92f3577b34da6a3ce929d0e0e4736"
            })
    void what_is_no_context_is_none(String parent) {
        assertThat(TraceContext.of(parent, null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü=1", "a=\u0000"})
    void a_state_that_is_no_text_is_left_out(String state) {
        assertThat(context(state).state()).isEmpty();
        assertThat(context("a".repeat(513)).state()).isEmpty();
        assertThat(context("a".repeat(512)).state()).hasSize(512);
    }
}
