package dev.forebay.server.amqp.sim;

import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A computer with its disk, on which server processes live and die. */
final class Computer {
    private static final List<CrashProfile> PROFILES = List.of(CrashProfile.values());

    private final SimScheduler scheduler;
    private final ServerSetup setup;
    private SimDisk disk = new SimDisk();
    private @Nullable SimServer server;

    Computer(SimScheduler scheduler, ServerSetup setup) {
        this.scheduler = scheduler;
        this.setup = setup;
    }

    /** Starts a server process on what is on disk, and returns when it is ready. */
    SimServer boot() {
        SimServer started = SimServer.start(scheduler, setup, disk);
        server = started;
        return started;
    }

    /** Ends the running process in this way; forgets all that was under way. */
    void die(Death death, long seed) {
        SimServer running = server;
        if (death == Death.STOP && running != null) {
            running.stop();
        }
        scheduler.abandon();
        CrashProfile profile = PROFILES.get(Math.floorMod(seed, PROFILES.size()));
        disk =
                switch (death) {
                    case KILL -> disk.restart();
                    case POWER_CUT, STOP -> disk.crash(profile, seed);
                };
        server = null;
    }
}
