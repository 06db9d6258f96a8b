package dev.forebay.amqp.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import dev.forebay.amqp.codec.AmqpFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingTest {
    private final Topology topology = new Topology();
    private final Routing routing = topology.routing;

    @Test
    void direct_takes_equal_keys_and_fanout_all() {
        topology.exchange("d", ExchangeType.DIRECT).exchange("f", ExchangeType.FANOUT);
        topology.bind("d", "k", "q2").bind("d", "k", "q1").bind("d", "other", "q3");
        topology.bind("f", "k", "q3").bind("f", "", "q1");
        assertThat(topology.route("d", "k")).containsExactly("q2", "q1");
        assertThat(topology.route("d", "none")).isEmpty();
        assertThat(topology.route("f", "whatever")).containsExactly("q3", "q1");
    }

    @Test
    void the_default_exchange_gives_the_keys_themselves() {
        assertThat(topology.route("", "q", Map.of("CC", List.of("r", "q"))))
                .containsExactly("q", "r");
    }

    @Test
    void a_queue_is_reached_once_whatever_leads_to_it() {
        topology.exchange("t", ExchangeType.TOPIC).exchange("f", ExchangeType.FANOUT);
        topology.bind("t", "#", "q").bind("t", "a.*", "q").bind("t", "a.b", "q");
        topology.chain("t", "#", "f").bind("f", "", "q").bind("f", "", "r");
        assertThat(topology.route("t", "a.b")).containsExactly("q", "r");
        assertThat(topology.route("t", "a.b", Map.of("CC", List.of("a.c"), "BCC", List.of("x"))))
                .containsExactly("q", "r");
    }

    @Test
    void further_keys_come_from_cc_and_bcc() {
        topology.exchange("d", ExchangeType.DIRECT);
        topology.bind("d", "a", "qa").bind("d", "b", "qb").bind("d", "c", "qc");
        assertThat(topology.route("d", "a", Map.of("CC", List.of("b", 7), "BCC", List.of("c"))))
                .containsExactly("qa", "qb", "qc");
    }

    @Test
    void what_is_no_array_is_no_key_and_not_to_be_published() {
        topology.exchange("d", ExchangeType.DIRECT).bind("d", "a", "qa").bind("d", "b", "qb");
        Map<String, @Nullable Object> empty = new HashMap<>();
        empty.put("BCC", null);
        for (Map<String, @Nullable Object> headers :
                List.of(Map.<String, @Nullable Object>of("CC", "b"), empty)) {
            assertThat(topology.route("d", "a", headers)).containsExactly("qa");
            AMQP.BasicProperties properties =
                    new AMQP.BasicProperties.Builder().headers(headers).build();
            assertThatThrownBy(() -> RoutedMessage.published("a", properties))
                    .isInstanceOf(AmqpFailure.class)
                    .hasMessageContaining("PRECONDITION_FAILED");
        }
    }

    @Test
    void exchanges_bound_in_a_circle_end() {
        for (String name : List.of("a", "b", "c")) {
            topology.exchange(name, ExchangeType.FANOUT).bind(name, "", "q" + name);
        }
        topology.chain("a", "", "b").chain("b", "", "c").chain("c", "", "a").chain("a", "", "a");
        assertThat(topology.route("a", "")).containsExactly("qa", "qb", "qc");
        assertThat(routing.lastSteps()).as("each binding once").isEqualTo(7);
        assertThat(topology.route("c", "")).containsExactly("qc", "qa", "qb");
    }

    @Test
    void the_key_stays_the_same_from_exchange_to_exchange() {
        topology.exchange("d", ExchangeType.DIRECT).exchange("t", ExchangeType.TOPIC);
        topology.chain("d", "a.b", "t").bind("t", "a.*", "q");
        assertThat(topology.route("d", "a.b")).containsExactly("q");
        assertThat(topology.route("d", "a.c")).isEmpty();
    }

    @Test
    void the_alternate_takes_what_matches_nothing_even_in_a_circle() {
        topology.exchange("d", ExchangeType.DIRECT, Map.of("alternate-exchange", "e"));
        topology.exchange("e", ExchangeType.DIRECT, Map.of("alternate-exchange", "f"));
        topology.exchange("f", ExchangeType.FANOUT, Map.of("alternate-exchange", "d"));
        topology.bind("d", "d", "qd").bind("e", "e", "qe");
        assertThat(topology.route("d", "d")).containsExactly("qd");
        assertThat(topology.route("d", "e")).containsExactly("qe");
        assertThat(topology.route("d", "none")).isEmpty();
        topology.bind("f", "", "qf");
        assertThat(topology.route("d", "none")).containsExactly("qf");
        routing.removeExchange("e");
        assertThat(topology.route("d", "none")).isEmpty();
    }

    @Test
    void an_alternate_is_not_asked_when_something_matched_that_leads_nowhere() {
        topology.exchange("d", ExchangeType.DIRECT, Map.of("alternate-exchange", "f"));
        topology.exchange("f", ExchangeType.FANOUT).bind("f", "", "qf");
        topology.exchange("empty", ExchangeType.DIRECT).chain("d", "k", "empty");
        assertThat(topology.route("d", "k")).isEmpty();
        assertThat(topology.route("d", "none")).containsExactly("qf");
    }

    @Test
    void a_policys_alternate_arrives_with_the_exchange_told_again() {
        topology.exchange("d", ExchangeType.DIRECT).exchange("f", ExchangeType.FANOUT);
        topology.bind("f", "", "qf").bind("d", "k", "qd");
        assertThat(topology.route("d", "none")).isEmpty();
        topology.exchange("d", ExchangeType.DIRECT, Map.of("alternate-exchange", "f"));
        assertThat(topology.route("d", "none")).containsExactly("qf");
        assertThat(topology.route("d", "k")).containsExactly("qd");
    }

    @Test
    void a_delayed_exchange_routes_as_its_type_says() {
        for (ExchangeType type : ExchangeType.values()) {
            Map<String, @Nullable Object> arguments = Map.of("x-delayed-type", type.wireName());
            if (type == ExchangeType.DELAYED_MESSAGE) {
                assertThatThrownBy(() -> topology.exchange("self", type, arguments))
                        .isInstanceOf(AmqpFailure.class);
            } else {
                topology.exchange(type.name(), ExchangeType.DELAYED_MESSAGE, arguments);
            }
        }
        topology.bind("TOPIC", "a.*", "q").bind("FANOUT", "", "q").bind("DIRECT", "k", "q");
        assertThat(topology.route("TOPIC", "a.b")).containsExactly("q");
        assertThat(topology.route("FANOUT", "a.b")).containsExactly("q");
        assertThat(topology.route("DIRECT", "a.b")).isEmpty();
        assertThatThrownBy(() -> topology.exchange("w", ExchangeType.DELAYED_MESSAGE))
                .isInstanceOf(AmqpFailure.class);
        assertThatThrownBy(() ->
                        topology.exchange(
                                "w", ExchangeType.DELAYED_MESSAGE, Map.of("x-delayed-type", "x")))
                .isInstanceOf(AmqpFailure.class);
        assertThat(routing.exchange("w")).isNull();
    }

    @Test
    void changes_told_twice_do_no_harm() {
        topology.exchange("d", ExchangeType.DIRECT).exchange("d", ExchangeType.DIRECT);
        Binding binding = new Binding("d", Destination.queue("q"), "k", Map.of("a", 1));
        Binding same = new Binding("d", Destination.queue("q"), "k", Map.of("a", 1L));
        Binding other = new Binding("d", Destination.queue("q"), "k", Map.of("a", 2));
        assertThat(routing.bind(binding)).isTrue();
        assertThat(routing.bind(same)).isFalse();
        assertThat(routing.bind(other)).isTrue();
        assertThat(topology.route("d", "k")).containsExactly("q");
        assertThat(routing.unbind(same)).isTrue();
        assertThat(routing.unbind(binding)).isFalse();
        assertThat(topology.route("d", "k")).containsExactly("q");
        assertThat(routing.unbind(other)).isTrue();
        assertThat(topology.route("d", "k")).isEmpty();
        assertThat(routing.removeQueue("q")).isEmpty();
        assertThat(routing.removeExchange("none")).isEmpty();
    }

    @Test
    void bindings_are_listed_from_either_end_and_go_with_it() {
        topology.exchange("a", ExchangeType.FANOUT).exchange("b", ExchangeType.FANOUT);
        topology.bind("a", "1", "q").bind("b", "2", "q").bind("a", "3", "r");
        topology.chain("a", "4", "b").chain("b", "5", "b").chain("b", "6", "a");
        assertThat(keys(routing.bindingsFrom("a"))).containsExactly("1", "3", "4");
        assertThat(keys(routing.bindingsTo(Destination.queue("q")))).containsExactly("1", "2");
        assertThat(keys(routing.bindingsTo(Destination.exchange("b")))).containsExactly("4", "5");
        assertThat(keys(routing.removeQueue("q"))).containsExactly("1", "2");
        assertThat(keys(routing.removeExchange("b"))).containsExactly("5", "6", "4");
        assertThat(keys(routing.bindingsFrom("a"))).containsExactly("3");
        assertThat(routing.bindingsTo(Destination.exchange("a"))).isEmpty();
        assertThat(routing.exchanges()).extracting(Exchange::name).containsExactly("a");
        assertThat(topology.route("a", "")).containsExactly("r");
    }

    @Test
    void what_cannot_be_is_an_error_of_the_caller() {
        topology.exchange("d", ExchangeType.DIRECT);
        List<Runnable> wrong =
                List.of(
                        () -> topology.exchange("", ExchangeType.DIRECT),
                        () -> topology.exchange("d", ExchangeType.FANOUT),
                        () -> topology.bind("none", "", "q"),
                        () -> topology.chain("d", "", "none"),
                        () -> topology.route("none", ""),
                        () ->
                                routing.add(
                                        new Exchange(
                                                "x",
                                                "other",
                                                ExchangeType.DIRECT,
                                                true,
                                                false,
                                                false,
                                                Map.of())));
        for (Runnable deed : wrong) {
            assertThatThrownBy(deed::run).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(routing.bindingsFrom("d")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void exchanges_by_chance_reach_what_a_search_of_the_graph_reaches(long seed) {
        Random random = new Random(seed);
        for (int graph = 0; graph < 100; graph++) {
            Topology fresh = new Topology();
            int size = 1 + random.nextInt(6);
            List<Binding> bindings = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                fresh.exchange("e" + i, ExchangeType.DIRECT);
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                Destination to =
                        random.nextBoolean()
                                ? Destination.queue("q" + random.nextInt(4))
                                : Destination.exchange("e" + random.nextInt(size));
                bindings.add(
                        new Binding(
                                "e" + random.nextInt(size), to, "k" + random.nextInt(2), Map.of()));
            }
            bindings.forEach(fresh.routing::bind);
            List<String> once = fresh.route("e0", "k0");
            assertThat(once)
                    .as("seed %s, %s", seed, bindings)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(reach(bindings))
                    .isEqualTo(fresh.route("e0", "k0"));
        }
    }

    private static Set<String> reach(List<Binding> bindings) {
        Set<String> exchanges = new LinkedHashSet<>(Set.of("e0"));
        Set<String> queues = new HashSet<>();
        for (boolean grows = true; grows; ) {
            grows = false;
            for (Binding binding : bindings) {
                if (binding.routingKey().equals("k0") && exchanges.contains(binding.source())) {
                    String name = binding.destination().name();
                    grows |=
                            binding.destination().kind() == Destination.Kind.QUEUE
                                    ? queues.add(name)
                                    : exchanges.add(name);
                }
            }
        }
        return queues;
    }

    private static List<String> keys(List<Binding> bindings) {
        return bindings.stream().map(Binding::routingKey).toList();
    }
}
