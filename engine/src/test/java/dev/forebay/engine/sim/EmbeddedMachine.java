package dev.forebay.engine.sim;

import dev.forebay.engine.DeadLetterRouter;
import dev.forebay.engine.Queues;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.embedded.EmbeddedLogStore;
import dev.forebay.log.embedded.LogEnvironment;
import dev.forebay.log.embedded.LogListener;
import dev.forebay.log.embedded.LogSettings;
import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.DiskCall;
import dev.forebay.testkit.disk.Fault;
import dev.forebay.testkit.disk.FaultPlan;
import dev.forebay.testkit.disk.PowerCutException;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.SchedulerTaskRunner;
import dev.forebay.testkit.sim.SimScheduler;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs the engine on the embedded store on a simulated disk. */
final class EmbeddedMachine implements Machine {
    private static final List<CrashProfile> PROFILES = List.of(CrashProfile.values());
    private static final int CHANGES_OF_A_RECOVERY = 60;
    private static final int MOST_ROOM_WHEN_FULL = 20_000;
    private static final int CALLS_UNTIL_FAULT = 6;
    private static final long UNDISTURBED_CHECK_MILLIS = 10_000;

    private final EngineSetup setup;
    private final LogSettings settings;
    private SimDisk disk;
    private @Nullable EmbeddedLogStore store;
    private @Nullable EngineProcess process;
    private @Nullable SchedulerTaskRunner runner;
    private boolean disturbed;
    private boolean leftAlone;

    EmbeddedMachine(EngineSetup setup) {
        this(setup, new SimDisk());
    }

    EmbeddedMachine(EngineSetup setup, SimDisk disk) {
        this.setup = setup;
        this.disk = disk;
        settings = setup.logSettings();
    }

    /** A server on a disk that nothing will happen to. */
    static EmbeddedMachine leftAlone(EngineSetup setup, SimDisk disk) {
        EmbeddedMachine machine = new EmbeddedMachine(setup, disk);
        machine.leaveAlone();
        return machine;
    }

    @Override
    public FaultMix mix() {
        return new FaultMix(
                List.of(Step.Death.values()), List.of(Step.Fault.values()), setup.skills());
    }

    @Override
    public Queues boot(SimScheduler scheduler, SimClock clock) {
        disturbed = false;
        EmbeddedLogStore opened = open(disk, scheduler, clock);
        store = opened;
        clock.continueFrom(opened.lastEngineTime());
        process = EngineProcess.start(setup, opened, scheduler, clock);
        return process.queues();
    }

    private EmbeddedLogStore open(SimDisk on, SimScheduler scheduler, SimClock clock) {
        clock.standStill();
        SchedulerTaskRunner tasks = new SchedulerTaskRunner(scheduler);
        runner = tasks;
        if (leftAlone) {
            lengthenWaits(tasks);
        }
        Random names = new Random(setup.seed());
        try {
            return EmbeddedLogStore.open(
                    setup.flaw().disk(on),
                    settings,
                    new LogEnvironment(
                            clock::now, tasks::nanoTime, names::nextLong, tasks, LogListener.NONE));
        } catch (IOException e) {
            throw new SimulationFailure("the store does not open: " + e);
        }
    }

    @Override
    public void stop() {
        EngineProcess running = process;
        EmbeddedLogStore open = store;
        if (running != null && open != null && !isDisturbed()) {
            running.stop();
            open.close();
        }
    }

    @Override
    public void die(Step.Death death, long seed) {
        disk.capacity(SimDisk.AMPLE);
        CrashProfile profile = PROFILES.get(Math.floorMod(seed, PROFILES.size()));
        disk =
                switch (death) {
                    case KILL -> disk.restart();
                    case POWER_CUT, STOP -> disk.crash(profile, seed);
                    case DURING_RECOVERY ->
                            cutWhileOpening(disk.restart(), seed).crash(profile, seed);
                };
        store = null;
        process = null;
    }

    private SimDisk cutWhileOpening(SimDisk on, long seed) {
        on.faults(FaultPlan.cutAfter(Math.floorMod(seed, CHANGES_OF_A_RECOVERY)));
        SimScheduler aside = new SimScheduler(seed);
        try {
            open(on, aside, new SimClock(aside));
        } catch (PowerCutException expected) {
            return on;
        }
        return on;
    }

    @Override
    public void disturb(Step.Fault fault, long seed) {
        Random random = new Random(seed);
        disturbed = true;
        switch (fault) {
            case SYNC_FAILS ->
                    disk.faults(
                            once(
                                    DiskCall.Kind.SYNC,
                                    random.nextInt(CALLS_UNTIL_FAULT),
                                    List.of(
                                                    new Fault.DeviceError(),
                                                    new Fault.ErrorAndForget(),
                                                    new Fault.ErrorLater())
                                            .get(random.nextInt(3))));
            case WRITE_FAILS ->
                    disk.faults(
                            once(
                                    DiskCall.Kind.WRITE,
                                    random.nextInt(CALLS_UNTIL_FAULT),
                                    List.of(new Fault.DeviceError(), new Fault.ShortWrite())
                                            .get(random.nextInt(2))));
            case DISK_FULL -> disk.capacity(disk.usedBytes() + random.nextInt(MOST_ROOM_WHEN_FULL));
            case DISK_HAS_ROOM -> disk.capacity(SimDisk.AMPLE);
        }
    }

    private static FaultPlan once(DiskCall.Kind kind, int after, Fault fault) {
        int[] left = {after};
        return call -> call.kind() == kind && left[0]-- == 0 ? fault : Fault.NONE;
    }

    @Override
    public void calm() {
        disk.capacity(SimDisk.AMPLE);
        disk.calm();
    }

    @Override
    public void leaveAlone() {
        leftAlone = true;
        SchedulerTaskRunner running = runner;
        if (running != null) {
            lengthenWaits(running);
        }
    }

    private static void lengthenWaits(SchedulerTaskRunner tasks) {
        tasks.lengthen(EngineSetup.SPACE_CHECK_MILLIS, UNDISTURBED_CHECK_MILLIS);
    }

    @Override
    public boolean isFailed() {
        EmbeddedLogStore open = store;
        return open != null && open.state() instanceof StoreState.Failed;
    }

    @Override
    public boolean isDisturbed() {
        return disturbed || disk.faultsMet() > 0;
    }

    @Override
    public void check() {
        EngineProcess running = process;
        if (running != null && !isFailed()) {
            running.engine().checkInvariants();
        }
    }

    /** The running process asks this for the ways of dead letters. */
    void routeDeadLetters(DeadLetterRouter router) {
        EngineProcess running = process;
        if (running != null) {
            running.queues().lane().execute(() -> running.engine().routeDeadLetters(router));
        }
    }

    /** What all files take. */
    long usedBytes() {
        return disk.usedBytes();
    }

    /** What the messages of all queues take. */
    long messageBytes() {
        EmbeddedLogStore open = store;
        return open == null
                ? 0
                : open.streams().stream()
                        .filter(stream -> stream.name().value().startsWith("q/"))
                        .mapToLong(LogStream::sizeBytes)
                        .sum();
    }

    @Override
    public Machine copy() {
        return leftAlone(setup, disk.copy());
    }
}
