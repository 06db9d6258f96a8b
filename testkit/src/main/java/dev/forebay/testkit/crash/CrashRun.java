package dev.forebay.testkit.crash;

import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;

/** One playing of a scenario, and what must be found after it. */
public interface CrashRun extends Recovery {
    /**
     * Plays the story, noting what was answered. May be ended at any call of the disk by a {@link
     * dev.forebay.testkit.disk.PowerCutException}, which it lets through.
     *
     * @throws IOException when the program could not start for an error of the disk
     */
    void play(SimDisk disk) throws IOException;
}
