package dev.forebay.testkit.log;

import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.embedded.EmbeddedLogStore;
import dev.forebay.log.embedded.LogEnvironment;
import dev.forebay.log.embedded.LogListener;
import dev.forebay.log.embedded.LogSettings;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Runs an embedded store, its tasks interleaved as a seed says. */
public final class EmbeddedMachine implements LogMachine {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LogSettings settings;
    private final SimTaskRunner runner;
    private final long logId;

    public EmbeddedMachine(LogSettings settings, long seed) {
        this.settings = settings;
        this.runner = new SimTaskRunner(seed);
        this.logId = seed + 1;
    }

    @Override
    public LogStore boot(Disk disk) throws IOException {
        return EmbeddedLogStore.open(
                disk,
                settings,
                new LogEnvironment(
                        () -> runner.nanoTime() / NANOS_PER_MILLI,
                        runner::nanoTime,
                        () -> logId,
                        runner,
                        LogListener.NONE));
    }

    @Override
    public void driveUntil(BooleanSupplier condition) {
        runner.driveUntil(condition);
    }

    @Override
    public void pass(long millis) {
        runner.pass(millis * NANOS_PER_MILLI);
    }
}
