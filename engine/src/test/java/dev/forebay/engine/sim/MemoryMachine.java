package dev.forebay.engine.sim;

import dev.forebay.engine.Queues;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StoreState;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs the engine on a store in memory: quick, so that many seeds try the engine alone. */
final class MemoryMachine implements Machine {
    private static final double MOST_RESERVE = 1.0;

    private final EngineSetup setup;
    private @Nullable MemoryLogStore store;
    private @Nullable EngineProcess process;
    private boolean disturbed;

    MemoryMachine(EngineSetup setup) {
        this(setup, null);
    }

    private MemoryMachine(EngineSetup setup, @Nullable MemoryLogStore found) {
        this.setup = setup;
        store = found;
    }

    @Override
    public FaultMix mix() {
        return new FaultMix(
                List.of(
                        Step.Death.POWER_CUT,
                        Step.Death.KILL,
                        Step.Death.DURING_RECOVERY,
                        Step.Death.STOP),
                List.of(Step.Fault.SYNC_FAILS, Step.Fault.DISK_FULL, Step.Fault.DISK_HAS_ROOM),
                setup.skills());
    }

    @Override
    public Queues boot(SimScheduler scheduler, SimClock clock) {
        Random gaps = new Random(setup.seed());
        MemoryLogStore old = store;
        MemoryLogOptions options =
                MemoryLogOptions.defaults()
                        .withSegmentBytes(setup.segmentBytes())
                        .withCompaction(setup.compactBelowPercent())
                        .withGaps(() -> setup.gaps() ? gaps.nextInt(3) : 0);
        MemoryLogStore fresh =
                old == null
                        ? new MemoryLogStore(scheduler.lane("store"), clock::now, options)
                        : old.crash(0, scheduler.lane("store"));
        store = fresh;
        disturbed = false;
        clock.continueFrom(fresh.lastEngineTime());
        process = EngineProcess.start(setup, fresh, scheduler, clock);
        return process.queues();
    }

    private MemoryLogStore running() {
        MemoryLogStore running = store;
        if (running == null) {
            throw new IllegalStateException("never booted");
        }
        return running;
    }

    @Override
    public void stop() {
        EngineProcess running = process;
        if (running != null && !disturbed) {
            running.stop();
            running().close();
        }
    }

    @Override
    public void die(Step.Death death, long seed) {
        MemoryLogStore dead = running();
        int pending = dead.pendingAppends();
        int kept = new Random(seed).nextInt(pending + 1);
        store = dead.crash(kept, task -> {});
        process = null;
    }

    @Override
    public void disturb(Step.Fault fault, long seed) {
        Random random = new Random(seed);
        disturbed = true;
        switch (fault) {
            case SYNC_FAILS, WRITE_FAILS ->
                    running().become(new StoreState.Failed("the simulation wants it"));
            case DISK_FULL -> {
                if (isFailed()) {
                    return;
                }
                running().become(new StoreState.UsingReserve(random.nextDouble() * MOST_RESERVE));
                if (random.nextBoolean()) {
                    running().refuseAppends(new LogFailure.DiskFull());
                }
            }
            case DISK_HAS_ROOM -> calm();
        }
    }

    @Override
    public void calm() {
        if (!isFailed()) {
            running().acceptAppends();
            running().become(new StoreState.Accepting());
        }
    }

    @Override
    public boolean isFailed() {
        return running().state() instanceof StoreState.Failed;
    }

    @Override
    public boolean isDisturbed() {
        return disturbed;
    }

    @Override
    public void check() {
        EngineProcess running = process;
        if (running != null && !isFailed()) {
            running.engine().checkInvariants();
        }
    }

    @Override
    public Machine copy() {
        return new MemoryMachine(setup, running().crash(0, task -> {}));
    }
}
