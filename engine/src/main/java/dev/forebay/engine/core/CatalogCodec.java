package dev.forebay.engine.core;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Records of the catalog: a queue as it is from now on, a queue deleted, the next free id; the same
 * of a queue's named subscriptions; and replays as they are from now on.
 */
final class CatalogCodec {
    private static final int VERSION = 1;
    private static final int QUEUE = 1;
    private static final int DELETED = 2;
    private static final int NEXT_ID = 3;
    private static final int SUBSCRIBED = 20;
    private static final int UNSUBSCRIBED = 21;
    private static final int NEXT_NUMBER = 22;
    private static final int REPLAY = 23;

    private CatalogCodec() {}

    /** What a record says. */
    sealed interface Entry {
        record Queue(QueueInfo info) implements Entry {}

        record Deleted(int id) implements Entry {}

        record NextId(int id) implements Entry {}

        record Subscribed(NamedSubscription subscription) implements Entry {}

        record Unsubscribed(int queueId, int number) implements Entry {}

        /** Numbers below are taken in the queue. */
        record NextNumber(int queueId, int number) implements Entry {}

        record Replay(ReplayRecord replay) implements Entry {}
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
            case Entry.Subscribed subscribed -> {
                sink.putByte(SUBSCRIBED);
                subscribed.subscription().write(sink);
            }
            case Entry.Unsubscribed gone -> {
                sink.putByte(UNSUBSCRIBED);
                sink.putVarint(gone.queueId());
                sink.putVarint(gone.number());
            }
            case Entry.NextNumber next -> {
                sink.putByte(NEXT_NUMBER);
                sink.putVarint(next.queueId());
                sink.putVarint(next.number());
            }
            case Entry.Replay replay -> {
                sink.putByte(REPLAY);
                replay.replay().write(sink);
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
            case SUBSCRIBED -> new Entry.Subscribed(NamedSubscription.read(source));
            case UNSUBSCRIBED -> {
                int queueId = source.getInt();
                yield new Entry.Unsubscribed(queueId, source.getInt());
            }
            case NEXT_NUMBER -> {
                int queueId = source.getInt();
                yield new Entry.NextNumber(queueId, source.getInt());
            }
            case REPLAY -> new Entry.Replay(ReplayRecord.read(source));
            default -> throw new IllegalStateException("a catalog record of code " + code);
        };
    }

    private static void writeInfo(ByteSink sink, QueueInfo info) {
        sink.putVarint(info.id());
        sink.putText(info.name());
        sink.putVarint(info.createdAt());
        sink.putVarint(info.modifiedAt());
        Texts.write(sink, info.tags());
        SettingsCodec.write(sink, info.settings());
    }

    private static QueueInfo readInfo(ByteSource source) {
        int id = source.getInt();
        String name = source.getText();
        long createdAt = source.getVarint();
        long modifiedAt = source.getVarint();
        Map<String, String> tags = Texts.read(source);
        return new QueueInfo(id, name, SettingsCodec.read(source), tags, createdAt, modifiedAt);
    }
}
