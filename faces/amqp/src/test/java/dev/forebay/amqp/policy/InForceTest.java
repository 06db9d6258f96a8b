package dev.forebay.amqp.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InForceTest {
    private final RuntimeParameters parameters = new RuntimeParameters();

    private void put(String component, String name, Map<String, @Nullable Object> value) {
        parameters.put(new RuntimeParameter(component, "/", name, value));
    }

    private void policy(
            String name, String pattern, long priority, Map<String, Object> definition) {
        put(
                RuntimeParameter.POLICY,
                name,
                Map.of("pattern", pattern, "priority", priority, "definition", definition));
    }

    private void operatorPolicy(String name, String pattern, Map<String, Object> definition) {
        put(
                RuntimeParameter.OPERATOR_POLICY,
                name,
                Map.of("pattern", pattern, "definition", definition));
    }

    @Test
    void without_an_end_is_above_every_limit() {
        assertThat(PolicyKey.DELIVERY_LIMIT.fault(-1)).isEmpty();
        assertThat(PolicyKey.DELIVERY_LIMIT.resolve(-1L, 5L)).isEqualTo(5L);
        assertThat(PolicyKey.DELIVERY_LIMIT.resolve(5L, -1L)).isEqualTo(5L);
        assertThat(PolicyKey.DELIVERY_LIMIT.resolve(4L, 5L)).isEqualTo(4L);
        assertThat(PolicyKey.MAX_LENGTH.fault(-1)).isPresent();
    }

    @Test
    void of_several_policies_that_match_the_one_with_the_highest_priority_holds() {
        policy("a", "^q", 1, Map.of("max-length", 1L));
        policy("b", "q", 2, Map.of("max-length", 2L));
        policy("c", "^other$", 3, Map.of("max-length", 3L));
        assertThat(parameters.forQueue("queue", "classic").definition())
                .isEqualTo(Map.of("max-length", 2L));
        parameters.remove(new RuntimeParameter.Key(RuntimeParameter.POLICY, "/", "b"));
        assertThat(parameters.forQueue("queue", "classic").definition())
                .isEqualTo(Map.of("max-length", 1L));
        assertThat(parameters.forQueue("none", "classic")).isSameAs(InForce.NOTHING);
    }

    @Test
    void the_lower_of_two_limits_counts_and_else_what_was_declared() {
        policy(
                "a",
                "",
                0,
                Map.of("max-length", 10L, "message-ttl", 10L, "overflow", "reject-publish"));
        operatorPolicy("o", "", Map.of("max-length", 5L, "max-length-bytes", 100L));
        InForce inForce = parameters.forQueue("q", "classic");
        assertThat(inForce.definition())
                .isEqualTo(
                        Map.of(
                                "max-length", 5L,
                                "message-ttl", 10L,
                                "overflow", "reject-publish",
                                "max-length-bytes", 100L));
        assertThat(
                        inForce.over(
                                Map.of("x-max-length", 7, "x-overflow", "drop-head", "other", 1),
                                "classic"))
                .isEqualTo(
                        Map.of(
                                "x-max-length", 5L,
                                "x-message-ttl", 10L,
                                "x-overflow", "drop-head",
                                "x-max-length-bytes", 100L,
                                "other", 1));
    }

    @Test
    void attempts_are_limited_in_quorum_queues_and_a_key_alone_sends_no_dead_letters() {
        policy("a", "", 0, Map.of("delivery-limit", 2L, "dead-letter-routing-key", "k"));
        InForce inForce = parameters.forQueue("q", "quorum");
        assertThat(inForce.over(Map.of(), "quorum")).isEqualTo(Map.of("x-delivery-limit", 2L));
        assertThat(inForce.over(Map.of(), "classic")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "all, true, true, true",
        "queues, true, true, false",
        "classic_queues, true, false, false",
        "quorum_queues, false, true, false",
        "streams, false, false, false",
        "exchanges, false, false, true"
    })
    void a_policy_is_for_what_it_applies_to(
            String applyTo, boolean classic, boolean quorum, boolean exchange) {
        put(
                RuntimeParameter.POLICY,
                "a",
                Map.of(
                        "pattern",
                        "",
                        "apply-to",
                        applyTo,
                        "definition",
                        Map.of("alternate-exchange", "x")));
        assertThat(!parameters.forQueue("q", "classic").equals(InForce.NOTHING)).isEqualTo(classic);
        assertThat(!parameters.forQueue("q", "quorum").equals(InForce.NOTHING)).isEqualTo(quorum);
        assertThat(!parameters.forExchange("q").equals(InForce.NOTHING)).isEqualTo(exchange);
    }

    @Test
    void what_a_policy_says_is_read_again_as_it_was() {
        policy("a", "^(?!amq\\.)", 3, Map.of("message-ttl", 1L));
        Policy policy = parameters.policies(RuntimeParameter.POLICY).getFirst();
        Policy again =
                Policy.of(new RuntimeParameter(RuntimeParameter.POLICY, "/", "a", policy.value()));
        assertThat(again.value()).isEqualTo(policy.value());
        assertThat(again.pattern().isIn("amq.x")).isFalse();
        assertThat(again.pattern().isIn("x")).isTrue();
    }

    @Test
    void an_operators_policy_knows_no_way_to_elsewhere() {
        assertThatThrownBy(() -> operatorPolicy("o", "", Map.of("dead-letter-exchange", "x")))
                .isInstanceOf(PolicyRefused.class)
                .hasMessageContaining("dead-letter-exchange");
    }

    /** As in RabbitMQ since 3.13; 3.10 refuses it. */
    @Test
    void what_an_operator_says_of_a_full_queue_outweighs() {
        policy("a", "", 0, Map.of("overflow", "drop-head"));
        operatorPolicy("o", "", Map.of("overflow", "reject-publish"));
        assertThat(parameters.forQueue("q", "classic").definition())
                .containsEntry("overflow", "reject-publish");
    }

    @Test
    void a_pattern_gives_up_instead_of_holding_up() {
        assertThat(BoundedRegex.of("^(a|aa)+$").isIn("a".repeat(200) + "b")).isFalse();
        assertThat(BoundedRegex.of("(x+x+)+y").isIn("x".repeat(255))).isFalse();
        assertThat(BoundedRegex.of("^a{200}b$").isIn("a".repeat(200) + "b")).isTrue();
        assertThatThrownBy(() -> BoundedRegex.of("[")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BoundedRegex.of("a".repeat(2_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
