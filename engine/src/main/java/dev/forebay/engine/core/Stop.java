package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.function.Consumer;

/** A clean stop: nothing new, everything on its way to its end, snapshots of what has changed. */
final class Stop {
    private static final long CHECK_MILLIS = 5;

    private final Core core;
    private final Reply<Integer> reply;
    private boolean snapshotted;

    /**
     * @param reply told how many queues there are; their subscriptions were snapshotted
     */
    Stop(Core core, Reply<Integer> reply) {
        this.core = core;
        this.reply = reply;
    }

    void begin() {
        core.gate.stop();
        subscriptions(each -> each.receiving().endAll());
        core.catalog.queues().forEach(queue -> queue.partition().endReads());
        core.searches.endAll();
        core.again();
        core.lane.execute(this::proceed);
    }

    private void proceed() {
        core.turn.begin();
        Refusal failed = core.gate.refusal(StoreGate.Work.MOVE);
        if (failed instanceof Refusal.StorageFailed) {
            reply.refused(failed);
        } else if (!core.commits.isIdle()
                || !core.catalog.isIdle()
                || core.catalog.queues().stream().anyMatch(Stop::sendsWait)
                || (snapshotted && !core.snapshots.isIdle())) {
            core.lane.schedule(this::proceed, CHECK_MILLIS);
        } else if (snapshotted) {
            reply.ok(core.catalog.size());
        } else {
            snapshotted = true;
            subscriptions(this::demand);
            core.catalog
                    .queues()
                    .forEach(queue -> {
                        if (queue.partition().hasLater()) {
                            queue.partition().later().stop();
                        }
                    });
            core.lane.schedule(this::proceed, CHECK_MILLIS);
        }
    }

    private static boolean sendsWait(QueueState queue) {
        SendLine line = queue.partition().line();
        return line != null && !line.isEmpty();
    }

    private void subscriptions(Consumer<Subscription> step) {
        core.catalog.queues().forEach(queue -> queue.partition().subscriptions().forEach(step));
    }

    private void demand(Subscription subscription) {
        if (subscription.isLoaded() && !subscription.growth.isNothing()) {
            core.snapshots.demand(subscription);
        }
    }
}
