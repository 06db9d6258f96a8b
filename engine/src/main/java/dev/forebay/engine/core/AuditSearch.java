package dev.forebay.engine.core;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the counters of a queue's subscriptions, as they are when it begins, against the log and
 * the journal.
 */
final class AuditSearch extends BackgroundSearch {
    private final String name;
    private final Reply<List<AuditReport>> reply;
    private final List<AuditCut> cuts = new ArrayList<>();
    private @Nullable ScheduledCut scheduled;
    private @Nullable Partition held;
    private boolean untold;

    AuditSearch(Core core, String name, Reply<List<AuditReport>> reply) {
        super(core);
        this.name = name;
        this.reply = reply;
    }

    @Override
    protected Reply<List<AuditReport>> reply() {
        return reply;
    }

    @Override
    protected void first() {
        usable(name, this::betweenSteps);
    }

    @Override
    protected void finish() {
        super.finish();
        Partition kept = held;
        if (kept != null) {
            held = null;
            kept.letGo();
        }
    }

    /** What moves from its schedule into the queue is counted in one of them. */
    private void betweenSteps(Partition partition) {
        if (!partition.hasLater()) {
            cut(partition);
            return;
        }
        Later later = partition.later();
        later.steps()
                .ask(() -> {
                    if (!isOver() && !later.isGone()) {
                        scheduled = new ScheduledCut(later.state());
                        cut(partition);
                    }
                    later.steps().done();
                });
    }

    /** What cannot be read cannot be counted. */
    @Override
    protected void damaged(long from, long to) {
        refuse(
                new Refusal.Damaged(
                        "queue \"%s\" cannot be audited: records %d to %d of it or of its journal are damaged"
                                .formatted(name, from, to - 1)));
    }

    private void cut(Partition partition) {
        partition.hold();
        held = partition;
        untold = partition.queue().isVolatile();
        core.journal.close();
        partition
                .subscriptions()
                .forEach(each -> cuts.add(new AuditCut(each, core.journal.sequence())));
        // The journal must hold what the state is made of before it is read.
        core.journal.whenDurable(
                new Durable() {
                    @Override
                    public void durable() {
                        if (!isOver()) {
                            messages(partition);
                        }
                    }

                    @Override
                    public void lost(Refusal refusal) {
                        refuse(refusal);
                    }
                });
    }

    private void messages(Partition partition) {
        scanMessages(
                partition,
                cuts.stream().mapToLong(AuditCut::low).min().orElse(0),
                cuts.stream().mapToLong(AuditCut::end).max().orElse(0),
                record -> cuts.forEach(cut -> cut.message(record.offset())),
                position -> position,
                this::journal);
    }

    private void journal() {
        scanJournal(0, record -> cuts.forEach(cut -> cut.journal(record)), this::scheduled);
    }

    private void scheduled() {
        ScheduledCut cut = scheduled;
        ScheduledCut.Run run = cut == null ? null : cut.next();
        if (run == null) {
            answer(cut == null ? AuditReport.Scheduled.NONE : cut.report());
        } else {
            scanRun(
                    run,
                    () -> {
                        run.end();
                        scheduled();
                    });
        }
    }

    private void answer(AuditReport.Scheduled later) {
        AuditReport.Coverage coverage =
                core.journal.stream().startOffset() == 0 && !untold
                        ? AuditReport.Coverage.WHOLE
                        : AuditReport.Coverage.BEGINNING_GONE;
        finish();
        reply.ok(cuts.stream().map(cut -> cut.report(later, coverage)).toList());
    }
}
