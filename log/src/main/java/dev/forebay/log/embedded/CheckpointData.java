package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.LogStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint says: all of it, or what changed since the one before.
 *
 * @param sequence every frame up to this one is in the segments
 * @param nextGeneration commit-log files used from now on have at least this generation
 * @param nextStreamId ids from this one on are unused
 * @param engineTime of the frame at {@code sequence}, in ms
 * @param commitFiles commit-log files there are at least, numbered from 0
 * @param ending whether the store was closed in order right after
 * @param streams the streams as they are, each complete
 * @param deleted ids of streams that are gone
 * @param damages all damage known
 * @param lastCrash engine time of the last frame before the last end that was no orderly one, in
 *     ms, or {@link LogStore#NO_CRASH}
 */
record CheckpointData(
        long sequence,
        long nextGeneration,
        long nextStreamId,
        long engineTime,
        int commitFiles,
        Ending ending,
        List<StreamEntry> streams,
        List<Long> deleted,
        List<Damage> damages,
        long lastCrash) {
    /** What stands for the kind of a segment. */
    private static final int OPEN = 0;

    private static final int SEALED = 1;
    private static final int COMPACTED = 2;

    enum Ending {
        RUNNING,
        CLEAN
    }

    /** A stream and the part of its segments that is on disk. */
    record StreamEntry(
            long id,
            String name,
            long startOffset,
            long endOffset,
            List<Segment.Extent> segments) {}

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(sequence);
        out.writeLong(nextGeneration);
        out.writeLong(nextStreamId);
        out.writeLong(engineTime);
        out.writeInt(commitFiles);
        out.writeBoolean(ending == Ending.CLEAN);
        out.writeInt(streams.size());
        for (StreamEntry stream : streams) {
            write(out, stream);
        }
        out.writeInt(deleted.size());
        for (long id : deleted) {
            out.writeLong(id);
        }
        out.writeInt(damages.size());
        for (Damage damage : damages) {
            write(out, damage);
        }
        out.writeLong(lastCrash);
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, StreamEntry stream) throws IOException {
        out.writeLong(stream.id());
        out.writeUTF(stream.name());
        out.writeLong(stream.startOffset());
        out.writeLong(stream.endOffset());
        out.writeInt(stream.segments().size());
        for (Segment.Extent segment : stream.segments()) {
            out.writeLong(segment.baseOffset());
            out.writeLong(segment.endOffset());
            out.writeLong(segment.bytes());
            out.writeLong(segment.maxTimestamp());
            writeKind(out, segment);
        }
    }

    private static void writeKind(DataOutputStream out, Segment.Extent segment) throws IOException {
        if (segment.generation() > Segment.APPENDED) {
            out.writeByte(COMPACTED);
            out.writeInt(segment.generation());
        } else {
            out.writeByte(segment.state() == Segment.State.SEALED ? SEALED : OPEN);
        }
    }

    private static void write(DataOutputStream out, Damage damage) throws IOException {
        out.writeUTF(damage.file());
        out.writeLong(damage.position());
        out.writeLong(damage.length());
        out.writeUTF(damage.stream());
        out.writeLong(damage.firstOffset());
        out.writeLong(damage.lastOffset());
        out.writeBoolean(damage.kind() == Damage.Kind.CORRUPT);
        out.writeUTF(damage.detail());
    }

    /** Reads back what {@link #encode} wrote; the bytes have been checked against their sum. */
    static CheckpointData decode(ByteBuffer payload) throws IOException {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long sequence = in.readLong();
        long nextGeneration = in.readLong();
        long nextStreamId = in.readLong();
        long engineTime = in.readLong();
        int commitFiles = in.readInt();
        Ending ending = in.readBoolean() ? Ending.CLEAN : Ending.RUNNING;
        List<StreamEntry> streams = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            streams.add(readStream(in));
        }
        List<Long> deleted = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            deleted.add(in.readLong());
        }
        List<Damage> damages = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            damages.add(readDamage(in));
        }
        // Earlier checkpoints end here.
        long lastCrash = in.available() > 0 ? in.readLong() : LogStore.NO_CRASH;
        return new CheckpointData(
                sequence,
                nextGeneration,
                nextStreamId,
                engineTime,
                commitFiles,
                ending,
                streams,
                deleted,
                damages,
                lastCrash);
    }

    private static StreamEntry readStream(DataInputStream in) throws IOException {
        long id = in.readLong();
        String name = readText(in);
        long startOffset = in.readLong();
        long endOffset = in.readLong();
        int count = in.readInt();
        List<Segment.Extent> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(readSegment(in));
        }
        return new StreamEntry(id, name, startOffset, endOffset, segments);
    }

    private static Segment.Extent readSegment(DataInputStream in) throws IOException {
        long baseOffset = in.readLong();
        long endOffset = in.readLong();
        long bytes = in.readLong();
        long maxTimestamp = in.readLong();
        int kind = in.readUnsignedByte();
        return new Segment.Extent(
                baseOffset,
                endOffset,
                bytes,
                maxTimestamp,
                kind == OPEN ? Segment.State.OPEN : Segment.State.SEALED,
                kind == COMPACTED ? in.readInt() : Segment.APPENDED);
    }

    /** A text that claims to be longer than what is left gets no buffer of that length. */
    private static String readText(DataInputStream in) throws IOException {
        in.mark(Short.BYTES);
        if (in.readUnsignedShort() > in.available()) {
            throw new EOFException("a text is longer than what is left");
        }
        in.reset();
        return in.readUTF();
    }

    private static Damage readDamage(DataInputStream in) throws IOException {
        return new Damage(
                readText(in),
                in.readLong(),
                in.readLong(),
                readText(in),
                in.readLong(),
                in.readLong(),
                in.readBoolean() ? Damage.Kind.CORRUPT : Damage.Kind.TORN_OR_DAMAGED,
                readText(in));
    }
}
