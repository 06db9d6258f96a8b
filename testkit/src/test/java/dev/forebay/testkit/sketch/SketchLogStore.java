package dev.forebay.testkit.sketch;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.StoreStateListener;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.Disk;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * State in memory, a frame for each append, everything written anew at each start and whenever the
 * frames fill their file. Slow and simple on purpose.
 */
final class SketchLogStore implements LogStore {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final MemoryLogStore memory =
            new MemoryLogStore(tasks::add, () -> 0, MemoryLogOptions.defaults());
    private final List<SketchCommand> applied = new ArrayList<>();
    private final SketchFiles files;
    private final Set<Mistake> mistakes;

    SketchLogStore(Disk disk, Set<Mistake> mistakes) throws IOException {
        this.mistakes = mistakes;
        this.files = new SketchFiles(disk, mistakes);
        for (SketchCommand command : files.recover()) {
            apply(command);
        }
        files.begin(applied);
    }

    boolean runOne() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    void runAll() {
        boolean ran;
        do {
            ran = runOne();
        } while (ran);
    }

    @Override
    public LogStream stream(StreamName name) {
        return memory.stream(name);
    }

    @Override
    public LogStream volatileStream(StreamName name) {
        return memory.volatileStream(name);
    }

    @Override
    public Optional<LogStream> find(StreamName name) {
        return memory.find(name);
    }

    @Override
    public Collection<LogStream> streams() {
        return memory.streams();
    }

    @Override
    public void append(List<StreamAppend> entries, AppendCompletion completion) {
        tasks.add(() -> commit(SketchCommand.append(entries), completion));
    }

    @Override
    public void resume() {
        // It never runs out of room.
    }

    @Override
    public void delete(StreamName name, AppendCompletion completion) {
        tasks.add(() -> commit(new SketchCommand.Delete(name.value()), completion));
    }

    @Override
    public void checkpoint(AppendCompletion completion) {
        append(List.of(), completion);
    }

    private void commit(SketchCommand command, AppendCompletion completion) {
        if (!(memory.state() instanceof StoreState.Accepting)) {
            completion.failed(new LogFailure.Failed("sketch"));
            return;
        }
        boolean answered = false;
        try {
            if (mistakes.contains(Mistake.ANSWER_BEFORE_SYNC)) {
                files.write(command);
                answered = true;
                completion.completed(apply(command));
                files.sync();
            } else {
                commitParts(command);
                answered = true;
                completion.completed(apply(command));
            }
            if (files.isNearlyFull()) {
                files.rewrite(applied);
            }
        } catch (IOException e) {
            memory.become(new StoreState.Failed(String.valueOf(e.getMessage())));
            if (!answered) {
                completion.failed(new LogFailure.Failed(String.valueOf(e.getMessage())));
            }
        }
    }

    private void commitParts(SketchCommand command) throws IOException {
        if (mistakes.contains(Mistake.GROUP_SPLIT)
                && command instanceof SketchCommand.Append append) {
            for (SketchCommand.Entry entry : append.entries()) {
                files.write(new SketchCommand.Append(List.of(entry)));
            }
        } else {
            files.write(command);
        }
        files.sync();
    }

    private long[] apply(SketchCommand command) {
        applied.add(command);
        Offsets offsets = new Offsets();
        switch (command) {
            case SketchCommand.Append append -> memory.append(append.to(memory), offsets);
            case SketchCommand.Delete delete ->
                    memory.delete(new StreamName(delete.stream()), offsets);
        }
        // The memory's step was queued last; what it stands behind may run earlier for once.
        tasks.removeLast().run();
        return offsets.offsets;
    }

    @Override
    public StoreState state() {
        return memory.state();
    }

    @Override
    public void onStateChange(StoreStateListener listener) {
        memory.onStateChange(listener);
    }

    @Override
    public long lastEngineTime() {
        return 0;
    }

    @Override
    public long lastCrash() {
        return NO_CRASH;
    }

    @Override
    public List<Damage> damages() {
        return List.of();
    }

    @Override
    public void close() {
        runAll();
        memory.close();
    }

    private static final class Offsets implements AppendCompletion {
        private long[] offsets = {};

        @Override
        public void completed(long[] baseOffsets) {
            offsets = baseOffsets;
        }

        @Override
        public void failed(LogFailure failure) {
            throw new AssertionError(failure);
        }
    }
}
