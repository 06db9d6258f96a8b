package dev.forebay.amqp.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.impl.LongStringHelper;
import dev.forebay.amqp.codec.AmqpFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersMatcherTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "x-d", "x-e");

    @Test
    void all_wants_every_pair_and_any_one_of_them() {
        Topology topology = headers();
        topology.bind("h", "", "all", Map.of("x-match", "all", "a", 1, "b", "two"));
        topology.bind("h", "", "any", Map.of("x-match", "any", "a", 1, "b", "two"));
        topology.bind("h", "", "default", Map.of("a", 1, "b", "two"));
        assertThat(topology.route("h", "", Map.of("a", 1L, "b", text("two"), "c", 0)))
                .containsExactlyInAnyOrder("all", "any", "default");
        assertThat(topology.route("h", "", Map.of("a", 1))).containsExactly("any");
        assertThat(topology.route("h", "", Map.of("a", "1", "b", "three"))).isEmpty();
        assertThat(topology.route("h", "")).isEmpty();
    }

    @Test
    void a_binding_without_demands_matches_everything_unless_one_is_wanted() {
        Topology topology = headers();
        topology.bind("h", "", "all", Map.of());
        topology.bind("h", "", "any", Map.of("x-match", "any"));
        assertThat(topology.route("h", "")).containsExactly("all");
        assertThat(topology.route("h", "", Map.of("a", 1))).containsExactly("all");
    }

    @Test
    void names_with_x_count_only_where_the_mode_says_so() {
        Topology topology = headers();
        topology.bind("h", "", "all", Map.of("x-match", "all", "x-d", 1));
        topology.bind("h", "", "all-x", Map.of("x-match", "all-with-x", "x-d", 1));
        topology.bind("h", "", "any", Map.of("x-match", "any", "x-d", 1));
        topology.bind("h", "", "any-x", Map.of("x-match", "any-with-x", "x-d", 1));
        assertThat(topology.route("h", "", Map.of("x-d", 1)))
                .containsExactlyInAnyOrder("all", "all-x", "any-x");
        assertThat(topology.route("h", "", Map.of("x-d", 2))).containsExactly("all");
    }

    @Test
    void a_demand_without_value_wants_the_header_to_be_there() {
        Topology topology = headers();
        Map<String, @Nullable Object> present = new HashMap<>();
        present.put("a", null);
        topology.bind("h", "", "present", present);
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("a", null);
        assertThat(topology.route("h", "", nothing)).containsExactly("present");
        assertThat(topology.route("h", "", Map.of("a", List.of()))).containsExactly("present");
        assertThat(topology.route("h", "", Map.of("b", 1))).isEmpty();
    }

    @Test
    void another_x_match_is_refused() {
        for (Object wrong : new Object[] {"some", 1, text("ALL"), true}) {
            assertThatThrownBy(() -> headers().bind("h", "", "q", Map.of("x-match", wrong)))
                    .isInstanceOf(AmqpFailure.class)
                    .hasMessageContaining("PRECONDITION_FAILED");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void matching_agrees_with_brute_force_while_bindings_come_and_go(long seed) {
        Random random = new Random(seed);
        Topology topology = headers();
        List<Binding> bound = new ArrayList<>();
        for (int round = 0; round < 1500; round++) {
            if (bound.isEmpty() || random.nextInt(5) < 3) {
                Map<String, @Nullable Object> arguments = table(random);
                switch (random.nextInt(5)) {
                    case 0 -> arguments.put("x-match", "all");
                    case 1 -> arguments.put("x-match", text("any"));
                    case 2 -> arguments.put("x-match", "all-with-x");
                    case 3 -> arguments.put("x-match", "any-with-x");
                    default -> {
                        // all
                    }
                }
                Binding binding =
                        new Binding("h", Destination.queue("q" + random.nextInt(8)), "", arguments);
                assertThat(topology.routing.bind(binding)).isEqualTo(!bound.contains(binding));
                bound.remove(binding);
                bound.add(binding);
            } else {
                Binding gone = bound.remove(random.nextInt(bound.size()));
                assertThat(topology.routing.unbind(gone)).isTrue();
            }
            Map<String, @Nullable Object> message = table(random);
            List<String> expected =
                    bound.stream()
                            .filter(one -> fits(one.arguments(), message))
                            .map(one -> one.destination().name())
                            .distinct()
                            .toList();
            assertThat(topology.route("h", "any key", message))
                    .as("seed %s, message %s, bindings %s", seed, message, bound)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Topology headers() {
        return new Topology().exchange("h", ExchangeType.HEADERS);
    }

    private static Map<String, @Nullable Object> table(Random random) {
        Map<String, @Nullable Object> table = new HashMap<>();
        for (String name : NAMES) {
            switch (random.nextInt(9)) {
                case 0 -> table.put(name, random.nextInt(2));
                case 1 -> table.put(name, (long) random.nextInt(2));
                case 2 -> table.put(name, text(Integer.toString(random.nextInt(2))));
                case 3 ->
                        table.put(
                                name,
                                Integer.toString(random.nextInt(2))
                                        .getBytes(StandardCharsets.UTF_8));
                case 4 -> table.put(name, null);
                default -> {
                    // not there
                }
            }
        }
        return table;
    }

    /** The definition, each demand by itself. */
    private static boolean fits(
            Map<String, @Nullable Object> demands, Map<String, @Nullable Object> message) {
        String mode = Objects.toString(demands.getOrDefault("x-match", "all"));
        boolean any = mode.equals("any") || mode.equals("any-with-x");
        boolean withX = mode.equals("any-with-x") || mode.equals("all-with-x");
        int wanted = 0;
        int found = 0;
        for (String name : demands.keySet()) {
            if (!name.equals("x-match") && (withX || !name.startsWith("x-"))) {
                wanted++;
                found += fits(demands.get(name), name, message) ? 1 : 0;
            }
        }
        return any ? found > 0 : found == wanted;
    }

    private static boolean fits(Object demand, String name, Map<String, @Nullable Object> message) {
        if (demand == null) {
            return message.containsKey(name);
        }
        Object value = message.get(name);
        return value != null
                && (demand instanceof Number) == (value instanceof Number)
                && plain(demand).equals(plain(value));
    }

    private static String plain(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : value.toString();
    }

    private static Object text(String text) {
        return LongStringHelper.asLongString(text);
    }
}
