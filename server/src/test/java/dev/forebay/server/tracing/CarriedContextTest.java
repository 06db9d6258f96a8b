package dev.forebay.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Message;
import dev.forebay.log.record.Header;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriedContextTest {
    private static final String TRACE = "5759e988bd862e3fe1be46a994272793";
    private static final String SPAN = "53995c3f42cd8ad8";
    private static final String XRAY =
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8";

    /** Of pairs of name and value. */
    private static SpanContext of(String... headers) {
        List<Header> all =
                IntStream.range(0, headers.length / 2)
                        .mapToObj(i ->
                                new Header(
                                        headers[2 * i],
                                        ByteBuffer.wrap(
                                                headers[2 * i + 1].getBytes(
                                                        StandardCharsets.UTF_8))))
                        .toList();
        return CarriedContext.of(new Message(null, all, ByteBuffer.allocate(0)));
    }

    @Test
    void both_forms_are_read() {
        for (SpanContext context :
                Arrays.asList(
                        of("traceparent", "00-" + TRACE + "-" + SPAN + "-01"),
                        of("forebay-sqs-trace", XRAY + ";Sampled=1"))) {
            assertThat(context.getTraceId()).isEqualTo(TRACE);
            assertThat(context.getSpanId()).isEqualTo(SPAN);
            assertThat(context.isSampled()).isTrue();
            assertThat(context.isRemote()).isTrue();
        }
    }

    @Test
    void the_senders_decision_is_read() {
        assertThat(of("traceparent", "00-" + TRACE + "-" + SPAN + "-00").isSampled()).isFalse();
        assertThat(of("forebay-sqs-trace", XRAY + ";Sampled=0").isSampled()).isFalse();
        assertThat(of("forebay-sqs-trace", XRAY).isSampled()).isFalse();
    }

    @Test
    void the_form_of_w3c_counts_where_both_are_there() {
        assertThat(
                        of(
                                        "forebay-sqs-trace",
                                        XRAY,
                                        "traceparent",
                                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                                .getTraceId())
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void the_state_of_tracing_systems_is_kept() {
        SpanContext context =
                of("traceparent", "00-" + TRACE + "-" + SPAN + "-01", "tracestate", "a=1,b=2");

        assertThat(context.getTraceState().asMap()).containsEntry("a", "1").containsEntry("b", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root=1-5759e988-bd862e3fe1be46a994272793",
                "Root=1-5759e988;Parent=53995c3f42cd8ad8",
                "Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1"
            })
    void what_names_no_trace_and_span_is_none(String xray) {
        assertThat(of("forebay-sqs-trace", xray).isValid()).isFalse();
        assertThat(of("traceparent", xray).isValid()).isFalse();
    }
}
