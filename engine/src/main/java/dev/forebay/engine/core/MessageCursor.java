package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.record.RecordBatch;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A place of one reader in a partition's messages with whole batches read ahead of it: from the
 * log, or straight from the sends when it has caught up, so that steady traffic never reads the
 * disk.
 */
final class MessageCursor {
    /** What {@link #seek} found. */
    enum Found {
        /** The reader stands at the record. */
        RECORD,
        /** A read is under way; the owner is told when it ends. */
        READING,
        /** There is no such record yet. */
        END,
        /** The record cannot be read. */
        DAMAGED
    }

    private static final int READ_BYTES = 256 << 10;
    private static final int SMALL_READ_BYTES = 16 << 10;
    private static final long REPEAT_MILLIS = 20;
    private static final long FRESH_BYTES = 4 << 20;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Core core;
    private final CursorOwner owner;
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

    /** What was passed and may be looked at again; see {@link #keepPassed}. */
    private final ArrayDeque<Chunk> passed = new ArrayDeque<>(0);

    /** Where the reader stands. */
    private @Nullable Chunk under;

    private long mostPassed;
    private long heldPassed;
    private final RecordBatchReader reader = new RecordBatchReader();
    private long held;
    private long current = -1;
    private boolean positioned;
    private int timedBatch = -1;
    private long time;
    private @Nullable Read reading;
    private @Nullable LogFailure failure;
    private long failedAt;

    MessageCursor(Core core, CursorOwner owner) {
        this.core = core;
        this.owner = owner;
    }

    boolean isReading() {
        return reading != null;
    }

    /** Why the last {@link #seek} found damage, or null. */
    @Nullable LogFailure failure() {
        return failure;
    }

    /** The failure was dealt with: the same offset may be read again. */
    void forgive() {
        failure = null;
    }

    /** From now on about so many bytes are kept of what it has passed. */
    void keepPassed(long bytes) {
        mostPassed = bytes;
    }

    /** Whether the record can be looked at without a read, though the cursor may have passed it. */
    boolean holds(long offset) {
        if (offset >= owner.end()) {
            return false;
        }
        boolean ahead = !chunks.isEmpty() && chunks.getFirst().from() <= offset;
        return ahead ? chunks.getLast().to() > offset : passed(offset) != null;
    }

    /** Whether what it has read ahead ends right before the offset. */
    boolean endsBefore(long offset) {
        return !chunks.isEmpty() && chunks.getLast().to() == offset;
    }

    /** How many bytes it has read ahead. */
    long ahead() {
        return held - heldPassed;
    }

    /** The record after {@link #seek} found it. */
    RecordBatchReader reader() {
        return reader;
    }

    /** Engine time of the current record's batch. */
    long time() {
        int batch = reader.batchPosition();
        if (batch != timedBatch) {
            timedBatch = batch;
            time = readTime(batch);
        }
        return time;
    }

    /** Spares {@link #time} a look at the batch's first record: this was read from it. */
    void timeIs(long read) {
        timedBatch = reader.batchPosition();
        time = read;
    }

    /** Stands at the first record at or after the offset, or begins to read it. */
    Found seek(long offset) {
        if (offset >= owner.end()) {
            return Found.END;
        }
        if (positioned && current > offset) {
            positioned = false;
        }
        if (!chunks.isEmpty() && chunks.getFirst().from() > offset) {
            if (seekPassed(offset)) {
                return Found.RECORD;
            }
            forget();
        }
        while (!chunks.isEmpty()) {
            if (!positioned || under != chunks.getFirst()) {
                begin(chunks.getFirst(), offset);
            }
            while (current < offset) {
                if (!reader.next()) {
                    break;
                }
                current = reader.offset();
            }
            if (current >= offset) {
                return current < owner.end() ? Found.RECORD : Found.END;
            }
            dropChunk();
        }
        return seekPassed(offset) ? Found.RECORD : read(offset);
    }

    /** The same for a message that is to be leased: what is known of it must be there too. */
    Found seekToLease(long offset) {
        Found found = seek(offset);
        return found == Found.RECORD && !owner.recalls(current) ? Found.READING : found;
    }

    private void begin(Chunk chunk, long offset) {
        reader.reset(chunk.batches(), offset);
        under = chunk;
        timedBatch = -1;
        current = -1;
        positioned = true;
    }

    /** Stands at exactly this record, if it is among what was kept. */
    private boolean seekPassed(long offset) {
        Chunk chunk = passed(offset);
        if (chunk == null) {
            return false;
        }
        if (!positioned || under != chunk) {
            begin(chunk, offset);
        }
        while (current < offset && reader.next()) {
            current = reader.offset();
        }
        return current == offset;
    }

    private @Nullable Chunk passed(long offset) {
        if (passed.isEmpty() || passed.getFirst().from() > offset) {
            return null;
        }
        for (Chunk chunk : passed) {
            if (chunk.from() <= offset && offset < chunk.to()) {
                return chunk;
            }
        }
        return null;
    }

