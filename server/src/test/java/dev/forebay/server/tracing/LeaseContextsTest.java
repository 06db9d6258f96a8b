package dev.forebay.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.LeaseId;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;

class LeaseContextsTest {
    private static final SpanContext CONTEXT =
            SpanContext.create(
                    "5759e988bd862e3fe1be46a994272793",
                    "53995c3f42cd8ad8",
                    TraceFlags.getSampled(),
                    TraceState.getDefault());

    private final LeaseContexts leases = new LeaseContexts();

    private static LeaseId lease(long offset) {
        return new LeaseId(0, offset, 0, 1);
    }

    @Test
    void a_lease_is_found_in_its_queue_until_it_ends() {
        leases.keep("a", lease(1), CONTEXT);

        assertThat(leases.of("b", lease(1))).isNull();
        assertThat(leases.of("a", lease(1))).isEqualTo(CONTEXT);
        assertThat(leases.take("a", lease(1))).isEqualTo(CONTEXT);
        assertThat(leases.take("a", lease(1))).isNull();
    }

    @Test
    void the_oldest_are_forgotten() {
        for (int offset = 0; offset <= LeaseContexts.MOST; offset++) {
            leases.keep("a", lease(offset), CONTEXT);
        }

        assertThat(leases.of("a", lease(0))).isNull();
        assertThat(leases.of("a", lease(1))).isNotNull();
        assertThat(leases.of("a", lease(LeaseContexts.MOST))).isNotNull();
    }
}
