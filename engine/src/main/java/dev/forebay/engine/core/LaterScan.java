package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the messages of a run from one offset to another, a read at a time among all such scans.
 */
abstract class LaterScan extends OneRead {
    private static final Logger LOG = LoggerFactory.getLogger(LaterScan.class);
    private static final int READ_BYTES = 128 << 10;

    private final Core core;
    private final LaterRun run;
    private final long end;
    private final StoredMessage stored = new StoredMessage();
    private final RecordBatchReader reader = new RecordBatchReader();
    private long next;

    LaterScan(Core core, LaterRun run, long from, long end) {
        super(core);
        this.core = core;
        this.run = run;
        this.next = Math.max(from, run.stream.startOffset());
        this.end = end;
    }

    /** Takes a message, of which only the headers were read; false to end here. */
    protected abstract boolean record(StoredMessage stored, LaterPlace place);

    protected abstract void done();

    /** It cannot be read to the end. */
    protected abstract void stopped(LogFailure why);

    /** The message that {@link #record} was given last. */
    protected RecordBatchReader reader() {
        return reader;
    }

    void start() {
        if (next >= end) {
            done();
        } else {
            core.laterReads.enter(() -> run.stream.read(next, READ_BYTES, this));
        }
    }

    @Override
    protected void read(ByteBuffer batches) {
        core.laterReads.leave();
        reader.reset(batches, next);
        long last = next;
        while (reader.next() && reader.offset() < end) {
            last = reader.offset() + 1;
            stored.readHeaders(reader);
            LaterPlace place = stored.place();
            if (place != null && !record(stored, place)) {
                done();
                return;
            }
        }
        long progress = batches.hasRemaining() ? Math.max(last, MessageCursor.endOf(batches)) : end;
        next = progress > next ? progress : end;
        start();
    }

    @Override
    protected void notRead(LogFailure why) {
        core.laterReads.leave();
        if (!run.quarantine.takes(why, next)) {
            stopped(why);
            return;
        }
        if (run.quarantine.holds(next)) {
            long sound = Math.min(end, run.quarantine.endOf(next));
            LOG.error(
                    "Scheduled messages {} to {} of {} are damaged and withheld: {}",
                    next,
                    sound - 1,
                    run.stream.name(),
                    why);
            next = sound;
        }
        start();
    }
}
