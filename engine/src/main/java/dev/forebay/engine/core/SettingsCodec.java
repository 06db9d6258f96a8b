package dev.forebay.engine.core;

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
import dev.forebay.engine.QueueSettingsBuilder;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Queue settings as a list of tagged fields, ended by a zero. A field that is missing leaves the
 * setting at its default, so that a new setting is one line here and older records stay readable. A
 * tag is never used again for something else; an unknown one is refused, since a rule that was set
 * must not vanish in silence.
 */
final class SettingsCodec {
    private static final int END = 0;

    /**
     * One setting.
     *
     * @param isSet whether it is written at all
     */
    private record Field(
            int tag,
            Predicate<QueueSettings> isSet,
            BiConsumer<QueueSettings, ByteSink> write,
            BiConsumer<QueueSettingsBuilder, ByteSource> read) {}

    /** The place of each field is its tag, from 1 on. */
    private static final List<Field> FIELDS =
            List.of(
                    field(
                            1,
                            (from, to) -> to.putText(from.ordering().name()),
                            (to, from) -> to.ordering(Ordering.valueOf(from.getText()))),
                    number(2, QueueSettings::leaseMillis, QueueSettingsBuilder::leaseMillis),
                    number(3, QueueSettings::delayMillis, QueueSettingsBuilder::delayMillis),
                    number(4, QueueSettings::expiryMillis, QueueSettingsBuilder::expiryMillis),
                    number(
                            5,
                            QueueSettings::receiveWaitMillis,
                            QueueSettingsBuilder::receiveWaitMillis),
                    number(
                            6,
                            QueueSettings::maxMessageBytes,
                            (to, value) -> to.maxMessageBytes(Math.toIntExact(value))),
                    limit(7, QueueSettings::maxDepth, QueueSettingsBuilder::maxDepth),
                    limit(8, QueueSettings::maxBytes, QueueSettingsBuilder::maxBytes),
                    number(
                            9,
                            QueueSettings::maxLeases,
                            (to, value) -> to.maxLeases(Math.toIntExact(value))),
                    rule(
                            10,
                            QueueSettings::deadLetter,
                            SettingsCodec::writeDeadLetter,
                            (to, from) -> to.deadLetter(Optional.of(readDeadLetter(from)))),
                    rule(
                            11,
                            QueueSettings::deduplication,
                            SettingsCodec::writeDeduplication,
                            (to, from) -> to.deduplication(Optional.of(readDeduplication(from)))),
                    number(
                            12,
                            QueueSettings::retentionMillis,
                            QueueSettingsBuilder::retentionMillis),
                    number(13, QueueSettings::retentionBytes, QueueSettingsBuilder::retentionBytes),
                    field(
                            14,
                            (from, to) -> Texts.write(to, from.labels()),
                            (to, from) -> to.labels(Texts.read(from))),
                    field(
                            15,
                            (from, to) -> to.putText(RetryText.write(from.retry())),
                            (to, from) -> to.retry(readRetry(from))),
                    rule(
                            16,
                            QueueSettings::breaker,
                            SettingsCodec::writeBreaker,
                            (to, from) -> to.breaker(Optional.of(readBreaker(from)))),
                    field(
                            17,
                            (from, to) -> to.putText(from.flow().name()),
                            (to, from) -> to.flow(Flow.valueOf(from.getText()))),
                    field(
                            18,
                            (from, to) -> to.putText(from.depth().whenFull().name()),
                            (to, from) -> to.whenFull(DepthLimit.WhenFull.valueOf(from.getText()))),
                    field(
                            19,
                            (from, to) -> RateCodec.write(to, from.rates()),
                            (to, from) -> to.rates(RateCodec.read(from))),
                    limit(
                            20,
                            QueueSettings::ageObjectiveMillis,
                            QueueSettingsBuilder::ageObjectiveMillis),
                    number(
                            21,
                            settings -> settings.retention().idleReaderMillis(),
                            QueueSettingsBuilder::idleReaderMillis),
                    rule(
                            22,
                            QueueSettings::deadLetterRoute,
                            SettingsCodec::writeRoute,
                            (to, from) -> to.deadLetterRoute(Optional.of(readRoute(from)))),
                    new Field(
                            23,
                            settings -> settings.kind() != QueueKind.QUEUE,
                            (from, to) -> to.putText(from.kind().name()),
                            (to, from) -> to.kind(QueueKind.valueOf(from.getText()))),
                    new Field(
                            24,
                            QueueSettings::isVolatile,
                            (from, to) -> to.putText(from.durability().name()),
                            (to, from) -> to.durability(Durability.valueOf(from.getText()))));

