package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Records of the stream that tells what became of scheduled messages. {@code Queue} and {@code Run}
 * say how things stand, all others what changed; what was sent since is found in the runs.
 */
final class LaterCodec {
    private static final int VERSION = 1;
    private static final int QUEUE = 1;
    private static final int RUN = 2;
    private static final int CLOSED = 3;
    private static final int MOVED = 4;
    private static final int DIVIDED = 5;
    private static final int CANCELLED = 6;
    private static final int ARE_CANCELLED = 7;
    private static final int RESERVED = 8;
    private static final int DUPLICATE = 9;
    private static final int PURGED = 10;

    private LaterCodec() {}

    /** What a record says. */
    sealed interface Entry {
        int queueId();

        /**
         * A queue as it is.
         *
         * @param passed this place and those before it were reached
         * @param purgedBelow numbers below were purged
         * @param purged how many were purged or cancelled so far
         * @param reserved numbers below may be in use
         */
        record Queue(int queueId, LaterPlace passed, long purgedBelow, long purged, long reserved)
                implements Entry {}

        record Run(int queueId, long run, long start, long end, long messages, long bytes)
                implements Entry {}

        /** The run is empty; its stream is being deleted. */
        record Closed(int queueId, long run) implements Entry {}

        /** Messages up to a place are in their partition. */
        record Moved(int queueId, long run, LaterPlace passed, long messages, long bytes)
                implements Entry {}

        /** Records below {@code start} are in the run's parts. */
        record Divided(int queueId, long run, long start, long messages, long bytes)
                implements Entry {}

        record Cancelled(int queueId, long run, long number, long bytes) implements Entry {}

        /** These numbers of a run are cancelled, and counted so. */
        record AreCancelled(int queueId, long run, long from, long to) implements Entry {}

        record Reserved(int queueId, long below) implements Entry {}

        /** A scheduled message with a deduplication id, sent at an engine time. */
        record Duplicate(
                int queueId, long time, LaterPlace place, String id, @Nullable ByteBuffer key)
                implements Entry {}

        /** Messages whose numbers are below are purged, so many. */
        record Purged(int queueId, long below, long messages) implements Entry {}
    }

    static ByteBuffer write(Entry entry) {
        ByteSink sink = new ByteSink(48);
        sink.putByte(VERSION);
        sink.putByte(code(entry));
        sink.putVarint(entry.queueId());
        switch (entry) {
            case Entry.Queue queue -> {
                write(sink, queue.passed());
                sink.putVarint(queue.purgedBelow());
                sink.putVarint(queue.purged());
                sink.putVarint(queue.reserved());
            }
            case Entry.Run run -> {
                sink.putVarint(run.run());
                sink.putVarint(run.start());
                sink.putVarint(run.end());
                sink.putSigned(run.messages());
                sink.putSigned(run.bytes());
            }
            case Entry.Closed closed -> sink.putVarint(closed.run());
            case Entry.Moved moved -> {
                sink.putVarint(moved.run());
                write(sink, moved.passed());
                sink.putVarint(moved.messages());
                sink.putVarint(moved.bytes());
            }
            case Entry.Divided divided -> {
                sink.putVarint(divided.run());
                sink.putVarint(divided.start());
                sink.putVarint(divided.messages());
                sink.putVarint(divided.bytes());
            }
            case Entry.Cancelled cancelled -> {
                sink.putVarint(cancelled.run());
                sink.putVarint(cancelled.number());
                sink.putVarint(cancelled.bytes());
            }
            case Entry.AreCancelled all -> {
                sink.putVarint(all.run());
                sink.putVarint(all.from());
                sink.putVarint(all.to());
            }
            case Entry.Reserved reserved -> sink.putVarint(reserved.below());
            case Entry.Duplicate duplicate -> {
                sink.putVarint(duplicate.time());
                write(sink, duplicate.place());
                sink.putText(duplicate.id());
                ByteBuffer key = duplicate.key();
                sink.putByte(key == null ? 0 : 1);
                if (key != null) {
                    sink.putBytes(key);
                }
            }
            case Entry.Purged purged -> {
                sink.putVarint(purged.below());
                sink.putVarint(purged.messages());
            }
        }
        return sink.copy();
    }

    private static int code(Entry entry) {
        return switch (entry) {
            case Entry.Queue queue -> QUEUE;
            case Entry.Run run -> RUN;
            case Entry.Closed closed -> CLOSED;
            case Entry.Moved moved -> MOVED;
            case Entry.Divided divided -> DIVIDED;
            case Entry.Cancelled cancelled -> CANCELLED;
            case Entry.AreCancelled all -> ARE_CANCELLED;
            case Entry.Reserved reserved -> RESERVED;
            case Entry.Duplicate duplicate -> DUPLICATE;
            case Entry.Purged purged -> PURGED;
        };
    }

    static Entry read(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a record of scheduled messages of version " + version);
        }
        int code = source.getByte();
        int queue = source.getInt();
        return switch (code) {
            case QUEUE ->
                    new Entry.Queue(
                            queue,
                            place(source),
                            source.getVarint(),
                            source.getVarint(),
                            source.getVarint());
            case RUN ->
                    new Entry.Run(
                            queue,
                            source.getVarint(),
                            source.getVarint(),
                            source.getVarint(),
                            source.getSigned(),
                            source.getSigned());
            case CLOSED -> new Entry.Closed(queue, source.getVarint());
            case MOVED ->
                    new Entry.Moved(
                            queue,
                            source.getVarint(),
                            place(source),
                            source.getVarint(),
                            source.getVarint());
            case DIVIDED ->
                    new Entry.Divided(
                            queue,
                            source.getVarint(),
                            source.getVarint(),
                            source.getVarint(),
                            source.getVarint());
            case CANCELLED ->
                    new Entry.Cancelled(
                            queue, source.getVarint(), source.getVarint(), source.getVarint());
            case ARE_CANCELLED ->
                    new Entry.AreCancelled(
                            queue, source.getVarint(), source.getVarint(), source.getVarint());
            case RESERVED -> new Entry.Reserved(queue, source.getVarint());
            case DUPLICATE ->
                    new Entry.Duplicate(
                            queue,
                            source.getVarint(),
                            place(source),
                            source.getText(),
                            source.getByte() == 0 ? null : ByteBuffer.wrap(source.getBytes()));
            case PURGED -> new Entry.Purged(queue, source.getVarint(), source.getVarint());
            default ->
                    throw new IllegalStateException("a record of scheduled messages, code " + code);
        };
    }

    private static void write(ByteSink sink, LaterPlace place) {
        sink.putVarint(place.due());
        sink.putVarint(place.number());
    }

    private static LaterPlace place(ByteSource source) {
        return new LaterPlace(source.getVarint(), source.getVarint());
    }
}
