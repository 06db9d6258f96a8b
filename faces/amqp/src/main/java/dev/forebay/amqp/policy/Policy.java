package dev.forebay.amqp.policy;

import dev.forebay.amqp.codec.FieldValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A policy: settings for the queues or exchanges of a virtual host whose names match.
 *
 * @param pattern matches when some part of the name does
 * @param priority of several that match, the one with the highest holds
 * @param definition values by the words of {@link PolicyKey}
 */
public record Policy(
        String vhost,
        String name,
        BoundedRegex pattern,
        Scope applyTo,
        long priority,
        Map<String, @Nullable Object> definition) {
    private static final String PATTERN = "pattern";
    private static final String APPLY_TO = "apply-to";
    private static final String PRIORITY = "priority";
    private static final String DEFINITION = "definition";

    /** What a policy is for. */
    public enum Scope {
        ALL("all"),
        QUEUES("queues"),
        CLASSIC_QUEUES("classic_queues"),
        QUORUM_QUEUES("quorum_queues"),
        STREAMS("streams"),
        EXCHANGES("exchanges");

        private final String word;

        Scope(String word) {
            this.word = word;
        }

        /** As policies write it. */
        public String word() {
            return word;
        }

        private static Scope named(String word) {
            for (Scope scope : values()) {
                if (scope.word.equals(word)) {
                    return scope;
                }
            }
            throw new PolicyRefused(
                    "apply-to '"
                            + word
                            + "' unrecognised; should be 'queues', 'exchanges' or 'all'");
        }

        boolean coversQueues(String type) {
            return switch (this) {
                case ALL, QUEUES -> true;
                case CLASSIC_QUEUES -> type.equals("classic");
                case QUORUM_QUEUES -> type.equals("quorum");
                case STREAMS -> type.equals("stream");
                case EXCHANGES -> false;
            };
        }

        boolean coversExchanges() {
            return this == ALL || this == EXCHANGES;
        }
    }

    /**
     * Reads and checks a policy.
     *
     * @throws PolicyRefused when something is wrong with it
     */
    public static Policy of(RuntimeParameter parameter) {
        Map<String, @Nullable Object> value = parameter.value();
        boolean operators = parameter.component().equals(RuntimeParameter.OPERATOR_POLICY);
        Object applyTo = value.get(APPLY_TO);
        return new Policy(
                parameter.vhost(),
                parameter.name(),
                pattern(value.get(PATTERN)),
                applyTo == null
                        ? operators ? Scope.QUEUES : Scope.ALL
                        : Scope.named(FieldValues.text(applyTo)),
                priority(value.get(PRIORITY)),
                definition(value.get(DEFINITION), operators));
    }

    private static BoundedRegex pattern(@Nullable Object text) {
        if (!FieldValues.isText(text)) {
            throw new PolicyRefused("pattern should be binary, actually was something else");
        }
        try {
            return BoundedRegex.of(FieldValues.text(text));
        } catch (IllegalArgumentException wrong) {
            throw new PolicyRefused(
                    "pattern should be regular expression but is invalid: " + wrong.getMessage());
        }
    }

    private static long priority(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (FieldValues.matchable(value) instanceof Long number) {
            return number;
        }
        throw new PolicyRefused("priority should be a number");
    }

    private static Map<String, @Nullable Object> definition(
            @Nullable Object value, boolean operators) {
        if (!(value instanceof Map<?, ?> table) || table.isEmpty()) {
            throw new PolicyRefused("no policy provided");
        }
        Map<String, @Nullable Object> definition = new TreeMap<>();
        List<String> unknown = new ArrayList<>(0);
        table.forEach((word, said) -> {
            PolicyKey key = PolicyKey.named(String.valueOf(word));
            if (key == null || (operators && !key.isOperators())) {
                unknown.add(String.valueOf(word));
            } else {
                key.fault(said)
                        .ifPresent(why -> {
                            throw new PolicyRefused(why);
                        });
                definition.put(key.word(), said);
            }
        });
        if (!unknown.isEmpty()) {
            throw new PolicyRefused(unknown + " are not recognised policy settings");
        }
        return definition;
    }

    /** What is kept of it. */
    public Map<String, @Nullable Object> value() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put(PATTERN, pattern.toString());
        value.put(DEFINITION, definition);
        value.put(PRIORITY, priority);
        value.put(APPLY_TO, applyTo.word());
        return value;
    }
}
