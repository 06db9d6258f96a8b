package dev.forebay.access.store;

import dev.forebay.access.LaterEffects;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.RetryText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A queue's settings by the names that the HTTP API has for them, each as a line for people. None
 * is a secret.
 */
final class SettingsText {
    private static final String NONE = "none";

    private SettingsText() {}

    static Map<String, String> of(QueueSettings settings, Map<String, String> tags) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("kind", word(settings.kind()));
        text.put("ordering", word(settings.ordering()));
        text.put("durability", word(settings.durability()));
        text.put("leaseMillis", Long.toString(settings.leaseMillis()));
        text.put("delayMillis", Long.toString(settings.delayMillis()));
        text.put("expiryMillis", Long.toString(settings.expiryMillis()));
        text.put("receiveWaitMillis", Long.toString(settings.receiveWaitMillis()));
        text.put("maxMessageBytes", Integer.toString(settings.maxMessageBytes()));
        text.put("maxLeases", Integer.toString(settings.maxLeases()));
        text.put("maxDepth", limit(settings.maxDepth()));
        text.put("maxBytes", limit(settings.maxBytes()));
        text.put("whenFull", word(settings.depth().whenFull()));
        rates(text, settings.rates());
        text.put("ageObjectiveMillis", limit(settings.ageObjectiveMillis()));
        text.put("flow", word(settings.flow()));
        text.put("retry", RetryText.write(settings.retry()));
        text.put("breaker", settings.breaker().map(SettingsText::breaker).orElse(NONE));
        text.put("deadLetter", settings.deadLetter().map(SettingsText::deadLetter).orElse(NONE));
        text.put(
                "deadLetterRoute",
                settings.deadLetterRoute().map(SettingsText::deadLetterRoute).orElse(NONE));
        text.put(
                "deduplication",
                settings.deduplication().map(SettingsText::deduplication).orElse(NONE));
        text.put("retentionMillis", Long.toString(settings.retentionMillis()));
        text.put("retentionBytes", Long.toString(settings.retentionBytes()));
        text.put("idleReaderMillis", Long.toString(settings.retention().idleReaderMillis()));
        labels(text, settings.labels());
        text.putAll(tags(tags));
        return text;
    }

    static Map<String, String> tags(Map<String, String> tags) {
        Map<String, String> text = new LinkedHashMap<>();
        new TreeMap<>(tags).forEach((name, value) -> text.put("tag " + name, value));
        return text;
    }

    private static void labels(Map<String, String> text, Map<String, String> labels) {
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            switch (label.getKey()) {
                case QueuePolicy.LABEL -> text.put("policy", label.getValue());
                case LaterEffects.DECLARED_BY -> {
                    // Follows from who changed where dead letters go, which the entry says.
                }
                default -> text.put("label " + label.getKey(), label.getValue());
            }
        }
    }

    private static void rates(Map<String, String> text, RateLimits rates) {
        text.put("rates.sending", rate(rates.sending()));
        text.put("rates.sendingPerKey", rate(rates.sendingPerKey()));
        text.put("rates.sendingPerClient", rate(rates.sendingPerClient()));
        text.put("rates.delivery", rate(rates.delivery()));
        text.put("rates.deliveryPerClient", rate(rates.deliveryPerClient()));
    }

    private static String rate(Optional<RateLimit> limit) {
        return limit.map(rate -> rate.perSecond() + " per second, burst " + rate.burst())
                .orElse(NONE);
    }

    private static String limit(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : NONE;
    }

    private static String breaker(BreakerRule rule) {
        return rule.failures()
                + " failures within "
                + rule.windowMillis()
                + " ms, pauses of "
                + rule.pauseMillis()
                + " to "
                + rule.longestPauseMillis()
                + " ms";
    }

    private static String deadLetter(DeadLetterRule rule) {
        return rule.queue() + " after " + rule.maxAttempts() + " attempts";
    }

    private static String deadLetterRoute(DeadLetterRoute route) {
        return "exchange \"" + route.exchange() + "\", " + route.key().orElse("the message's key");
    }

    private static String deduplication(Deduplication rule) {
        return rule.windowMillis()
                + " ms by "
                + word(rule.scope())
                + ", "
                + rule.capacity()
                + " ids";
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
