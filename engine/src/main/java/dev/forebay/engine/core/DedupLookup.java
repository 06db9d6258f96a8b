package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Send;
import dev.forebay.engine.struct.HashFilter;
import dev.forebay.engine.struct.HashPage;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LogFailure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for one id on disk, from the newest run to the oldest. A filter that cannot be read costs
 * time only. Whether an id is on a page that cannot be read nobody can tell: under {@link
 * DamagePolicy#SERVE_REST} it is taken for new, under {@link DamagePolicy#REFUSE} its send is
 * refused until the page's ids are too old to matter.
 */
final class DedupLookup implements SpillStream.Reading {
    private static final Logger LOG = LoggerFactory.getLogger(DedupLookup.class);

    private final Core core;
    private final QueueState queue;
    private final Deduplication rule;
    private final Send send;
    private final List<DedupRun> runs;
    private final Consumer<DedupFound> then;
    private DedupWindow.Id id;
    private int next;
    private boolean readsFilter;

    DedupLookup(
            Core core,
            QueueState queue,
            Deduplication rule,
            Send send,
            List<DedupRun> runs,
            Consumer<DedupFound> then) {
        this.core = core;
        this.queue = queue;
        this.rule = rule;
        this.send = send;
        this.runs = runs;
        this.then = then;
        this.next = runs.size() - 1;
        this.id = queue.partition().dedup().id(rule, send);
    }

    /** Goes on with the next run. */
    void proceed() {
        for (; next >= 0; next--) {
            DedupRun run = runs.get(next);
            if (!concerns(run)) {
                continue;
            }
            id = queue.partition().dedup().id(rule, send, run.seed());
            HashFilter filter = run.filter();
            readsFilter = filter == null;
            if (filter == null) {
                core.dedup.stream().read(run.filterPlace(), this);
                return;
            }
            if (filter.mayContain(id.high(), id.low())) {
                core.dedup.stream().read(run.place(id.high()), this);
                return;
            }
        }
        then.accept(DedupFound.NOTHING);
    }

    private boolean concerns(DedupRun run) {
        return run.newest() > core.now() - rule.windowMillis()
                && run.firstPlace() >= core.dedup.stream().stream().startOffset();
    }

    @Override
    public void read(ByteBuffer page) {
        DedupRun run = runs.get(next);
        if (readsFilter) {
            run.setFilter(HashFilter.read(page));
            proceed();
            return;
        }
        int index = HashPage.find(page, id.high(), id.low());
        if (index != HashPage.NONE
                && HashPage.time(page, index) > core.now() - rule.windowMillis()) {
            then.accept(
                    new DedupFound(HashPage.offset(page, index), HashPage.time(page, index), null));
            return;
        }
        next--;
        proceed();
    }

    @Override
    public void notRead(LogFailure why) {
        if (why instanceof LogFailure.Closed || why instanceof LogFailure.Failed) {
            // Nothing is sent any more.
            then.accept(new DedupFound(DedupWindow.NONE, 0, core.gate.refusal(why)));
            return;
        }
        DedupRun run = runs.get(next);
        long place = readsFilter ? run.filterPlace() : run.place(id.high());
        LOG.error(
                "Deduplication ids of queue \"{}\" are at {} of {} and cannot be read: {}. {}",
                queue.name(),
                place,
                Streams.DEDUPLICATION,
                why,
                consequence());
        if (readsFilter) {
            run.setFilter(HashFilter.unknown());
            proceed();
        } else if (core.limits.onDamage() == DamagePolicy.REFUSE) {
            then.accept(new DedupFound(DedupWindow.NONE, 0, core.gate.refusal(why)));
        } else {
            next--;
            proceed();
        }
    }

    private String consequence() {
        if (readsFilter) {
            return "Looking for ids of that time takes longer";
        }
        return core.limits.onDamage() == DamagePolicy.REFUSE
                ? "A send whose id may be among them is refused"
                : "A send whose id may be among them is taken for the first one";
    }
}
