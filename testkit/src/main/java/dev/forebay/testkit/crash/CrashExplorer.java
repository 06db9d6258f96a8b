package dev.forebay.testkit.crash;

import dev.forebay.testkit.crash.CrashPoint.Then;
import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.Fault;
import dev.forebay.testkit.disk.FaultPlan;
import dev.forebay.testkit.disk.PowerCutException;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.sim.Seeds;
import java.io.IOException;
import java.util.List;

/**
 * Plays scenarios and takes the power away after each operation of the disk, each time with several
 * ways of what survives, under every file system's rules; then again while serving, again inside
 * the recovery, and after kill -9. Also fails each call of the disk in turn. Small and exhaustive
 * beats long and random (Mohan et al., OSDI'18).
 *
 * <p>A failure names its {@link CrashPoint} and the command to replay it.
 */
public final class CrashExplorer {
    private static final List<Fault> FAULTS =
            List.of(
                    new Fault.DeviceError(),
                    new Fault.ErrorAndForget(),
                    new Fault.ShortWrite(),
                    new Fault.Full(),
                    new Fault.ErrorLater());

    private static final List<Then> AFTER_ERROR =
            List.of(Then.ERROR_AND_POWER_CUT, Then.ERROR_RESTART_AND_POWER_CUT);

    private static final List<CrashProfile> PROFILES = List.of(CrashProfile.values());

    /** Seeds in a row that differ in kind; see {@link SimDisk#crash}. */
    private static final long PLANS = SimDisk.CRASH_PLANS;

    private final int variants;
    private final String replayCommand;

    /**
     * An explorer.
     *
     * @param variants ways of survival tried at each point under each profile; the first eight
     *     differ in kind
     * @param replayCommand how to run one point again, with {@code %s} where the point goes
     */
    public CrashExplorer(int variants, String replayCommand) {
        this.variants = variants;
        this.replayCommand = replayCommand;
    }

    /** Takes the power away after every operation. */
    public Exploration explore(CrashScenario scenario) {
        SimDisk start = prepared(scenario);
        long changes = fullRun(scenario, start);
        long states = 0;
        for (long at = 0; at <= changes; at++) {
            Cut cut = cutAfter(scenario, start, at);
            for (int profile = 0; profile < PROFILES.size(); profile++) {
                for (int variant = 0; variant < variants; variant++) {
                    states += exploreState(scenario, cut, profile, variant);
                }
            }
            states +=
                    run(point(scenario, cut, CrashProfile.POSIX, at, Then.KILL_AND_POWER_CUT), cut);
        }
        return new Exploration(1, changes + 1, states);
    }

    private long exploreState(CrashScenario scenario, Cut cut, int profile, int variant) {
        long seed = variant + Math.max(PLANS, variants) * (cut.at() * PROFILES.size() + profile);
        Then then =
                switch ((int) ((cut.at() + variant) % 4)) {
                    case 0 -> Then.AGAIN_WHEN_SERVING;
                    case 1 -> Then.AGAIN_IN_RECOVERY;
                    default -> Then.POWER_CUT;
                };
        return run(point(scenario, cut, PROFILES.get(profile), seed, then), cut);
    }

    /**
     * Fails every call of the disk in turn, reads included, in each of the ways a call can fail;
     * with few variants each of them goes on in one of the two ways, in turn.
     */
    public Exploration exploreErrors(CrashScenario scenario) {
        SimDisk start = prepared(scenario);
        SimDisk disk = start.copy();
        playAll(scenario.begin(), disk, scenario.name());
        long calls = disk.calls();
        long states = 0;
        for (long call = 1; call <= calls; call++) {
            for (int fault = 0; fault < FAULTS.size(); fault++) {
                long seed = call * FAULTS.size() + fault;
                CrashProfile profile = PROFILES.get((int) (call % PROFILES.size()));
                for (Then then : afterError(seed)) {
                    states +=
                            runError(
                                    scenario,
                                    start,
                                    new CrashPoint(scenario.name(), call, profile, seed, then));
                }
            }
        }
        return new Exploration(1, calls, states);
    }

    private List<Then> afterError(long seed) {
        if (variants > PLANS) {
            return AFTER_ERROR;
        }
        return List.of(AFTER_ERROR.get((int) (seed % AFTER_ERROR.size())));
    }

    /** Runs one point again; returns how many states were checked. */
    public long replay(CrashScenario scenario, CrashPoint point) {
        SimDisk start = prepared(scenario);
        return switch (point.then()) {
            case POWER_CUT, AGAIN_WHEN_SERVING, AGAIN_IN_RECOVERY, KILL_AND_POWER_CUT ->
                    run(point, cutAfter(scenario, start, point.at()));
            case ERROR_AND_POWER_CUT, ERROR_RESTART_AND_POWER_CUT ->
                    runError(scenario, start, point);
        };
    }

