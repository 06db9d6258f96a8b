package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;

/**
 * Finds the place of a number in a run by halving: numbers rise with the offsets, but for those of
 * one turn, which may have changed places.
 */
abstract class LaterSeek extends OneRead {
    /** How far numbers may be from their place. */
    static final long SLACK = 1024;

    private static final int READ_BYTES = 4 << 10;
    private static final long NEAR = 64;

    private final Core core;
    private final LaterRun run;
    private final long wanted;
    private long low;
    private long high;

    /**
     * @param number the first that is wanted
     */
    LaterSeek(Core core, LaterRun run, long number) {
        super(core);
        this.core = core;
        this.run = run;
        this.wanted = number - SLACK;
        this.low = run.start;
        this.high = run.end;
    }

    /** All records from the wanted number on are at this offset or after it. */
    protected abstract void found(long offset);

    void start() {
        if (high - low <= NEAR) {
            found(low);
        } else {
            core.laterReads.enter(() -> run.stream.read(middle(), READ_BYTES, this));
        }
    }

    private long middle() {
        return low + (high - low) / 2;
    }

    @Override
    protected void read(ByteBuffer batches) {
        core.laterReads.leave();
        long middle = middle();
        StoredMessage stored = new StoredMessage();
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batches, middle);
        LaterPlace place = null;
        if (reader.next()) {
            stored.readHeaders(reader);
            place = stored.place();
        }
        if (place != null && place.number() < wanted) {
            low = reader.offset() + 1;
        } else {
            high = middle;
        }
        start();
    }

    @Override
    protected void notRead(LogFailure why) {
        core.laterReads.leave();
        // Who reads on from there meets what is wrong and deals with it.
        found(low);
    }
}
