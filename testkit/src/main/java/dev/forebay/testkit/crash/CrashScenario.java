package dev.forebay.testkit.crash;

import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;

/** A story that a program lives through on a disk; the same each time it is played. */
public interface CrashScenario {
    /** Short and unique: it names the scenario in the command that replays a failure. */
    String name();

    /** Brings an empty disk to where the story begins; what happens here is not cut. */
    default void prepare(SimDisk disk) throws IOException {}

    /** A new playing of the story, with nothing remembered from earlier ones. */
    CrashRun begin();
}
