package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.access.Operation;
import org.junit.jupiter.api.Test;

class ServerRoutesTest {
    @Test
    void a_route_without_a_rule_keeps_the_server_from_starting() {
        assertThat(ServerRoutes.rule("/metrics")).isEqualTo(Operation.SEE_SERVER);
        assertThatThrownBy(() -> ServerRoutes.rule("/new"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/new has no rule");
    }
}