    private SettingsCodec() {}

    static void write(ByteSink sink, QueueSettings settings) {
        for (Field field : FIELDS) {
            if (field.isSet().test(settings)) {
                sink.putVarint(field.tag());
                field.write().accept(settings, sink);
            }
        }
        sink.putVarint(END);
    }

    static QueueSettings read(ByteSource source) {
        QueueSettingsBuilder settings = QueueSettings.builder();
        for (int tag = source.getInt(); tag != END; tag = source.getInt()) {
            if (tag < 0 || tag > FIELDS.size()) {
                throw new IllegalStateException(
                        "a queue setting of number " + tag + ", which only a newer Forebay knows");
            }
            FIELDS.get(tag - 1).read().accept(settings, source);
        }
        return settings.build();
    }

    private static Field field(
            int tag,
            BiConsumer<QueueSettings, ByteSink> write,
            BiConsumer<QueueSettingsBuilder, ByteSource> read) {
        return new Field(tag, any -> true, write, read);
    }

    private static Field number(
            int tag,
            ToLongFunction<QueueSettings> get,
            BiConsumer<QueueSettingsBuilder, Long> set) {
        return field(
                tag,
                (from, to) -> to.putVarint(get.applyAsLong(from)),
                (to, from) -> set.accept(to, from.getVarint()));
    }

    private static Field limit(
            int tag,
            Function<QueueSettings, OptionalLong> get,
            BiConsumer<QueueSettingsBuilder, OptionalLong> set) {
        return new Field(
                tag,
                from -> get.apply(from).isPresent(),
                (from, to) -> to.putVarint(get.apply(from).orElseThrow()),
                (to, from) -> set.accept(to, OptionalLong.of(from.getVarint())));
    }

    private static <R> Field rule(
            int tag,
            Function<QueueSettings, Optional<R>> get,
            BiConsumer<ByteSink, R> write,
            BiConsumer<QueueSettingsBuilder, ByteSource> read) {
        return new Field(
                tag,
                from -> get.apply(from).isPresent(),
                (from, to) -> write.accept(to, get.apply(from).orElseThrow()),
                read);
    }

    private static void writeDeadLetter(ByteSink sink, DeadLetterRule rule) {
        sink.putText(rule.queue());
        sink.putVarint(rule.maxAttempts());
    }

    private static DeadLetterRule readDeadLetter(ByteSource source) {
        String queue = source.getText();
        return new DeadLetterRule(queue, source.getInt());
    }

    private static void writeRoute(ByteSink sink, DeadLetterRoute route) {
        sink.putText(route.exchange());
        sink.putByte(route.key().isPresent() ? 1 : 0);
        route.key().ifPresent(sink::putText);
    }

    private static DeadLetterRoute readRoute(ByteSource source) {
        String exchange = source.getText();
        boolean keyed = source.getByte() == 1;
        return new DeadLetterRoute(
                exchange, keyed ? Optional.of(source.getText()) : Optional.empty());
    }

    static RetryRule readRetry(ByteSource source) {
        String text = source.getText();
        return RetryText.parse(text)
                .orElseThrow(() -> new IllegalStateException("a retry rule \"" + text + "\""));
    }

    private static void writeBreaker(ByteSink sink, BreakerRule rule) {
        sink.putVarint(rule.failures());
        sink.putVarint(rule.windowMillis());
        sink.putVarint(rule.pauseMillis());
        sink.putVarint(rule.longestPauseMillis());
    }

    private static BreakerRule readBreaker(ByteSource source) {
        int failures = source.getInt();
        long window = source.getVarint();
        long pause = source.getVarint();
        return new BreakerRule(failures, window, pause, source.getVarint());
    }

    private static void writeDeduplication(ByteSink sink, Deduplication rule) {
        sink.putVarint(rule.windowMillis());
        sink.putText(rule.scope().name());
        sink.putVarint(rule.capacity());
    }

    private static Deduplication readDeduplication(ByteSource source) {
        long window = source.getVarint();
        Deduplication.Scope scope = Deduplication.Scope.valueOf(source.getText());
        return new Deduplication(window, scope, source.getInt());
    }
}
