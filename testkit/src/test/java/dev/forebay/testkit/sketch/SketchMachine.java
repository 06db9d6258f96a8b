package dev.forebay.testkit.sketch;

import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.testkit.log.LogMachine;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs a sketch with the mistakes given. */
final class SketchMachine implements LogMachine {
    private final Set<Mistake> mistakes;
    private @Nullable SketchLogStore store;

    SketchMachine(Set<Mistake> mistakes) {
        this.mistakes = mistakes;
    }

    @Override
    public LogStore boot(Disk disk) throws IOException {
        SketchLogStore booted = new SketchLogStore(disk, mistakes);
        store = booted;
        return booted;
    }

    @Override
    public void driveUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (store == null || !store.runOne()) {
                throw new AssertionError("the sketch rests and never answered");
            }
        }
    }

    @Override
    public void pass(long millis) {
        if (store != null) {
            store.runAll();
        }
    }
}
