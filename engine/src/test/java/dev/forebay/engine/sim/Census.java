package dev.forebay.engine.sim;

import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.Caller;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduledPage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the messages of a queue by their state, page by page, and holds the counters to it. */
final class Census implements Reply<BrowsePage> {
    private static final int PAGE = 7;
    private static final int SCHEDULED_PAGE = 100;

    private final Queues queues;
    private final String queue;
    private final Map<MessageState, Long> found = new EnumMap<>(MessageState.class);
    private boolean over;

    Census(Queues queues, String queue) {
        this.queues = queues;
        this.queue = queue;
    }

    /** Whether nothing happened in the queue in between. */
    static boolean isStill(QueueStats before, QueueStats after) {
        return figures(before).equals(figures(after));
    }

    private static List<Long> figures(QueueStats stats) {
        return List.of(
                stats.sent(),
                stats.ready(),
                stats.delayed(),
                stats.leased(),
                stats.leasesGiven(),
                stats.deadLettered());
    }

    void begin() {
        look(Browse.everything(PAGE).withoutBodies());
    }

    private void look(Browse browse) {
        queues.messages().browse(Caller.IN_PROCESS, queue, browse, this);
    }

    @Override
    public void ok(BrowsePage page) {
        page.messages().forEach(message -> found.merge(message.state(), 1L, Long::sum));
        page.next()
                .ifPresentOrElse(
                        next -> look(Browse.everything(PAGE).withoutBodies().from(next)),
                        () -> lookAtScheduled(ScheduledPage.FIRST));
    }

    private void lookAtScheduled(String after) {
        queues.scheduled()
                .list(
                        Caller.IN_PROCESS,
                        queue,
                        after,
                        SCHEDULED_PAGE,
                        new Reply<>() {
                            @Override
                            public void ok(ScheduledPage page) {
                                long more = page.messages().size();
                                found.merge(MessageState.DELAYED, more, Long::sum);
                                if (page.next().equals(ScheduledPage.FIRST)) {
                                    over = true;
                                } else {
                                    lookAtScheduled(page.next());
                                }
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                Census.this.refused(refusal);
                            }
                        });
    }

    @Override
    public void refused(Refusal refusal) {
        throw new SimulationFailure("no census of " + queue + ": " + refusal);
    }

    /**
     * Compares with counters that did not change meanwhile.
     *
     * @param mayForget whether retention may have let go of settled messages
     */
    void check(QueueStats stats, boolean mayForget) {
        require(over, "was not over in time", stats);
        if (owedByReplays()) {
            // These are shown as they stand there, and not as the counters of `work` have them.
            long shown = found.values().stream().mapToLong(Long::longValue).sum();
            require(mayForget || shown + stats.purged() >= kept(stats), "all", stats);
            return;
        }
        require(of(MessageState.READY) == stats.ready(), "ready", stats);
        require(of(MessageState.DELAYED) == stats.delayed(), "delayed", stats);
        require(of(MessageState.LEASED) == stats.leased(), "leased", stats);
        if (!mayForget) {
            require(of(MessageState.ACKED) == stats.acked(), "acked", stats);
            require(of(MessageState.DEAD_LETTERED) == stats.deadLettered(), "dead", stats);
            require(of(MessageState.EXPIRED) == stats.expired(), "expired", stats);
            require(of(MessageState.DROPPED) == stats.dropped(), "dropped", stats);
            // What was purged or taken back before it was due never was in the partition.
            require(of(MessageState.PURGED) <= stats.purged(), "purged", stats);
            require(of(MessageState.MOVED) == stats.moved(), "moved", stats);
        }
    }

    private boolean owedByReplays() {
        return queues.replays().all(queue).stream().anyMatch(replay -> replay.unsettled() > 0);
    }

    private static long kept(QueueStats stats) {
        return stats.ready()
                + stats.delayed()
                + stats.leased()
                + stats.acked()
                + stats.deadLettered()
                + stats.expired()
                + stats.dropped()
                + stats.purged()
                + stats.moved();
    }

    private long of(MessageState state) {
        return found.getOrDefault(state, 0L);
    }

    private void require(boolean held, String what, QueueStats stats) {
        if (!held) {
            throw new SimulationFailure(
                    "census of " + queue + ": " + what + ": " + found + " but " + stats);
        }
    }
}
