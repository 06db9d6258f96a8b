package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.engine.Backoff;
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
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SettingsCodecTest {
    /** No setting is at its default. */
    private static final QueueSettings ALL =
            QueueSettings.builder()
                    .kind(QueueKind.STREAM)
                    .ordering(Ordering.BY_KEY)
                    .durability(Durability.VOLATILE)
                    .leaseMillis(1)
                    .delayMillis(2)
                    .expiryMillis(3)
                    .receiveWaitMillis(4)
                    .maxMessageBytes(5)
                    .maxLeases(6)
                    .maxDepth(OptionalLong.of(0))
                    .maxBytes(OptionalLong.of(8))
                    .retentionMillis(9)
                    .retentionBytes(10)
                    .idleReaderMillis(14)
                    .labels(Map.of("b", "2", "a", "1"))
                    .retry(RetryRule.of(new Backoff.Exponential(1, 1.5, 99, 7)).withMaxAttempts(3))
                    .breaker(Optional.of(new BreakerRule(1, 2, 3, 4)))
                    .flow(Flow.DRAINING)
                    .whenFull(DepthLimit.WhenFull.DROP_OLDEST)
                    .ageObjectiveMillis(OptionalLong.of(55))
                    .rates(
                            new RateLimits(
                                    Optional.of(new RateLimit(0.5, 1)),
                                    Optional.of(new RateLimit(2, 2)),
                                    Optional.of(new RateLimit(3, 3)),
                                    Optional.of(new RateLimit(4, 4)),
                                    Optional.of(new RateLimit(5, 5))))
                    .build()
                    .withDeadLetter(new DeadLetterRule("dead", 11))
                    .withDeadLetterRoute(new DeadLetterRoute("graves", Optional.of("key")))
                    .withDeduplication(new Deduplication(12, Deduplication.Scope.KEY, 13));

    private static QueueSettings again(QueueSettings settings) {
        ByteSink sink = new ByteSink(64);
        SettingsCodec.write(sink, settings);
        sink.putText("after");
        ByteSource source = new ByteSource(sink.copy());
        QueueSettings read = SettingsCodec.read(source);
        assertThat(source.getText()).isEqualTo("after");
        return read;
    }

    @Test
    void each_setting_comes_back() throws ReflectiveOperationException {
        for (RecordComponent part : QueueSettings.class.getRecordComponents()) {
            assertThat(part.getAccessor().invoke(ALL))
                    .as("a new setting belongs into this test: %s", part.getName())
                    .isNotEqualTo(part.getAccessor().invoke(QueueSettings.defaults()));
        }
        assertThat(again(ALL)).isEqualTo(ALL);
        assertThat(again(QueueSettings.defaults())).isEqualTo(QueueSettings.defaults());
        assertThat(ALL.toBuilder().build()).isEqualTo(ALL);
    }

    @Test
    void what_a_record_does_not_name_is_at_its_default() {
        ByteSink older = new ByteSink(8);
        older.putVarint(2);
        older.putVarint(77);
        older.putVarint(0);
        assertThat(SettingsCodec.read(new ByteSource(older.view())))
                .isEqualTo(QueueSettings.defaults().withLeaseMillis(77));
    }

    @Test
    void a_setting_of_a_newer_forebay_is_refused() {
        ByteSink newer = new ByteSink(8);
        newer.putVarint(120);
        assertThatThrownBy(() -> SettingsCodec.read(new ByteSource(newer.view())))
                .hasMessageContaining("120");
    }
}