    private long run(CrashPoint point, Cut cut) {
        try {
            return switch (point.then()) {
                case POWER_CUT -> {
                    cut.run().check(cut.disk().crash(point.profile(), point.seed())).use();
                    yield 1;
                }
                case AGAIN_WHEN_SERVING ->
                        crashWhenServing(
                                cut.run(), cut.disk().crash(point.profile(), point.seed()), point);
                case AGAIN_IN_RECOVERY -> crashInRecovery(cut, point);
                case KILL_AND_POWER_CUT -> crashWhenServing(cut.run(), cut.disk().restart(), point);
                case ERROR_AND_POWER_CUT, ERROR_RESTART_AND_POWER_CUT ->
                        throw new IllegalArgumentException(point + " is no power cut");
            };
        } catch (IOException | RuntimeException | AssertionError e) {
            throw failure(point, e);
        }
    }

    private static long crashWhenServing(Recovery recovery, SimDisk disk, CrashPoint point)
            throws IOException {
        Recovery served = recovery.check(disk);
        served.use();
        served.check(disk.crash(point.profile(), ~point.seed()));
        return 2;
    }

    private static long crashInRecovery(Cut cut, CrashPoint point) throws IOException {
        SimDisk whole = cut.disk().crash(point.profile(), point.seed());
        cut.run().check(whole);
        if (whole.changes() == 0) {
            return 1;
        }
        SimDisk disk = cut.disk().crash(point.profile(), point.seed());
        disk.faults(FaultPlan.cutAfter(Math.floorMod(Seeds.mix(point.seed()), whole.changes())));
        try {
            cut.run().check(disk);
            throw new AssertionError("a recovery of the same disk took another way");
        } catch (PowerCutException expected) {
            cut.run().check(disk.crash(point.profile(), point.seed() + 1)).use();
        }
        return 2;
    }

    private long runError(CrashScenario scenario, SimDisk start, CrashPoint point) {
        SimDisk disk = start.copy();
        Fault fault = FAULTS.get((int) Math.floorMod(point.seed(), (long) FAULTS.size()));
        disk.faults(FaultPlan.failCall(point.at(), fault));
        try {
            CrashRun run = scenario.begin();
            try {
                run.play(disk);
            } catch (IOException e) {
                // The program could not start: it says so, and that is all it may do.
            }
            disk.faults(FaultPlan.NONE);
            if (point.then() == Then.ERROR_RESTART_AND_POWER_CUT) {
                return crashWhenServing(run, disk.restart(), point);
            }
            run.check(disk.crash(point.profile(), point.seed())).use();
            return 1;
        } catch (IOException | RuntimeException | AssertionError e) {
            throw failure(point, e);
        }
    }

    private static SimDisk prepared(CrashScenario scenario) {
        SimDisk disk = new SimDisk();
        try {
            scenario.prepare(disk);
        } catch (IOException e) {
            throw new AssertionError(scenario.name() + " could not be prepared", e);
        }
        return disk.restart();
    }

    private long fullRun(CrashScenario scenario, SimDisk start) {
        SimDisk disk = start.copy();
        CrashRun run = scenario.begin();
        playAll(run, disk, scenario.name());
        long changes = disk.changes();
        run(
                new CrashPoint(
                        scenario.name(), changes, CrashProfile.POSIX, 0, Then.KILL_AND_POWER_CUT),
                new Cut(changes, run, disk));
        return changes;
    }

    private static void playAll(CrashRun run, SimDisk disk, String name) {
        try {
            run.play(disk);
        } catch (IOException e) {
            throw new AssertionError(name + " cannot be played at all", e);
        }
    }

    private Cut cutAfter(CrashScenario scenario, SimDisk start, long at) {
        SimDisk disk = start.copy();
        disk.faults(FaultPlan.cutAfter(at));
        CrashRun run = scenario.begin();
        try {
            run.play(disk);
        } catch (PowerCutException expected) {
            // This is where the story ends this time.
        } catch (IOException | RuntimeException | AssertionError e) {
            throw failure(
                    new CrashPoint(scenario.name(), at, CrashProfile.POSIX, 0, Then.POWER_CUT), e);
        }
        return new Cut(at, run, disk);
    }

    private static CrashPoint point(
            CrashScenario scenario, Cut cut, CrashProfile profile, long seed, Then then) {
        return new CrashPoint(scenario.name(), cut.at(), profile, seed, then);
    }

    private AssertionError failure(CrashPoint point, Throwable cause) {
        return new AssertionError(
                "crash point "
                        + point
                        + ": "
                        + cause.getMessage()
                        + "\nreplay: "
                        + replayCommand.replace("%s", point.toString()),
                cause);
    }

    private record Cut(long at, CrashRun run, SimDisk disk) {}
}
