package dev.forebay.httpapi.codec;

import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Durability;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueSettingsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads settings over others: what is not named stays, {@code null} takes a limit away. */
public final class SettingsIn {
    private static final String KNOWN =
            "kind, ordering, durability, leaseMillis, delayMillis, expiryMillis, receiveWaitMillis,"
                    + " maxMessageBytes,"
                    + " maxLeases, maxDepth, maxBytes, whenFull, rates, ageObjectiveMillis, flow, retry, breaker,"
                    + " deadLetter, deduplication, retentionMillis, retentionBytes, idleReaderMillis, policy,"
                    + " labels";
    private static final List<String> LIMITS = List.of("rates", "maxDepth", "maxBytes");
    private static final int MAX_LABELS = 100;
    private static final long FIVE_MINUTES = 300_000;
    private static final int CAPACITY = 1_000_000;
    private static final int MANY_ATTEMPTS = 10;

    private SettingsIn() {}

    /** Members of an object that was entered already. The engine checks ranges. */
    public static QueueSettings read(JsonIn in, QueueSettings base) {
        QueueSettingsBuilder to = base.toBuilder();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            take(name, in, to);
        }
        return to.build();
    }

    /** The same of {@code rates}, {@code maxDepth} and {@code maxBytes} alone. */
    public static QueueSettings limits(JsonIn in, QueueSettings base) {
        QueueSettingsBuilder to = base.toBuilder();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (!LIMITS.contains(name)) {
                throw in.unknown("limits." + name, String.join(", ", LIMITS));
            }
            take(name, in, to);
        }
        return to.build();
    }

    private static void take(String name, JsonIn in, QueueSettingsBuilder to) {
        switch (name) {
            case "kind" -> to.kind(Words.read(QueueKind.class, name, in.text(name)));
            case "ordering" -> to.ordering(Words.read(Ordering.class, name, in.text(name)));
            case "durability" -> to.durability(Words.read(Durability.class, name, in.text(name)));
            case "leaseMillis" -> to.leaseMillis(size(in, name));
            case "delayMillis" -> to.delayMillis(size(in, name));
            case "expiryMillis" -> to.expiryMillis(size(in, name));
            case "receiveWaitMillis" -> to.receiveWaitMillis(size(in, name));
            case "maxMessageBytes" -> to.maxMessageBytes(count(in, name));
            case "maxLeases" -> to.maxLeases(count(in, name));
            case "maxDepth" -> to.maxDepth(limit(in, name));
            case "maxBytes" -> to.maxBytes(limit(in, name));
            case "whenFull" ->
                    to.whenFull(Words.read(DepthLimit.WhenFull.class, name, in.text(name)));
            case "rates" -> to.rates(Rates.read(in));
            case "ageObjectiveMillis" -> to.ageObjectiveMillis(limit(in, name));
            case "flow" -> to.flow(Words.read(Flow.class, name, in.text(name)));
            case "retry" -> to.retry(Retries.read(name, in.text(name)));
            case "breaker" -> to.breaker(breaker(in));
            case "deadLetter" -> to.deadLetter(deadLetter(in));
            case "deduplication" -> to.deduplication(deduplication(in));
            case "retentionMillis" -> to.retentionMillis(size(in, name));
            case "retentionBytes" -> to.retentionBytes(size(in, name));
            case "idleReaderMillis" -> to.idleReaderMillis(size(in, name));
            case "policy" -> policy(in.string(name), to);
            case "labels" -> labels(in.texts(name, MAX_LABELS), to);
            default -> throw in.unknown(name, KNOWN);
        }
    }

    private static void policy(@Nullable String text, QueueSettingsBuilder to) {
        Map<String, String> all = new TreeMap<>(to.build().labels());
        if (text == null || text.isBlank()) {
            all.remove(QueuePolicy.LABEL);
        } else {
            all.put(QueuePolicy.LABEL, text);
        }
        to.labels(all);
    }

    /** What labels say of rights and overrides is not for whoever may set labels. */
    private static void labels(Map<String, String> given, QueueSettingsBuilder to) {
        Map<String, String> all = new TreeMap<>(given);
        for (String name : given.keySet()) {
            if (SettingsOut.isHidden(name)) {
                throw ApiFailure.invalid(
                        "labels", "names that begin with neither access. nor override.");
            }
        }
        to.build()
                .labels()
                .forEach((name, value) -> {
                    if (SettingsOut.isHidden(name)) {
                        all.put(name, value);
                    }
                });
        to.labels(all);
    }

    private static Optional<DeadLetterRule> deadLetter(JsonIn in) {
        if (!in.beginObject("deadLetter")) {
            return Optional.empty();
        }
        String queue = "";
        int attempts = MANY_ATTEMPTS;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "queue" -> queue = in.text("deadLetter.queue");
                case "maxAttempts" -> attempts = count(in, "deadLetter.maxAttempts");
                default -> throw in.unknown("deadLetter." + name, "queue, maxAttempts");
            }
        }
        return Optional.of(new DeadLetterRule(queue, attempts));
    }

    private static Optional<BreakerRule> breaker(JsonIn in) {
        String member = "breaker.";
        if (!in.beginObject("breaker")) {
            return Optional.empty();
        }
        BreakerRule usual = BreakerRule.defaults();
        int failures = usual.failures();
        long window = usual.windowMillis();
        long pause = usual.pauseMillis();
        long longest = usual.longestPauseMillis();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "failures" -> failures = count(in, member + name);
                case "windowMillis" -> window = size(in, member + name);
                case "pauseMillis" -> pause = size(in, member + name);
                case "longestPauseMillis" -> longest = size(in, member + name);
                default ->
                        throw in.unknown(
                                member + name,
                                "failures, windowMillis, pauseMillis, longestPauseMillis");
            }
        }
        return Optional.of(new BreakerRule(failures, window, pause, longest));
    }

    private static Optional<Deduplication> deduplication(JsonIn in) {
        String member = "deduplication.";
        if (!in.beginObject("deduplication")) {
            return Optional.empty();
        }
        long window = FIVE_MINUTES;
        Deduplication.Scope scope = Deduplication.Scope.QUEUE;
        int capacity = CAPACITY;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "windowMillis" -> window = size(in, member + name);
                case "scope" ->
                        scope =
                                Words.read(
                                        Deduplication.Scope.class,
                                        member + name,
                                        in.text(member + name));
                case "capacity" -> capacity = count(in, member + name);
                default -> throw in.unknown(member + name, "windowMillis, scope, capacity");
            }
        }
        return Optional.of(new Deduplication(window, scope, capacity));
    }

    private static OptionalLong limit(JsonIn in, String name) {
        @Nullable Long limit = in.whole(name, 1, Long.MAX_VALUE);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private static long size(JsonIn in, String name) {
        return in.number(name, 0, Long.MAX_VALUE);
    }

    private static int count(JsonIn in, String name) {
        return (int) in.number(name, 0, Integer.MAX_VALUE);
    }
}
