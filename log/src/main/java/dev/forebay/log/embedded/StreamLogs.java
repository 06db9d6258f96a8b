package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.StreamName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All streams as the storage task sees them, brought forward by applying durable frames in order.
 * The same code runs behind the committer and in recovery. Storage task only.
 */
final class StreamLogs {
    private final Long2ObjectHashMap<StreamLog> byId = new Long2ObjectHashMap<>();
    private final Set<StreamLog> dirty = new LinkedHashSet<>();
    private final List<Long> deleted = new ArrayList<>();
    private final List<String> unneededFiles = new ArrayList<>();

    /** Streams that lost segments which the last checkpoint still names. */
    private final Set<StreamLog> reshaped = new LinkedHashSet<>();

    private final EntryCursor cursor = new EntryCursor();
    private final SegmentWriter writer;
    private final Holders holders;

    private long nextStreamId;
    private long checkpointedIds;
    private long sequence;
    private long engineTime;

    /** Finds the object that callers hold for a stream that the log makes. */
    interface Holders {
        EmbeddedStream holder(long id, StreamName name);
    }

    StreamLogs(SegmentWriter writer, Holders holders) {
        this.writer = writer;
        this.holders = holders;
    }

    /** Where everything stood when a checkpoint was written. */
    void restore(long appliedSequence, long appliedTime, long streamIds) {
        sequence = appliedSequence;
        engineTime = appliedTime;
        nextStreamId = streamIds;
        checkpointedIds = streamIds;
    }

    /**
     * A stream that a checkpoint knows. It may have been made after the checkpoint was begun, which
     * tells of it nevertheless when it lost segments meanwhile: its id is used all the same.
     */
    void add(StreamLog log) {
        byId.put(log.id, log);
        nextStreamId = Math.max(nextStreamId, log.id + 1);
    }

    void apply(Handoff handoff) {
        switch (handoff) {
            case Handoff.Committed frame -> apply(frame);
            case Handoff.Marked mark -> passed(mark.sequence(), mark.engineTime());
            case Handoff.Retired retired -> {
                retired.slab().retired = true;
                writer.releaseIfDone(retired.slab());
            }
        }
    }

    private void passed(long frameSequence, long frameTime) {
        sequence = frameSequence;
        engineTime = frameTime;
    }

    private void apply(Handoff.Committed frame) {
        Slab slab = frame.slab();
        cursor.reset(slab.bytes, frame.from(), frame.to());
        writer.note(slab);
        while (cursor.next()) {
            apply(slab);
        }
        passed(frame.sequence(), frame.engineTime());
    }

    private void apply(Slab slab) {
        switch (cursor.kind()) {
            case Frame.BATCH -> batch(slab);
            case Frame.CREATE -> create(cursor.streamId(0), name(slab.bytes, cursor));
            case Frame.DELETE -> delete(cursor.streamId(0));
            default -> throw new IllegalStateException("entry of kind " + cursor.kind());
        }
    }

    private void batch(Slab slab) {
        int span = cursor.span();
        for (int i = 0; i < cursor.targets(); i++) {
            StreamLog log = byId.get(cursor.streamId(i));
            long baseOffset = cursor.baseOffset(i);
            // Unknown: deleted by a later frame, which the checkpoint knew already. Below the end:
            // in the segments since before the checkpoint.
            if (log == null) {
                nextStreamId = Math.max(nextStreamId, cursor.streamId(i) + 1);
            } else if (baseOffset >= log.endOffset) {
                append(log, slab, baseOffset, span);
            }
        }
    }

    private void append(StreamLog log, Slab slab, long baseOffset, int span) {
        Tail.Batch batch =
                new Tail.Batch(
                        baseOffset,
                        span,
                        slab,
                        cursor.bodyAt(),
                        cursor.bodyBytes(),
                        cursor.maxTimestamp());
        slab.live++;
        log.tail.add(batch);
        log.endOffset = batch.endOffset();
        if (log.noted != slab) {
            log.noted = slab;
            slab.touched.add(log);
        }
        dirty.add(log);
    }

    /** A batch that is damaged: its offsets are used and will not be used again. */
    void lose(long streamId, long baseOffset, int span) {
        StreamLog log = byId.get(streamId);
        if (log != null && baseOffset + span > log.endOffset) {
            log.endOffset = baseOffset + span;
            dirty.add(log);
        }
    }

