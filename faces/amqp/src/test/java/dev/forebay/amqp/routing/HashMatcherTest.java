package dev.forebay.amqp.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.rabbitmq.client.AMQP;
import dev.forebay.amqp.codec.AmqpFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashMatcherTest {
    private static final int KEYS = 20_000;

    @Test
    void each_queue_gets_its_share_by_weight() {
        Topology topology = hash(Map.of()).bind("c", "1", "one").bind("c", "3", "three");
        topology.bind("c", "6", "six");
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            List<String> queues = topology.route("c", "key-" + i);
            assertThat(queues).hasSize(1).isEqualTo(topology.route("c", "key-" + i));
            shares.merge(queues.getFirst(), 1, Integer::sum);
        }
        assertThat(shares.get("one")).isCloseTo(KEYS / 10, within(KEYS / 100));
        assertThat(shares.get("three")).isCloseTo(KEYS * 3 / 10, within(KEYS / 100));
        assertThat(shares.get("six")).isCloseTo(KEYS * 6 / 10, within(KEYS / 100));
    }

    @Test
    void a_queue_that_joins_takes_its_share_and_moves_nothing_else() {
        Topology topology = hash(Map.of()).bind("c", "5", "a").bind("c", "4", "b");
        List<String> before = routes(topology);
        topology.bind("c", "1", "new");
        List<String> after = routes(topology);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            if (!before.get(i).equals(after.get(i))) {
                assertThat(after.get(i)).isEqualTo("new");
                moved++;
            }
        }
        assertThat(moved).isCloseTo(KEYS / 10, within(KEYS / 100));
        topology.routing.removeQueue("new");
        assertThat(routes(topology)).isEqualTo(before);
    }

    @Test
    void the_oldest_binding_of_a_queue_is_its_weight() {
        Topology topology = hash(Map.of()).bind("c", "1", "a").bind("c", "1", "b");
        List<String> before = routes(topology);
        topology.bind("c", "100", "a");
        assertThat(routes(topology)).isEqualTo(before);
        topology.routing.unbind(new Binding("c", Destination.queue("a"), "1", Map.of()));
        assertThat(routes(topology).stream().filter("a"::equals).count())
                .isGreaterThan(KEYS * 95 / 100);
        topology.routing.removeQueue("a");
        assertThat(routes(topology)).containsOnly("b");
        topology.routing.removeQueue("b");
        assertThat(topology.route("c", "k")).isEmpty();
    }

    @Test
    void a_header_or_property_is_hashed_instead_of_the_key() {
        Topology byHeader = manyQueues(Map.of("hash-header", "customer"));
        assertThat(byHeader.route("c", "k1", Map.of("customer", "x")))
                .isEqualTo(byHeader.route("c", "k2", Map.of("customer", "x")));
        assertSpread(i -> byHeader.route("c", "k", Map.of("customer", i)).getFirst());
        Topology byId = manyQueues(Map.of("hash-property", "message_id"));
        assertSpread(
                i -> route(byId, new AMQP.BasicProperties.Builder().messageId("m" + i).build()));
        Topology byCorrelation = manyQueues(Map.of("hash-property", "correlation_id"));
        assertSpread(i ->
                route(
                        byCorrelation,
                        new AMQP.BasicProperties.Builder().correlationId("m" + i).build()));
        Topology byTime = manyQueues(Map.of("hash-property", "timestamp"));
        assertSpread(i ->
                route(
                        byTime,
                        new AMQP.BasicProperties.Builder()
                                .timestamp(Date.from(Instant.ofEpochSecond(i)))
                                .build()));
        assertThat(byTime.route("c", "k1")).isEqualTo(byTime.route("c", "k2")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "10001", "1.5", "99999999999"})
    void a_weight_is_a_whole_number_from_1_to_10000(String key) {
        assertThatThrownBy(() -> hash(Map.of()).bind("c", key, "q"))
                .isInstanceOf(AmqpFailure.class)
                .hasMessageContaining("PRECONDITION_FAILED");
    }

    @Test
    void wrong_arguments_are_refused() {
        assertRefused(Map.of("hash-header", "h", "hash-property", "message_id"));
        assertRefused(Map.of("hash-property", "priority"));
        assertRefused(Map.of("hash-header", 5));
    }

    private static void assertRefused(Map<String, @Nullable Object> arguments) {
        assertThatThrownBy(() -> hash(arguments))
                .isInstanceOf(AmqpFailure.class)
                .hasMessageContaining("PRECONDITION_FAILED");
    }

    private interface Route {
        String of(int number);
    }

    private static void assertSpread(Route route) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            counts.merge(route.of(i), 1, Integer::sum);
        }
        assertThat(counts).hasSize(4).allSatisfy((queue, n) -> assertThat(n).isGreaterThan(150));
    }

    private static Topology hash(Map<String, @Nullable Object> arguments) {
        return new Topology().exchange("c", ExchangeType.CONSISTENT_HASH, arguments);
    }

    private static Topology manyQueues(Map<String, @Nullable Object> arguments) {
        Topology topology = hash(arguments);
        for (int i = 0; i < 4; i++) {
            topology.bind("c", "10", "q" + i);
        }
        return topology;
    }

    private static String route(Topology topology, AMQP.BasicProperties properties) {
        List<String> queues = new ArrayList<>();
        topology.routing.route("c", RoutedMessage.of("k", properties), queues::add);
        assertThat(queues).hasSize(1);
        return queues.getFirst();
    }

    private static List<String> routes(Topology topology) {
        List<String> routes = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            routes.addAll(topology.route("c", "key-" + i));
        }
        return routes;
    }
}
