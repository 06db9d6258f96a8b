package dev.forebay.engine.core;

import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Records of the catalog: a queue as it is from now on, a queue deleted, or the next free id. */
final class CatalogCodec {
    private static final int VERSION = 1;
    private static final int QUEUE = 1;
    private static final int DELETED = 2;
    private static final int NEXT_ID = 3;

    private CatalogCodec() {}

    /** What a record says. */
    sealed interface Entry {
        record Queue(QueueInfo info) implements Entry {}

        record Deleted(int id) implements Entry {}

        record NextId(int id) implements Entry {}
    }

    static ByteBuffer write(Entry entry) {
        ByteSink sink = new ByteSink(128);
        sink.putByte(VERSION);
        switch (entry) {
            case Entry.Queue queue -> {
                sink.putByte(QUEUE);
                writeInfo(sink, queue.info());
            }
            case Entry.Deleted deleted -> {
                sink.putByte(DELETED);
                sink.putVarint(deleted.id());
            }
            case Entry.NextId next -> {
                sink.putByte(NEXT_ID);
                sink.putVarint(next.id());
            }
        }
        return sink.copy();
    }

    static Entry read(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a catalog record of version " + version);
        }
        int code = source.getByte();
        return switch (code) {
            case QUEUE -> new Entry.Queue(readInfo(source));
            case DELETED -> new Entry.Deleted(source.getInt());
            case NEXT_ID -> new Entry.NextId(source.getInt());
            default -> throw new IllegalStateException("a catalog record of code " + code);
        };
    }

    private static void writeInfo(ByteSink sink, QueueInfo info) {
        sink.putVarint(info.id());
        sink.putText(info.name());
        sink.putVarint(info.createdAt());
        sink.putVarint(info.modifiedAt());
        writeTexts(sink, info.tags());
        writeSettings(sink, info.settings());
    }

    private static QueueInfo readInfo(ByteSource source) {
        int id = source.getInt();
        String name = source.getText();
        long createdAt = source.getVarint();
        long modifiedAt = source.getVarint();
        Map<String, String> tags = readTexts(source);
        return new QueueInfo(id, name, readSettings(source), tags, createdAt, modifiedAt);
    }

    private static void writeSettings(ByteSink sink, QueueSettings settings) {
        sink.putText(settings.ordering().name());
        sink.putVarint(settings.leaseMillis());
        sink.putVarint(settings.delayMillis());
        sink.putVarint(settings.expiryMillis());
        sink.putVarint(settings.receiveWaitMillis());
        sink.putVarint(settings.maxMessageBytes());
        sink.putSigned(settings.maxDepth().orElse(-1));
        sink.putSigned(settings.maxBytes().orElse(-1));
        sink.putVarint(settings.maxLeases());
        sink.putText(settings.deadLetter().map(DeadLetterRule::queue).orElse(""));
        sink.putVarint(settings.deadLetter().map(DeadLetterRule::maxAttempts).orElse(0));
        sink.putVarint(settings.deduplication().map(Deduplication::capacity).orElse(0));
        settings.deduplication()
                .ifPresent(rule -> {
                    sink.putVarint(rule.windowMillis());
                    sink.putText(rule.scope().name());
                });
        sink.putVarint(settings.retentionMillis());
        sink.putVarint(settings.retentionBytes());
        writeTexts(sink, settings.labels());
    }

    private static QueueSettings readSettings(ByteSource source) {
        Ordering ordering = Ordering.valueOf(source.getText());
        long leaseMillis = source.getVarint();
        long delayMillis = source.getVarint();
        long expiryMillis = source.getVarint();
        long receiveWaitMillis = source.getVarint();
        int maxMessageBytes = source.getInt();
        OptionalLong maxDepth = limit(source.getSigned());
        OptionalLong maxBytes = limit(source.getSigned());
        int maxLeases = source.getInt();
        Optional<DeadLetterRule> deadLetter = readDeadLetter(source);
        Optional<Deduplication> deduplication = readDeduplication(source);
        long retentionMillis = source.getVarint();
        long retentionBytes = source.getVarint();
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                readTexts(source));
    }

    private static OptionalLong limit(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Optional<DeadLetterRule> readDeadLetter(ByteSource source) {
        String queue = source.getText();
        int maxAttempts = source.getInt();
        return maxAttempts == 0
                ? Optional.empty()
                : Optional.of(new DeadLetterRule(queue, maxAttempts));
    }

    private static Optional<Deduplication> readDeduplication(ByteSource source) {
        int capacity = source.getInt();
        if (capacity == 0) {
            return Optional.empty();
        }
        long window = source.getVarint();
        Deduplication.Scope scope = Deduplication.Scope.valueOf(source.getText());
        return Optional.of(new Deduplication(window, scope, capacity));
    }

    private static void writeTexts(ByteSink sink, Map<String, String> texts) {
        sink.putVarint(texts.size());
        // Sorted: the same queue makes the same bytes.
        new TreeMap<>(texts)
                .forEach((name, value) -> {
                    sink.putText(name);
                    sink.putText(value);
                });
    }

    private static Map<String, String> readTexts(ByteSource source) {
        Map<String, String> texts = new HashMap<>();
        for (int left = source.getInt(); left > 0; left--) {
            String name = source.getText();
            texts.put(name, source.getText());
        }
        return Map.copyOf(texts);
    }
}
