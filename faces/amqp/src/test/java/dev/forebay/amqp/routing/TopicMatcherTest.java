package dev.forebay.amqp.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicMatcherTest {
    @ParameterizedTest
    @CsvSource({
        "a.b.c, a.b.c, true",
        "a.b.c, a.b, false",
        "a.*.c, a.b.c, true",
        "a.*.c, a.b.b.c, false",
        "a.*, a, false",
        "*, a, true",
        "*, '', false",
        "#, '', true",
        "#, a.b.c, true",
        "a.#, a, true",
        "a.#, a.b.c, true",
        "a.#, ab, false",
        "#.c, c, true",
        "#.c, a.b.c, true",
        "#.#, a, true",
        "a.#.c, a.c, true",
        "a.#.c, a.b.b.c, true",
        "a.#.c, a.c.b, false",
        "*.#.*, a, false",
        "*.#.*, a.b, true",
        "'', '', true",
        "'', a, false",
        "a..b, a..b, true",
        "a.*.b, a..b, true",
        "a.b, a..b, false",
        ".*, a, false",
        "a.*, a.*, true",
        "a.b, a.*, false",
        "a.*b, a.xb, false"
    })
    void patterns_fit_keys_by_words(String pattern, String key, boolean fits) {
        Topology topology = new Topology().exchange("t", ExchangeType.TOPIC);
        topology.bind("t", pattern, "q");
        assertThat(topology.route("t", key)).hasSize(fits ? 1 : 0);
        assertThat(fits(words(pattern), words(key))).as("the oracle").isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void matching_agrees_with_brute_force_while_bindings_come_and_go(long seed) {
        Random random = new Random(seed);
        Topology topology = new Topology().exchange("t", ExchangeType.TOPIC);
        List<Binding> bound = new ArrayList<>();
        for (int round = 0; round < 1500; round++) {
            if (bound.isEmpty() || random.nextInt(5) < 3) {
                Binding binding = binding(random);
                assertThat(topology.routing.bind(binding))
                        .as("seed %s", seed)
                        .isEqualTo(!bound.contains(binding));
                bound.remove(binding);
                bound.add(binding);
            } else {
                Binding gone = bound.remove(random.nextInt(bound.size()));
                assertThat(topology.routing.unbind(gone)).isTrue();
            }
            String key = text(random, List.of("a", "b", "c", "", "*"));
            List<String> expected =
                    bound.stream()
                            .filter(one -> fits(words(one.routingKey()), words(key)))
                            .map(one -> one.destination().name())
                            .distinct()
                            .toList();
            assertThat(topology.route("t", key))
                    .as("seed %s, key %s, bindings %s", seed, key, bound)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void what_is_unbound_leaves_nothing_in_the_trie() {
        TopicMatcher matcher = new TopicMatcher();
        Random random = new Random(7);
        List<Binding> bound = new ArrayList<>();
        Target target = new Target(Destination.queue("q"));
        for (int i = 0; i < 500; i++) {
            Binding binding = binding(random);
            matcher.add(binding, target);
            bound.add(binding);
        }
        assertThat(matcher.isBare()).isFalse();
        bound.forEach(binding -> matcher.remove(binding, target));
        assertThat(matcher.isBare()).isTrue();
    }

    @Test
    void many_wildcards_cost_no_more_than_words_times_places() {
        Topology topology = new Topology().exchange("t", ExchangeType.TOPIC);
        String pattern = "#.a.".repeat(60) + "#.b";
        topology.bind("t", pattern, "q");
        assertThat(topology.route("t", "a.".repeat(120) + "c")).isEmpty();
        assertThat(topology.routing.lastSteps()).isLessThan(122 * 125);
        assertThat(topology.route("t", "a.".repeat(120) + "b")).containsExactly("q");
    }

    private static Binding binding(Random random) {
        String pattern = text(random, List.of("a", "b", "c", "", "*", "#", "*", "#"));
        return new Binding("t", Destination.queue("q" + random.nextInt(6)), pattern, Map.of());
    }

    private static String text(Random random, List<String> words) {
        List<String> chosen = new ArrayList<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            chosen.add(words.get(random.nextInt(words.size())));
        }
        return String.join(".", chosen);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\.", -1));
    }

    /** The definition, tried in every way. */
    private static boolean fits(List<String> pattern, List<String> words) {
        if (pattern.isEmpty()) {
            return words.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals("#")) {
            for (int taken = 0; taken <= words.size(); taken++) {
                if (fits(rest, words.subList(taken, words.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !words.isEmpty()
                && (pattern.getFirst().equals("*") || pattern.getFirst().equals(words.getFirst()))
                && fits(rest, words.subList(1, words.size()));
    }
}
