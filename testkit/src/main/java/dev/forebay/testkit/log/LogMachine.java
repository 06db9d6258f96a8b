package dev.forebay.testkit.log;

import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * A simulated process that runs one store: opens it on a disk and lets its tasks work on the
 * caller's thread. A machine is used for one life; taking its power away is to forget it.
 */
public interface LogMachine {
    /** Opens the store. */
    LogStore boot(Disk disk) throws IOException;

    /** Lets the tasks work until the condition holds; an AssertionError when it never does. */
    void driveUntil(BooleanSupplier condition);

    /** Lets ms pass. */
    void pass(long millis);

    /** Makes a machine for each life of a scenario. */
    @FunctionalInterface
    interface Factory {
        /** A machine whose interleaving comes from this seed. */
        LogMachine machine(long seed);
    }
}
