package dev.forebay.engine.core;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.OffsetSet;
import dev.forebay.log.record.RecordBatchReader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The scheduled messages of a queue as they were at the instant of an audit, and what was found of
 * them since, run by run. Made when no step is under way.
 */
final class ScheduledCut {
    private final LaterState state;
    private final LaterPlace passed;
    private final long purgedBelow;
    private final long waiting;
    private final long ended;
    private final ArrayDeque<Run> left = new ArrayDeque<>();
    private final StoredMessage stored = new StoredMessage();
    private long found;

    /** One run at that instant. */
    final class Run {
        final LaterRun run;
        final long from;
        final long to;
        private final long messages;
        private final OffsetSet cancelled = new OffsetSet();
        private long seen;

        private Run(LaterRun run) {
            this.run = run;
            this.from = run.start;
            this.to = run.end;
            this.messages = run.messages;
            ByteSink sink = new ByteSink(64);
            run.cancelled.write(sink);
            cancelled.read(new ByteSource(sink.view()));
        }

        /** Whether all that was in it went on while it was looked at, and its stream with it. */
        boolean isGone() {
            return state.run(run.range.number()) != run;
        }

        void record(RecordBatchReader reader) {
            stored.read(reader);
            LaterPlace place = stored.place();
            boolean waits =
                    place != null
                            && place.number() >= purgedBelow
                            && place.compareTo(passed) > 0
                            && !cancelled.contains(place.number());
            seen += waits ? 1 : 0;
        }

        /** What went on meanwhile was there. */
        void end() {
            found += isGone() ? messages : seen;
        }
    }

    ScheduledCut(LaterState state) {
        this.state = state;
        this.passed = state.passed;
        this.purgedBelow = state.purgedBelow;
        this.waiting = state.messages;
        this.ended = state.purged;
        state.all().forEach(run -> left.add(new Run(run)));
    }

    /** The next run to look at, or null. */
    @Nullable Run next() {
        return left.poll();
    }

    AuditReport.Scheduled report() {
        return new AuditReport.Scheduled(waiting, found, ended);
    }
}
