package dev.forebay.engine.core;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.OffsetSet;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * A subscription as it was at the instant of an audit, and what was found of it since in log and
 * journal.
 */
final class AuditCut implements JournalTale {
    private final Subscription subscription;
    private final Counters counters = new Counters();
    private final OffsetSet settled = new OffsetSet();
    private final Map<MessageState, Long> told = new EnumMap<>(MessageState.class);
    private final long sequence;
    private final long low;
    private final long end;
    private long unsettled;

    /**
     * @param sequence number of the journal's last record that is in the state
     */
    AuditCut(Subscription subscription, long sequence) {
        DeliveryState state = subscription.state();
        this.subscription = subscription;
        this.sequence = sequence;
        this.low = state.low;
        this.end = state.end;
        counters.copy(state.counters);
        ByteSink sink = new ByteSink(64);
        state.settled.write(sink);
        settled.read(new ByteSource(sink.view()));
    }

    /** Everything before is settled. */
    long low() {
        return low;
    }

    /** What came after is none of the audit's. */
    long end() {
        return end;
    }

    void message(long offset) {
        if (offset >= low && offset < end && !settled.contains(offset)) {
            unsettled++;
        }
    }

    void journal(RecordBatchReader reader) {
        ByteBuffer tag = reader.key();
        if (tag != null && tag.equals(subscription.tag())) {
            ByteBuffer record = reader.value();
            if (JournalReader.sequence(record) <= sequence) {
                JournalReader.tell(record, this);
            }
        }
    }

    @Override
    public void settled(long offset, Fate fate) {
        told.merge(fate.state(), 1L, Long::sum);
    }

    @Override
    public void settledBelow(long bound, Fate fate, long messages) {
        told.merge(fate.state(), messages, Long::sum);
    }

    @Override
    public void copied(long position, long messages) {
        told.merge(MessageState.MOVED, messages, Long::sum);
    }

    AuditReport report(AuditReport.Scheduled scheduled, AuditReport.Coverage coverage) {
        return AuditReport.of(
                subscription.queue().name(),
                subscription.number(),
                counters.sent,
                counters.ended(),
                unsettled,
                told,
                subscription.number() == Subscription.WORK ? scheduled : AuditReport.Scheduled.NONE,
                coverage);
    }
}
