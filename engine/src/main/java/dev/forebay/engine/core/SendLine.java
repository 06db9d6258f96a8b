package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Send;
import dev.forebay.engine.struct.HashFilter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sends to a partition that wait while an id is looked up on disk, in their order: whoever is
 * first has the line to himself until he leaves. There is one once ids of the partition are on
 * disk.
 */
final class SendLine {
    private final Core core;
    private final Partition partition;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(4);

    /** What whoever is first had looked up. */
    private final Map<DedupWindow.Id, DedupFound> looked = new HashMap<>(4);

    private boolean occupied;
    private boolean proceeding;

    SendLine(Core core, Partition partition) {
        this.core = core;
        this.partition = partition;
    }

    private record Waiting(@Nullable Caller by, Runnable turn) {}

    boolean isEmpty() {
        return !occupied && waiting.isEmpty();
    }

    /** Whether the send can neither be decided at once nor go before others. */
    boolean holds(Send send) {
        return !isEmpty() || mustLook(send);
    }

    /**
     * Runs the task once all that came before has left; at once when there is nobody.
     *
     * @param turn calls {@link #leave} when it is done, perhaps later
     */
    void join(Runnable turn) {
        waiting.add(new Waiting(core.callers.current(), turn));
        proceed();
    }

    /** Whoever was first is done. */
    void leave() {
        looked.clear();
        occupied = false;
        proceed();
    }

    private void proceed() {
        if (proceeding) {
            return;
        }
        proceeding = true;
        while (!occupied && !waiting.isEmpty()) {
            occupied = true;
            Waiting first = waiting.removeFirst();
            core.callers.as(first.by(), first.turn());
        }
        proceeding = false;
    }

    /**
     * Whether the disk must be asked before the send can be decided. To be asked again after each
     * {@link #look}: what was on its way may have gone to disk meanwhile.
     */
    boolean mustLook(Send send) {
        Deduplication rule = partition.queue().deduplication();
        DedupRuns runs = partition.work().state().dedupRuns;
        if (rule == null || send.deduplicationId() == null || runs == null || runs.size() == 0) {
            return false;
        }
        DedupWindow window = partition.dedup();
        DedupWindow.Id id = window.id(rule, send);
        return !looked.containsKey(id)
                && window.find(id, core.now(), rule) == DedupWindow.NONE
                && window.pending(id) == null
                && mayBeIn(runs, rule, send, id);
    }

    private boolean mayBeIn(DedupRuns runs, Deduplication rule, Send send, DedupWindow.Id known) {
        DedupWindow window = partition.dedup();
        DedupWindow.Id id = known;
        long seed = window.seed();
        for (int i = runs.size() - 1; i >= 0; i--) {
            DedupRun run = runs.get(i);
            if (run.newest() <= core.now() - rule.windowMillis()) {
                return false;
            }
            if (run.seed() != seed) {
                seed = run.seed();
                id = window.id(rule, send, seed);
            }
            HashFilter filter = run.filter();
            if (filter == null || filter.mayContain(id.high(), id.low())) {
                return true;
            }
        }
        return false;
    }

    /** Looks for the send's id on disk, for whoever is first, and goes on under the same caller. */
    void look(Send send, Runnable then) {
        Caller by = core.callers.current();
        Deduplication rule = partition.queue().deduplication();
        DedupRuns runs = partition.work().state().dedupRuns;
        if (rule == null || runs == null) {
            then.run();
            return;
        }
        DedupWindow.Id id = partition.dedup().id(rule, send);
        new DedupLookup(
                        core,
                        partition.queue(),
                        rule,
                        send,
                        runs.all(),
                        found -> {
                            looked.put(id, found);
                            core.callers.as(by, then);
                        })
                .proceed();
    }

    /** What was looked up of an id, or null. */
    @Nullable DedupFound found(DedupWindow.Id id) {
        return looked.get(id);
    }
}
