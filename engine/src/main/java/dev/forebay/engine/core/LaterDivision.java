package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Divides a run into shorter ones, a read at a time: what was read goes to its parts and is ticked
 * off in the whole in one append. Meanwhile the whole takes what is sent.
 */
final class LaterDivision {
    private static final Logger LOG = LoggerFactory.getLogger(LaterDivision.class);
    private static final int READ_BYTES = 128 << 10;
    private static final int FIRST_BYTES = 4096;

    private final Core core;
    private final Later later;
    private final LaterSteps steps;
    private long moving;

    LaterDivision(Core core, Later later, LaterSteps steps) {
        this.core = core;
        this.later = later;
        this.steps = steps;
    }

    /** How many are on their way to the parts. */
    long moving() {
        return moving;
    }

    /** Whether nothing can be done before something that is being sent has come. */
    boolean isHeldUp() {
        LaterRun whole = later.state().divided;
        return whole != null && whole.start >= whole.end && whole.coming > 0;
    }

    /** Messages of one part in one step. */
    private static final class Share {
        final RecordBatchWriter writer = new RecordBatchWriter(FIRST_BYTES);
        long messages;
        long bytes;
    }

    /** Takes one step; there must be something to divide. */
    void step() {
        LaterRun whole = later.state().divided;
        if (whole == null) {
            throw new IllegalStateException("nothing is being divided");
        }
        if (whole.start >= whole.end) {
            end(whole);
            return;
        }
        int most = Math.min(READ_BYTES, core.limits.groupBytes() / 4);
        core.laterReads.enter(() -> whole.stream.read(whole.start, most, new Read(whole)));
    }

    /** All that can be read is in the parts; what is damaged stays where it is, and is counted. */
    private void end(LaterRun whole) {
        if (whole.messages > 0) {
            whole.unreadable = true;
            later.state().dividedAsFarAsPossible();
        } else {
            later.close(whole);
        }
        steps.done();
    }

    private final class Read extends OneRead {
        private final LaterRun whole;

        Read(LaterRun whole) {
            super(core);
            this.whole = whole;
        }

        @Override
        protected void read(ByteBuffer batches) {
            core.laterReads.leave();
            if (later.isGone()) {
                steps.done();
            } else {
                divide(whole, batches);
            }
        }

        @Override
        protected void notRead(LogFailure why) {
            core.laterReads.leave();
            if (!whole.quarantine.takes(why, whole.start)) {
                steps.cannotRead(whole, why);
                return;
            }
            if (whole.quarantine.holds(whole.start)) {
                long sound = Math.min(whole.end, whole.quarantine.endOf(whole.start));
                LOG.error(
                        "Scheduled messages {} to {} of {} are damaged and withheld: {}",
                        whole.start,
                        sound - 1,
                        whole.stream.name(),
                        why);
                later.record(
                        new LaterCodec.Entry.Divided(
                                later.queueId(), whole.range.number(), sound, 0, 0));
            }
            steps.done();
        }
    }

    private void divide(LaterRun whole, ByteBuffer batches) {
        Map<LaterRun, Share> shares = new LinkedHashMap<>();
        StoredMessage stored = new StoredMessage();
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batches, whole.start);
        long next = whole.start;
        long messages = 0;
        long bytes = 0;
        while (reader.next() && reader.offset() < whole.end) {
            next = reader.offset() + 1;
            stored.readHeaders(reader);
            LaterPlace place = stored.place();
            if (place != null && later.state().isWaiting(whole, place)) {
                Share share =
                        shares.computeIfAbsent(
                                later.partFor(whole, place.due()), unused -> new Share());
                share.writer.append(
                        reader.timestamp(), reader.key(), reader.value(), reader.headers());
                share.messages++;
                share.bytes += stored.size();
                messages++;
                bytes += stored.size();
            }
        }
        if (next == whole.start) {
            next = whole.end;
        }
        later.record(
                new LaterCodec.Entry.Divided(
                        later.queueId(), whole.range.number(), next, messages, bytes));
        moving += messages;
        shares.forEach(this::send);
        core.journal.whenDurable(new StepEnd());
    }

    private void send(LaterRun part, Share share) {
        part.coming++;
        core.journal.ride(
                new StreamAppend(part.stream, share.writer.finish()),
                base -> {
                    part.coming--;
                    part.end = Math.max(part.end, base + share.messages);
                    moving -= share.messages;
                    later.state().divided(part, share.messages, share.bytes);
                });
    }

    /** What was read is in its parts. */
    private final class StepEnd implements Durable {
        @Override
        public void durable() {
            steps.done();
        }

        @Override
        public void lost(Refusal refusal) {
            // Nothing moves any more until a restart, which goes on from here.
        }
    }
}
