package dev.forebay.testkit.log;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StoreState;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.crash.CrashRun;
import dev.forebay.testkit.crash.Recovery;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One playing of a script, and the check of what a restart finds after it. */
final class LogRun implements CrashRun {
    private static final String AFTERWARDS = "afterwards";
    private static final int AFTERWARDS_BYTES = 60;

    private final LogMachine.Factory machines;
    private final List<LogStep> steps;
    private LogHistory history;
    private @Nullable Life living;
    private int unanswered;

    LogRun(LogMachine.Factory machines, LogHistory history, List<LogStep> steps) {
        this.machines = machines;
        this.history = history;
        this.steps = steps;
    }

    LogHistory history() {
        return history;
    }

    @Override
    public void play(SimDisk disk) throws IOException {
        LogMachine machine = machines.machine(history.nextNumber());
        Life life = new Life(machine, machine.boot(disk));
        for (LogStep step : steps) {
            if (life.store().state() instanceof StoreState.Failed) {
                break;
            }
            if (step instanceof LogStep.Restart) {
                life = restart(life, disk);
            } else {
                take(step, life, disk);
            }
        }
        await(life.machine());
    }

    /** Plays steps that stay within one life on a store that is open already. */
    void playOn(SimDisk disk, LogStore store, LogMachine machine) {
        Life life = new Life(machine, store);
        steps.forEach(step -> take(step, life, disk));
        await(machine);
    }

    private Life restart(Life before, SimDisk disk) throws IOException {
        before.store().close();
        LogMachine machine = machines.machine(history.nextNumber());
        Life life = new Life(machine, machine.boot(disk));
        LogView view = view(life.store(), machine);
        if (!view.isRefused() || disk.faultsMet() == 0) {
            history = history.judge(view);
        }
        return life;
    }

    private void take(LogStep step, Life life, SimDisk disk) {
        switch (step) {
            case LogStep.Append append -> append(life.store(), append);
            case LogStep.Delete delete -> {
                int number = submitted(delete);
                life.store().delete(new StreamName(delete.stream()), new Answer(number));
            }
            case LogStep.Retain retain -> {
                await(life.machine());
                retain(life.store(), life.machine(), retain);
            }
            case LogStep.Compact compact -> {
                await(life.machine());
                compact(life.store(), life.machine(), compact);
            }
            case LogStep.Await wait -> await(life.machine());
            case LogStep.Pass pass -> {
                await(life.machine());
                life.machine().pass(pass.millis());
            }
            case LogStep.Restart restart ->
                    throw new IllegalArgumentException("a restart ends a life");
            case LogStep.ReadAll read -> {
                await(life.machine());
                LogView view = view(life.store(), life.machine());
                // A read that met an error of the disk may be refused, and the store lives on.
                boolean excused = disk.faultsMet() > 0 && view.isRefused();
                if (!excused && !(life.store().state() instanceof StoreState.Failed)) {
                    history.judge(view);
                }
            }
        }
    }

    private void await(LogMachine machine) {
        machine.driveUntil(() -> unanswered == 0);
    }

    private int submitted(LogStep step) {
        unanswered++;
        return history.submitted(step);
    }

    private void append(LogStore store, LogStep.Append append) {
        int number = submitted(append);
        List<StreamAppend> entries = new ArrayList<>();
        for (int i = 0; i < append.entries().size(); i++) {
            LogStep.Entry entry = append.entries().get(i);
            List<LogStream> targets = new ArrayList<>();
            entry.streams().forEach(s -> targets.add(store.stream(new StreamName(s))));
            entries.add(
                    new StreamAppend(
                            targets, ScriptBatch.make(number, i, entry.records(), entry.bytes())));
        }
        store.resume();
        store.append(entries, new Answer(number));
    }

    private void retain(LogStore store, LogMachine machine, LogStep.Retain retain) {
        List<LogHistory.Expected> batches =
                history.expectedNow().getOrDefault(retain.stream(), List.of());
        if (batches.size() > retain.keptBatches()) {
            long needed = batches.get(batches.size() - retain.keptBatches() - 1).offset() + 1;
            history.retained(retain.stream(), needed);
            long later = ScriptBatch.timestamp(history.nextNumber()) + 1000;
            store.stream(new StreamName(retain.stream()))
                    .retain(needed, new RetentionRule(0, 0, later));
            machine.pass(1);
        }
    }

    private void compact(LogStore store, LogMachine machine, LogStep.Compact compact) {
        List<LogHistory.Expected> batches =
                history.expectedNow().getOrDefault(compact.stream(), List.of());
        LogStream stream = store.stream(new StreamName(compact.stream()));
        LiveOffsets.Builder live = new LiveOffsets.Builder(0);
        long to = 0;
        for (int i = 0; i < batches.size() && batches.get(i).offset() >= 0; i++) {
            LogHistory.Expected batch = batches.get(i);
            to = batch.offset() + batch.entry().records();
            if (i % compact.every() == compact.first() % compact.every()) {
                live.add(batch.offset(), to);
            } else {
                history.compacted(compact.stream(), batch.offset());
            }
        }
        long later = ScriptBatch.timestamp(history.nextNumber()) + 1000;
        stream.compact(live.upTo(to), new RetentionRule(0, 0, later), bytes -> {});
        machine.pass(1);
    }

    @Override
    public Recovery check(SimDisk disk) throws IOException {
        LogMachine machine = machines.machine(history.nextNumber());
        LogStore store = machine.boot(disk);
        for (Damage damage : store.damages()) {
            if (damage.kind() != Damage.Kind.TORN_OR_DAMAGED) {
                throw new AssertionError("a crash alone was taken for damage: " + damage);
            }
        }
        LogHistory decided = history.judge(view(store, machine));
        LogRun next = new LogRun(machines, decided, List.of());
        next.living = new Life(machine, store);
        return next;
    }

    /** Appends once more, waits for the answer, and reads everything again. */
    @Override
    public void use() {
        Life life = living;
        if (life == null) {
            throw new IllegalStateException("no store is running");
        }
        append(life.store(), LogStep.append(AFTERWARDS, AFTERWARDS_BYTES));
        await(life.machine());
        if (!history.isAnswered(history.nextNumber() - 1)) {
            throw new AssertionError("the store does not take appends after recovery");
        }
        history.judge(view(life.store(), life.machine()));
    }

    private record Life(LogMachine machine, LogStore store) {}

    private static LogView view(LogStore store, LogMachine machine) {
        return LogView.of(store, machine);
    }

    private final class Answer implements AppendCompletion {
        private final int number;
        private @Nullable String given;

        Answer(int number) {
            this.number = number;
        }

        @Override
        public void completed(long[] baseOffsets) {
            once("completed");
            history.done(number, baseOffsets);
        }

        @Override
        public void failed(LogFailure failure) {
            once(failure.toString());
            history.failed(number, failure);
        }

        private void once(String answer) {
            if (given != null) {
                throw new AssertionError("#" + number + " answered " + given + ", then " + answer);
            }
            given = answer;
            unanswered--;
        }
    }
}
