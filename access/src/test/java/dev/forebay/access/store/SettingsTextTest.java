package dev.forebay.access.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.LaterEffects;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Durability;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.RetryText;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsTextTest {
    private static final QueueSettings DEFAULTS = QueueSettings.defaults();

    /** Each setting with another value. */
    private static Stream<QueueSettings> changed() {
        RateLimit limit = new RateLimit(5, 9);
        RateLimits none = RateLimits.none();
        return Stream.of(
                DEFAULTS.withKind(QueueKind.STREAM),
                DEFAULTS.withOrdering(Ordering.BY_KEY),
                DEFAULTS.withDurability(Durability.VOLATILE),
                DEFAULTS.withLeaseMillis(1),
                DEFAULTS.withDelayMillis(1),
                DEFAULTS.withExpiryMillis(1),
                DEFAULTS.withReceiveWaitMillis(1),
                DEFAULTS.withMaxMessageBytes(1),
                DEFAULTS.withMaxLeases(1),
                DEFAULTS.withMaxDepth(1),
                DEFAULTS.withMaxBytes(1),
                DEFAULTS.withWhenFull(DepthLimit.WhenFull.DROP_OLDEST),
                DEFAULTS.withRetry(RetryText.parse("fixed 5s attempts 3").orElseThrow()),
                DEFAULTS.withBreaker(BreakerRule.defaults()),
                DEFAULTS.withFlow(Flow.PAUSED),
                DEFAULTS.withRates(none.withSending(limit)),
                DEFAULTS.withRates(none.withSendingPerKey(limit)),
                DEFAULTS.withRates(none.withSendingPerClient(limit)),
                DEFAULTS.withRates(none.withDelivery(limit)),
                DEFAULTS.withRates(none.withDeliveryPerClient(limit)),
                DEFAULTS.withAgeObjectiveMillis(1),
                DEFAULTS.withDeadLetter(new DeadLetterRule("dead", 3)),
                DEFAULTS.toBuilder()
                        .deadLetterRoute(Optional.of(new DeadLetterRoute("dlx", Optional.empty())))
                        .build(),
                DEFAULTS.withDeduplication(new Deduplication(1, Deduplication.Scope.KEY, 2)),
                DEFAULTS.withRetentionMillis(1),
                DEFAULTS.withRetentionBytes(1),
                DEFAULTS.toBuilder().idleReaderMillis(1).build(),
                DEFAULTS.withLabels(Map.of("team", "blue")),
                DEFAULTS.withLabels(Map.of(QueuePolicy.LABEL, "{}")));
    }

    private static List<AuditEntry.Difference> differences(QueueSettings after) {
        return Differences.between(
                SettingsText.of(DEFAULTS, Map.of()), SettingsText.of(after, Map.of()));
    }

    @Test
    void each_change_of_a_setting_is_one_difference() {
        assertThat(changed()).allSatisfy(settings -> assertThat(differences(settings)).hasSize(1));
        assertThat(changed().map(each -> differences(each).getFirst().what()))
                .doesNotHaveDuplicates();
        assertThat(differences(DEFAULTS)).isEmpty();
        assertThat(differences(DEFAULTS.withLabels(Map.of(LaterEffects.DECLARED_BY, "ann"))))
                .isEmpty();
    }

    /** So that a setting that is added is not forgotten here, nor in the audit log. */
    @Test
    void every_setting_was_changed_above() throws ReflectiveOperationException {
        for (RecordComponent component : QueueSettings.class.getRecordComponents()) {
            List<Object> parts = parts(component, DEFAULTS);
            for (int i = 0; i < parts.size(); i++) {
                int part = i;
                assertThat(changed().map(each -> partsOf(component, each).get(part)))
                        .as("%s, part %s", component.getName(), i)
                        .anySatisfy(value -> assertThat(value).isNotEqualTo(parts.get(part)));
            }
        }
    }

    private static List<Object> partsOf(RecordComponent component, QueueSettings settings) {
        try {
            return parts(component, settings);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Of a group of settings each one. */
    private static List<Object> parts(RecordComponent component, QueueSettings settings)
            throws ReflectiveOperationException {
        Object value = component.getAccessor().invoke(settings);
        boolean group =
                component
                        .getType()
                        .getSimpleName()
                        .matches("DeliveryTimes|DepthLimit|RateLimits|Retention");
        if (!group) {
            return List.of(value);
        }
        List<Object> parts = new ArrayList<>();
        for (RecordComponent part : component.getType().getRecordComponents()) {
            parts.add(part.getAccessor().invoke(value));
        }
        return parts;
    }
}
