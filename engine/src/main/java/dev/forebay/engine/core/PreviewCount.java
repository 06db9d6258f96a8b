package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayPreview;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import dev.forebay.engine.filter.FilterMatcher;
import dev.forebay.log.LogFailure;
import dev.forebay.log.record.RecordBatchReader;
import org.jspecify.annotations.Nullable;

/** Counts in the background what a replay would give. */
final class PreviewCount implements Waiting, StreamScan.Visitor {
    private final Core core;
    private final Replay replay;
    private final Reply<ReplayPreview> reply;
    private final StoredMessage stored = new StoredMessage();
    private final FilterMatcher matcher;
    private @Nullable ScannedMessage scanned;
    private @Nullable Subscription into;
    private @Nullable PacedScan scan;
    private boolean cancelled;
    private long from;
    private long to;
    private long looked;
    private long meant;
    private long bytes;

    PreviewCount(Core core, Replay replay, Reply<ReplayPreview> reply) {
        this.core = core;
        this.replay = replay;
        this.reply = reply;
        this.matcher = FilterMatcher.of(replay.filter());
    }

    void begin(QueueState queue) {
        Partition partition = queue.partition();
        Refusal wrong = Readership.wrong(partition, replay).orElse(null);
        if (cancelled || wrong != null) {
            if (wrong != null) {
                reply.refused(wrong);
            }
            return;
        }
        Selection selection = Readership.selection(partition, replay);
        from = selection.from();
        to = selection.to();
        scanned = new ScannedMessage(core, viewer(queue));
        into = target(queue);
        PacedScan begun = new PacedScan(core, partition, from, to, this);
        scan = begun;
        begun.start();
    }

    private Subscription viewer(QueueState queue) {
        Subscription target = target(queue);
        return target == null ? queue.work() : target;
    }

    /** The subscription that it would go into; null for a queue, or one that is not there yet. */
    private @Nullable Subscription target(QueueState queue) {
        return replay.into() instanceof Replay.Target.Subscription named
                ? queue.subscription(named.name())
                : null;
    }

    @Override
    public void record(RecordBatchReader reader) {
        looked++;
        stored.read(reader);
        ScannedMessage shown = scanned;
        if (shown != null
                && stored.due() <= core.now()
                && isRepeated(reader.offset())
                && matcher.matches(shown.of(reader.offset(), stored), core.wall())) {
            meant++;
            bytes += stored.size();
        }
    }

    private boolean isRepeated(long offset) {
        Subscription target = into;
        int number = target == null ? Subscription.WORK : target.number();
        return stored.isFor(number) && (target == null || !target.hasOrGets(offset, stored));
    }

    @Override
    public void done() {
        reply.ok(new ReplayPreview(from, to, looked, meant, bytes));
    }

    @Override
    public void failed(LogFailure why) {
        reply.refused(core.gate.refusal(why));
    }

    @Override
    public void cancel() {
        cancelled = true;
        PacedScan begun = scan;
        if (begun != null) {
            begun.cancel();
        }
    }
}
