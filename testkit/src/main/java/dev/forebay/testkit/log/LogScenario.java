package dev.forebay.testkit.log;

import dev.forebay.testkit.crash.CrashRun;
import dev.forebay.testkit.crash.CrashScenario;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.List;

/** A script of steps on a store, as a scenario for the crash explorer. Not thread-safe. */
public final class LogScenario implements CrashScenario {
    private final String name;
    private final LogMachine.Factory machines;
    private final List<LogStep> before;
    private final List<LogStep> steps;
    private LogHistory prepared = new LogHistory();

    /**
     * A scenario.
     *
     * @param name see {@link CrashScenario#name}
     * @param machines runs the store
     * @param before steps that bring the disk to where the cuts begin
     * @param steps the story
     */
    public LogScenario(
            String name, LogMachine.Factory machines, List<LogStep> before, List<LogStep> steps) {
        this.name = name;
        this.machines = machines;
        this.before = List.copyOf(before);
        this.steps = List.copyOf(steps);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(SimDisk disk) throws IOException {
        prepared = new LogHistory();
        if (!before.isEmpty()) {
            LogRun run = new LogRun(machines, prepared, before);
            run.play(disk);
            prepared = run.history();
        }
    }

    @Override
    public CrashRun begin() {
        return new LogRun(machines, prepared.copy(), steps);
    }

    @Override
    public String toString() {
        return name;
    }
}
