package dev.forebay.testkit.crash;

import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;

/** What must be found on a disk after a crash. */
public interface Recovery {
    /**
     * Starts the program on the disk and compares everything it serves with what it must serve. The
     * program is left running: whoever called takes its power away.
     *
     * @return what must be found after the next crash, now that this has been served
     * @throws AssertionError when something is lost, changed, half there or there without reason
     * @throws IOException when the program could not start for an error of the disk
     */
    Recovery check(SimDisk disk) throws IOException;

    /**
     * Lets the program that {@link #check} left running do something more and notes what it
     * answers; called on what {@code check} returned.
     *
     * @throws AssertionError when the program does not work
     */
    default void use() throws IOException {}
}