    /** A frame makes a stream; the same may be said again. */
    void create(long id, StreamName name) {
        if (id < checkpointedIds || byId.containsKey(id)) {
            // The checkpoint knew it, or knew that it was deleted again; or a frame before did.
            return;
        }
        nextStreamId = Math.max(nextStreamId, id + 1);
        StreamLog log = new StreamLog(holders.holder(id, name), id);
        byId.put(id, log);
        dirty.add(log);
    }

    /** The name in the body of a sound entry that makes a stream. */
    static StreamName name(ByteBuffer bytes, EntryCursor entry) {
        byte[] text = new byte[entry.bodyBytes()];
        bytes.get(entry.bodyAt(), text);
        return new StreamName(new String(text, StandardCharsets.US_ASCII));
    }

    private void delete(long id) {
        StreamLog log = byId.remove(id);
        if (log == null) {
            return;
        }
        writer.discard(log);
        dirty.remove(log);
        deleted.add(id);
        reshaped.remove(log);
        for (Segment segment : log.segments) {
            addFiles(segment);
        }
        log.segments.clear();
    }

    private void addFiles(Segment segment) {
        unneededFiles.add(segment.path());
        unneededFiles.add(segment.indexPath());
    }

    /** Drops the oldest segment; its files go as soon as a checkpoint no longer names them. */
    void dropFirst(StreamLog log) {
        Segment segment = log.segments.removeFirst();
        addFiles(segment);
        reshaped.add(log);
        if (log.hintSegment == segment) {
            log.hintSegment = null;
        }
        log.startOffset =
                log.segments.isEmpty() ? segment.endOffset : log.segments.getFirst().baseOffset;
        log.stream.dropped(log.startOffset, segment.bytes);
    }

    /**
     * Puts what compaction left of some segments, which is on disk, in their place; null when that
     * is nothing. Their files go as soon as a checkpoint names it instead.
     */
    void replace(StreamLog log, List<Segment> olds, @Nullable Segment kept) {
        int at = log.segments.indexOf(olds.getFirst());
        long freed = kept == null ? 0 : -kept.bytes;
        for (Segment old : olds) {
            addFiles(old);
            freed += old.bytes;
            if (log.hintSegment == old) {
                log.hintSegment = null;
            }
        }
        log.segments.subList(at, at + olds.size()).clear();
        if (kept != null) {
            log.segments.add(at, kept);
        }
        reshaped.add(log);
        log.startOffset = at == 0 ? log.segments.getFirst().baseOffset : log.startOffset;
        log.stream.dropped(log.startOffset, freed);
    }

    void changed(StreamLog log) {
        dirty.add(log);
    }

    boolean contains(StreamLog log) {
        return byId.get(log.id) == log;
    }

    @Nullable StreamLog find(EmbeddedStream stream) {
        StreamLog log = byId.get(stream.id);
        return log != null && log.stream == stream ? log : null;
    }

    Iterable<StreamLog> all() {
        return byId.values();
    }

    int count() {
        return byId.size();
    }

    /** Streams with something that the last checkpoint does not have; emptied by taking. */
    List<StreamLog> takeDirty() {
        List<StreamLog> taken = new ArrayList<>(dirty);
        dirty.clear();
        return taken;
    }

    boolean isDirty() {
        return !dirty.isEmpty() || !deleted.isEmpty() || !unneededFiles.isEmpty();
    }

    Set<StreamLog> dirtyStreams() {
        return dirty;
    }

    Set<StreamLog> reshaped() {
        return reshaped;
    }

    List<Long> deleted() {
        return deleted;
    }

    List<String> unneededFiles() {
        return unneededFiles;
    }

    /** A checkpoint tells of the drops and deletions so far. */
    void checkpointed() {
        reshaped.clear();
        deleted.clear();
        unneededFiles.clear();
    }

    /** Of the last frame applied. */
    long sequence() {
        return sequence;
    }

    /** Of the last frame applied, in ms. */
    long engineTime() {
        return engineTime;
    }

    long nextStreamId() {
        return nextStreamId;
    }

    /** Known damage of all streams. */
    List<Damage> holes() {
        List<Damage> holes = new ArrayList<>();
        for (StreamLog log : byId.values()) {
            holes.addAll(log.holes);
        }
        return holes;
    }
}
