package dev.forebay.httpapi.codec;

import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RetryText;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The settings of a queue as JSON. Times in ms, sizes in bytes; null where there is no limit. */
public final class SettingsOut {
    private SettingsOut() {}

    /** Members of the current object. */
    public static void write(JsonOut out, QueueSettings settings) {
        out.field("kind", Words.of(settings.kind()));
        out.field("ordering", Words.of(settings.ordering()));
        out.field("durability", Words.of(settings.durability()));
        out.field("leaseMillis", settings.leaseMillis());
        out.field("delayMillis", settings.delayMillis());
        out.field("expiryMillis", settings.expiryMillis());
        out.field("receiveWaitMillis", settings.receiveWaitMillis());
        out.field("maxMessageBytes", settings.maxMessageBytes());
        out.field("maxLeases", settings.maxLeases());
        limits(out, settings);
        out.field("whenFull", Words.of(settings.depth().whenFull()));
        limit(out, "ageObjectiveMillis", settings.ageObjectiveMillis());
        out.field("flow", Words.of(settings.flow()));
        out.field("retry", RetryText.write(settings.retry()));
        breaker(out, settings.breaker());
        deadLetter(out, settings.deadLetter());
        deduplication(out, settings.deduplication());
        out.field("retentionMillis", settings.retentionMillis());
        out.field("retentionBytes", settings.retentionBytes());
        out.field("idleReaderMillis", settings.retention().idleReaderMillis());
        String policy = settings.labels().get(QueuePolicy.LABEL);
        if (policy == null) {
            out.empty("policy");
        } else {
            out.field("policy", policy);
        }
        // In order, so that equal settings are equal bytes.
        Map<String, String> labels = new TreeMap<>(settings.labels());
        labels.keySet().removeIf(SettingsOut::isHidden);
        out.texts("labels", labels);
    }

    /** Those that may be others for a while, as members of the current object. */
    static void limits(JsonOut out, QueueSettings settings) {
        limit(out, "maxDepth", settings.maxDepth());
        limit(out, "maxBytes", settings.maxBytes());
        Rates.write(out, settings.rates());
    }

    /**
     * Labels by which rights and overrides are kept are not shown among the others, and not set
     * there.
     */
    static boolean isHidden(String label) {
        return label.startsWith("access.") || label.startsWith("override.");
    }

    private static void limit(JsonOut out, String name, OptionalLong limit) {
        if (limit.isPresent()) {
            out.field(name, limit.getAsLong());
        } else {
            out.empty(name);
        }
    }

    private static void deadLetter(JsonOut out, Optional<DeadLetterRule> rule) {
        if (rule.isEmpty()) {
            out.empty("deadLetter");
            return;
        }
        out.begin("deadLetter");
        out.field("queue", rule.get().queue());
        out.field("maxAttempts", rule.get().maxAttempts());
        out.end();
    }

    private static void breaker(JsonOut out, Optional<BreakerRule> rule) {
        if (rule.isEmpty()) {
            out.empty("breaker");
            return;
        }
        out.begin("breaker");
        out.field("failures", rule.get().failures());
        out.field("windowMillis", rule.get().windowMillis());
        out.field("pauseMillis", rule.get().pauseMillis());
        out.field("longestPauseMillis", rule.get().longestPauseMillis());
        out.end();
    }

    private static void deduplication(JsonOut out, Optional<Deduplication> rule) {
        if (rule.isEmpty()) {
            out.empty("deduplication");
            return;
        }
        out.begin("deduplication");
        out.field("windowMillis", rule.get().windowMillis());
        out.field("scope", Words.of(rule.get().scope()));
        out.field("capacity", rule.get().capacity());
        out.end();
    }
}
