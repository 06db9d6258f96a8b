package dev.forebay.cli.demo;

import java.util.concurrent.TimeUnit;

/** The machine's own clock: the one place of this module that reads it. */
final class MachineTime implements Time {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleepUntil(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    }
}
