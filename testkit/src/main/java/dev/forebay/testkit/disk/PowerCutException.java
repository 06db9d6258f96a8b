package dev.forebay.testkit.disk;

/**
 * Ends a simulated process in the middle of a call. Not an I/O error, since a process that lost its
 * power handles nothing; what still runs after it is no part of the run.
 */
public final class PowerCutException extends RuntimeException {
    PowerCutException() {
        super("the power is off", null, false, false);
    }
}