    /** Offers a batch that was just sent; kept when it is what comes next here. */
    void fresh(ByteBuffer batch, long position, long from, long to) {
        boolean caughtUp = (chunks.isEmpty() ? position : chunks.getLast().to()) == from;
        boolean wanted = caughtUp && reading == null && ahead() <= FRESH_BYTES;
        if (wanted && core.reads.makeRoom(batch.remaining())) {
            add(new Chunk(batch, from, to));
        }
    }

    /** Whether its owner has passed all that it holds. */
    boolean isPassed() {
        return chunks.isEmpty() || chunks.getLast().to() <= owner.passed();
    }

    /** Gives up what was read ahead; returns how many bytes that frees. */
    long evict() {
        long freed = held;
        chunks.clear();
        passed.clear();
        heldPassed = 0;
        held = 0;
        standNowhere();
        return freed;
    }

    void forget() {
        if (held > 0) {
            long freed = evict();
            core.reads.release(this, freed, 0);
        }
    }

    private Found read(long offset) {
        if (reading != null) {
            return Found.READING;
        }
        if (failure != null) {
            if (failedAt == offset) {
                return Found.DAMAGED;
            }
            failure = null;
        }
        standNowhere();
        begin(offset, core.reads.hasRoom(READ_BYTES) ? READ_BYTES : SMALL_READ_BYTES);
        return Found.READING;
    }

    private void begin(long offset, int mostBytes) {
        Read begun = new Read(offset);
        reading = begun;
        owner.partition().stream().read(offset, mostBytes, begun);
    }

    /**
     * Begins to read what comes behind the last that it holds when the reader has come to that, so
     * that one who goes on does not wait for the disk again and again.
     */
    void readOn() {
        if (chunks.size() != 1 || reading != null || failure != null) {
            return;
        }
        long next = chunks.getLast().to();
        if (next < owner.end() && core.reads.hasRoom(READ_BYTES)) {
            begin(next, READ_BYTES);
        }
    }

    /** Lets go of what the reader stood on, which may be large. */
    private void standNowhere() {
        reader.reset(NOTHING);
        under = null;
        positioned = false;
        current = -1;
    }

    /** Whole batches that hold all records from one offset to another. */
    private static final class Chunk {
        private final ByteBuffer batches;
        private final long from;
        private final long to;

        Chunk(ByteBuffer batches, long from, long to) {
            this.batches = batches;
            this.from = from;
            this.to = to;
        }

        ByteBuffer batches() {
            return batches;
        }

        long from() {
            return from;
        }

        long to() {
            return to;
        }

        int bytes() {
            return batches.remaining();
        }
    }

    private void add(Chunk chunk) {
        chunks.addLast(chunk);
        held += chunk.bytes();
        core.reads.take(this, chunk.bytes());
    }

    private void dropChunk() {
        Chunk chunk = chunks.removeFirst();
        positioned = false;
        current = -1;
        if (mostPassed == 0) {
            release(chunk);
            return;
        }
        passed.addLast(chunk);
        heldPassed += chunk.bytes();
        while (heldPassed > mostPassed) {
            Chunk oldest = passed.removeFirst();
            heldPassed -= oldest.bytes();
            release(oldest);
        }
    }

    private void release(Chunk chunk) {
        held -= chunk.bytes();
        core.reads.release(this, chunk.bytes(), held);
    }

    private long readTime(int batch) {
        Chunk chunk = under;
        if (chunk == null) {
            throw new IllegalStateException("the cursor stands nowhere");
        }
        return core.batchTime.of(chunk.batches(), batch);
    }

    static long endOf(ByteBuffer batches) {
        long end = 0;
        int at = batches.position();
        while (at < batches.limit()) {
            end = RecordBatch.lastOffset(batches, at) + 1;
            at += RecordBatch.sizeBytes(batches, at);
        }
        return end;
    }

    /** One read on its way. */
    private final class Read implements ReadCompletion, Arrival {
        private final long from;
        private @Nullable ByteBuffer batches;
        private @Nullable LogFailure failed;

        Read(long from) {
            this.from = from;
        }

        @Override
        public void completed(ByteBuffer read) {
            batches = read;
            core.commits.arrivals().add(this);
        }

        @Override
        public void failed(LogFailure why) {
            failed = why;
            core.commits.arrivals().add(this);
        }

        @Override
        public void arrived() {
            ByteBuffer read = batches;
            if (failed == null && (read == null || !read.hasRemaining())) {
                // It is there, and the store cannot show it yet.
                core.lane.schedule(this::repeat, REPEAT_MILLIS);
                return;
            }
            reading = null;
            if (failed != null) {
                failure = failed;
                failedAt = from;
            } else if (read != null) {
                if (!endsBefore(from)) {
                    forget();
                }
                add(new Chunk(read, from, endOf(read)));
            }
            owner.readEnded();
        }

        private void repeat() {
            if (owner.isGone()) {
                reading = null;
            } else {
                owner.partition().stream().read(from, SMALL_READ_BYTES, this);
            }
        }
    }
}
