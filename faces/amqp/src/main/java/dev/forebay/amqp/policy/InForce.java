package dev.forebay.amqp.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The policies that hold for one queue or exchange.
 *
 * @param policy of users, or null
 * @param operator of operators, or null
 */
public record InForce(@Nullable Policy policy, @Nullable Policy operator) {
    private static final String EXCHANGE = "x-dead-letter-exchange";
    private static final String ROUTING_KEY = "x-dead-letter-routing-key";

    /** No policy. */
    public static final InForce NOTHING = new InForce(null, null);

    /** What both say together: an operator's limits bound the other's. */
    public Map<String, @Nullable Object> definition() {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        if (policy != null) {
            merged.putAll(policy.definition());
        }
        if (operator != null) {
            operator.definition()
                    .forEach((word, bound) ->
                            merged.put(
                                    word,
                                    merged.containsKey(word)
                                            ? key(word).resolve(bound, merged.get(word))
                                            : bound));
        }
        return merged;
    }

    /**
     * The arguments of a queue as they count: the lower of two limits, else what was declared.
     *
     * @param declared not changed
     * @param type its x-queue-type
     */
    public Map<String, @Nullable Object> over(Map<String, @Nullable Object> declared, String type) {
        if (policy == null && operator == null) {
            return declared;
        }
        Map<String, @Nullable Object> effective = new LinkedHashMap<>(declared);
        definition()
                .forEach((word, value) -> {
                    PolicyKey key = key(word);
                    key.argument(type)
                            .ifPresent(argument ->
                                    effective.put(
                                            argument,
                                            effective.get(argument) == null
                                                    ? value
                                                    : key.resolve(effective.get(argument), value)));
                });
        if (effective.get(EXCHANGE) == null) {
            effective.remove(ROUTING_KEY);
        }
        return effective;
    }

    private static PolicyKey key(String word) {
        return Objects.requireNonNull(PolicyKey.named(word));
    }
}
