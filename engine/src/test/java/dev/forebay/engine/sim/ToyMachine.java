package dev.forebay.engine.sim;

import dev.forebay.engine.Queues;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.List;
import java.util.Set;

/** Runs {@link ToyQueues}; a commit that was not done when the process died is gone. */
final class ToyMachine implements Machine {
    private final ToyFlaw flaw;
    private ToyState durable;

    ToyMachine(ToyFlaw flaw) {
        this(flaw, new ToyState());
    }

    private ToyMachine(ToyFlaw flaw, ToyState durable) {
        this.flaw = flaw;
        this.durable = durable;
    }

    @Override
    public FaultMix mix() {
        return new FaultMix(
                List.of(Step.Death.POWER_CUT, Step.Death.DURING_RECOVERY), List.of(), Set.of());
    }

    @Override
    public Queues boot(SimScheduler scheduler, SimClock clock) {
        clock.continueFrom(durable.engineTime);
        ToyState state = durable.copy();
        state.shelves.values().forEach(this::forget);
        return new ToyQueues(
                new SchedulerLane(scheduler.lane("lane")),
                scheduler.lane("disk"),
                clock,
                flaw,
                state,
                commit -> durable = commit);
    }

    private void forget(ToyState.Shelf shelf) {
        if (flaw == ToyFlaw.DEDUPLICATION_LOST_AT_RESTART) {
            shelf.firsts.clear();
        }
        for (ToyState.Item item : shelf.items.values()) {
            item.attempts = flaw == ToyFlaw.ATTEMPTS_LOST_AT_RESTART ? 0 : item.attempts;
            item.leased &= flaw != ToyFlaw.LEASE_NOT_PERSISTED;
            item.dueAt = flaw == ToyFlaw.LEASE_NOT_PERSISTED ? 0 : item.dueAt;
            boolean cut = flaw == ToyFlaw.EXTENSION_LOST_AT_RESTART && item.leased;
            item.dueAt = cut ? Math.min(item.dueAt, durable.engineTime + 100) : item.dueAt;
        }
    }

    @Override
    public void stop() {}

    @Override
    public void die(Step.Death death, long seed) {}

    @Override
    public void disturb(Step.Fault fault, long seed) {}

    @Override
    public void calm() {}

    @Override
    public void check() {}

    @Override
    public boolean isFailed() {
        return false;
    }

    @Override
    public boolean isDisturbed() {
        return false;
    }

    @Override
    public boolean takesTurns() {
        return false;
    }

    @Override
    public boolean tellsTimelines() {
        return false;
    }

    @Override
    public Machine copy() {
        return new ToyMachine(flaw, durable.copy());
    }
}
