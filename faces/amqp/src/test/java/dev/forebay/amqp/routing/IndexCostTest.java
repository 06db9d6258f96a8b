package dev.forebay.amqp.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a message costs follows from what it matches; counted in places looked at, not in time. */
final class IndexCostTest {
    private static final int OTHERS = 10_000;

    @Test
    void direct() {
        assertUnmoved(
                ExchangeType.DIRECT,
                "key",
                Map.of(),
                topology -> topology.bind("x", "key", "mine"),
                (topology, i) -> topology.bind("x", "key" + i, "q" + i));
    }

    @Test
    void topic_with_other_words_first_last_or_between() {
        assertUnmoved(
                ExchangeType.TOPIC,
                "orders.eu.new",
                Map.of(),
                topology -> topology.bind("x", "orders.*.new", "mine").bind("x", "#.new", "mine2"),
                (topology, i) ->
                        topology.bind("x", "orders.eu.w" + i, "q" + i)
                                .bind("x", "w" + i + ".#", "q" + i)
                                .bind("x", "*.w" + i + ".*", "q" + i)
                                .bind("x", "#.w" + i, "q" + i)
                                .bind("x", "orders.#.w" + i + ".#", "q" + i));
    }

    @Test
    void headers_with_other_values() {
        assertUnmoved(
                ExchangeType.HEADERS,
                "",
                Map.of("type", "order", "region", "eu"),
                topology -> topology.bind("x", "", "mine", Map.of("type", "order", "region", "eu")),
                (topology, i) ->
                        topology.bind("x", "", "q" + i, Map.of("type", "order", "region", "r" + i))
                                .bind(
                                        "x",
                                        "",
                                        "q" + i,
                                        Map.of("x-match", "any", "type", "t" + i, "region", i)));
    }

    @Test
    void headers_with_other_names() {
        assertUnmoved(
                ExchangeType.HEADERS,
                "",
                Map.of("type", "order", "region", "eu"),
                topology -> topology.bind("x", "", "mine", Map.of("type", "order", "region", "eu")),
                (topology, i) ->
                        topology.bind("x", "", "q" + i, Map.of("type", "order", "name" + i, "v"))
                                .bind(
                                        "x",
                                        "",
                                        "q" + i,
                                        Map.of("x-match", "any", "type", i, "name" + i, "v")));
    }

    @Test
    void consistent_hash_takes_one_step_and_a_logarithm() {
        Topology topology = new Topology().exchange("x", ExchangeType.CONSISTENT_HASH);
        for (int i = 0; i < 1000; i++) {
            topology.bind("x", "10000", "q" + i);
        }
        assertThat(topology.route("x", "key")).hasSize(1);
        assertThat(topology.routing.lastSteps()).isLessThan(4);
    }

    @Test
    void a_queues_bindings_go_without_a_look_at_those_of_others() {
        Topology topology = new Topology().exchange("x", ExchangeType.TOPIC);
        for (int i = 0; i < OTHERS; i++) {
            topology.bind("x", "other." + i, "other");
        }
        topology.bind("x", "mine.#", "mine");
        assertThat(topology.routing.removeQueue("mine")).hasSize(1);
        assertThat(topology.routing.bindingsFrom("x")).hasSize(OTHERS);
        assertThat(topology.route("x", "mine.now")).isEmpty();
        assertThat(topology.routing.lastSteps()).isLessThan(4);
    }

    @Test
    void a_message_whose_way_takes_too_many_looks_is_refused() {
        Topology topology =
                new Topology()
                        .exchange("x", ExchangeType.TOPIC)
                        .bind("x", "#.a.".repeat(62) + "zz", "q");
        String key = "a" + ".a".repeat(126);
        topology.route("x", key);
        assertThat(topology.routing.lastSteps()).isBetween(5_000, 100_000);
        List<String> keys = Collections.nCopies(500, key);
        assertThatThrownBy(() -> topology.route("x", key, Map.of("CC", keys)))
                .isInstanceOfSatisfying(
                        AmqpFailure.class,
                        refused ->
                                assertThat(refused.fault().code())
                                        .isEqualTo(ReplyCode.RESOURCE_ERROR));
        assertThat(topology.route("x", "zz")).isEmpty();
    }

    private static void assertUnmoved(
            ExchangeType type,
            String key,
            Map<String, @Nullable Object> headers,
            Consumer<Topology> mine,
            BiConsumer<Topology, Integer> other) {
        Topology few = new Topology().exchange("x", type);
        mine.accept(few);
        int reached = few.route("x", key, headers).size();
        assertThat(reached).isPositive();
        Topology many = new Topology().exchange("x", type);
        for (int i = 0; i < OTHERS; i++) {
            other.accept(many, i);
        }
        mine.accept(many);
        assertThat(many.route("x", key, headers)).hasSize(reached);
        // A few places more: those where patterns of any shape branch off, not each of them.
        assertThat(many.routing.lastSteps()).isLessThan(few.routing.lastSteps() + 12);
    }
}
