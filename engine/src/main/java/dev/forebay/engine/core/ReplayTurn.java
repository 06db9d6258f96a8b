package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.ReplayInfo;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings a replay into another phase. */
abstract class ReplayTurn implements CatalogChange {
    private final Core core;
    private final QueueState queue;
    private final int number;
    private final ReplayInfo.Phase phase;
    private final String reason;
    private @Nullable ReplayRecord turned;

    ReplayTurn(Core core, QueueState queue, int number, ReplayInfo.Phase phase, String reason) {
        this.core = core;
        this.queue = queue;
        this.number = number;
        this.phase = phase;
        this.reason = reason;
    }

    /** It is on disk, or was so before. */
    abstract void answer(ReplayInfo info);

    @Override
    public Optional<CatalogCodec.Entry> decide() {
        Readers.Run run = core.catalog.queue(queue.id()) == queue ? known() : null;
        if (run == null) {
            refused(new Refusal.NoSuchReplay(queue.name(), number));
            return Optional.empty();
        }
        ReplayRecord record = run.record();
        if (record.phase() == phase) {
            answer(core.readership.info(queue, run));
            return Optional.empty();
        }
        if (record.phase().isOver()) {
            String over = record.phase().name().toLowerCase(Locale.ROOT);
            refused(new Refusal.ReplayOver(queue.name(), number, over));
            return Optional.empty();
        }
        ReplayRecord next =
                phase.isOver()
                        ? record.over(phase, reason, core.wall(), core.readership.figures(run))
                        : record.in(phase);
        turned = next;
        return Optional.of(new CatalogCodec.Entry.Replay(next));
    }

    private Readers.@Nullable Run known() {
        return queue.hasReaders() ? queue.readers().replay(number) : null;
    }

    @Override
    public void made() {
        ReplayRecord record = turned;
        Readers.Run run = known();
        if (record != null && run != null) {
            core.readership.turned(queue, record, run.machine());
            Subscription left = record.phase().isOver() ? null : run.machine();
            answer(core.readership.info(queue, new Readers.Run(record, left)));
        }
    }
}
