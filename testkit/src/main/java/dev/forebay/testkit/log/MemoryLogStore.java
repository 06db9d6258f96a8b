package dev.forebay.testkit.log;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.StoreState;
import dev.forebay.log.StoreStateListener;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A log store in memory, for tests and benchmarks of what stands on a store.
 *
 * <p>Each append becomes "durable" in a step of its own, in the order of the calls, on the executor
 * given: a simulation schedules the steps as it likes, a benchmark runs them at once. (With an
 * executor that runs tasks inside {@code execute}, completions arrive inside the calls, which no
 * other store does.) A crash keeps what was completed and as many of the waiting appends as the
 * test says, and nothing of volatile streams; what goes to these alone is answered within the call.
 * Safe for use by any thread.
 */
public final class MemoryLogStore implements LogStore {
    private final Executor steps;
    private final LongSupplier engineTime;
    private final MemoryLogOptions options;
    private final Map<String, MemoryLogStream> streams;
    private final Deque<PendingStep> pending = new ArrayDeque<>();
    private final List<StoreStateListener> listeners = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private StoreState state = new StoreState.Accepting();
    private @Nullable LogFailure refusal;
    private @Nullable LogFailure outOfRoom;
    private final Map<StreamName, LogFailure> damaged = new ConcurrentHashMap<>();
    private long lastEngineTime;
    private final long lastCrash;
    private volatile boolean crashed;

    /**
     * An empty store.
     *
     * @param steps runs the store's own tasks
     * @param engineTime engine time in ms, noted with each append
     */
    public MemoryLogStore(Executor steps, LongSupplier engineTime, MemoryLogOptions options) {
        this(steps, engineTime, options, new TreeMap<>(), 0, NO_CRASH);
    }

    private MemoryLogStore(
            Executor steps,
            LongSupplier engineTime,
            MemoryLogOptions options,
            Map<String, MemoryLogStream> streams,
            long lastEngineTime,
            long lastCrash) {
        this.steps = steps;
        this.engineTime = engineTime;
        this.options = options;
        this.streams = streams;
        this.lastEngineTime = lastEngineTime;
        this.lastCrash = lastCrash;
    }

    @Override
    public LogStream stream(StreamName name) {
        synchronized (lock) {
            return make(name, MemoryLogStream.Kind.DURABLE);
        }
    }

    @Override
    public LogStream volatileStream(StreamName name) {
        synchronized (lock) {
            return make(name, MemoryLogStream.Kind.VOLATILE);
        }
    }

    private MemoryLogStream make(StreamName name, MemoryLogStream.Kind kind) {
        MemoryLogStream made =
                streams.computeIfAbsent(
                        name.value(), n -> new MemoryLogStream(name, kind, options, this));
        if (made.isVolatile() != (kind == MemoryLogStream.Kind.VOLATILE)) {
            throw new IllegalArgumentException(name + " is there and of the other kind");
        }
        return made;
    }

    @Override
    public Optional<LogStream> find(StreamName name) {
        synchronized (lock) {
            return Optional.ofNullable(streams.get(name.value()))
                    .filter(MemoryLogStream::exists)
                    .map(stream -> stream);
        }
    }

    @Override
    public Collection<LogStream> streams() {
        synchronized (lock) {
            List<LogStream> existing = new ArrayList<>();
            for (MemoryLogStream stream : streams.values()) {
                if (stream.exists()) {
                    existing.add(stream);
                }
            }
            return existing;
        }
    }

    @Override
    public void append(List<StreamAppend> entries, AppendCompletion completion) {
        submit(new PendingStep.Append(List.copyOf(entries), completion));
    }

    @Override
    public void delete(StreamName name, AppendCompletion completion) {
        submit(new PendingStep.Delete(name, completion));
    }

    /** All that is durable is in memory, and nothing has to be read again. */
    @Override
    public void checkpoint(AppendCompletion completion) {
        append(List.of(), completion);
    }

    @Override
    public void resume() {
        synchronized (lock) {
            outOfRoom = null;
        }
    }

    private void submit(PendingStep step) {
        LogFailure failure;
        long[] atOnce = null;
        synchronized (lock) {
            failure = whyNot();
            if (failure == null && isVolatile(step)) {
                atOnce = apply(step);
            } else if (failure == null) {
                pending.add(step);
            }
        }
        if (atOnce != null) {
            step.completion().completed(atOnce);
        } else if (failure == null) {
            steps.execute(this::runStep);
        } else {
            steps.execute(() -> step.completion().failed(failure));
        }
    }

    /** Whether it concerns volatile streams alone, and none of them waits for another append. */
    private boolean isVolatile(PendingStep step) {
        return switch (step) {
            case PendingStep.Delete delete -> {
                MemoryLogStream known = streams.get(delete.name().value());
                yield known != null && known.isVolatile();
            }
            case PendingStep.Append append ->
                    targets(append).allMatch(LogStream::isVolatile)
                            && targets(append).noneMatch(this::isAwaited);
        };
    }

    private boolean isAwaited(LogStream stream) {
        return pending.stream()
                .anyMatch(step ->
                        step instanceof PendingStep.Append append
                                && targets(append).anyMatch(stream::equals));
    }

    private static Stream<LogStream> targets(PendingStep.Append append) {
        return append.entries().stream().flatMap(entry -> entry.targets().stream());
    }

    Object lock() {
        return lock;
    }

    /** Reads in a step; a store that is closed says so, one that crashed says nothing more. */
    void executeRead(StreamName name, ReadCompletion completion, Supplier<ByteBuffer> reading) {
        steps.execute(() -> {
            if (crashed) {
                return;
            }
            LogFailure damage = damaged.get(name);
            if (state() instanceof StoreState.Closed) {
                completion.failed(new LogFailure.Closed());
            } else if (damage != null) {
                completion.failed(damage);
            } else {
                completion.completed(reading.get());
            }
        });
    }

    /** Does something in a step, unless the store crashed or failed before. */
    void executeStep(Runnable step) {
        steps.execute(() -> {
            boolean ended = state() instanceof StoreState.Failed;
            if (!crashed && !ended) {
                step.run();
            }
        });
    }

    private @Nullable LogFailure whyNot() {
        return switch (state) {
            case StoreState.Closed closed -> new LogFailure.Closed();
            case StoreState.Failed failed -> new LogFailure.Failed(failed.reason());
            case StoreState.Accepting accepting -> refusedForNow();
            case StoreState.UsingReserve reserve -> refusedForNow();
        };
    }

    private @Nullable LogFailure refusedForNow() {
        LogFailure now = refusal;
        if (now != null && now.isForWantOfRoom()) {
            outOfRoom = now;
        }
        return now == null ? outOfRoom : now;
    }

    private void runStep() {
        PendingStep step;
        long[] offsets;
        synchronized (lock) {
            step = pending.poll();
            if (step == null || crashed) {
                return;
            }
            offsets = apply(step);
        }
        step.completion().completed(offsets);
    }

    private long[] apply(PendingStep step) {
        lastEngineTime = Math.max(lastEngineTime, engineTime.getAsLong());
        return switch (step) {
            case PendingStep.Append append -> append(append.entries());
            case PendingStep.Delete delete -> {
                MemoryLogStream stream = streams.remove(delete.name().value());
                if (stream != null) {
                    stream.clear();
                }
                yield new long[0];
            }
        };
    }

    private long[] append(List<StreamAppend> entries) {
        int targets = 0;
        for (int i = 0; i < entries.size(); i++) {
            targets += entries.get(i).targets().size();
        }
        long[] offsets = new long[targets];
        int at = 0;
        for (int i = 0; i < entries.size(); i++) {
            StreamAppend entry = entries.get(i);
            for (int j = 0; j < entry.targets().size(); j++) {
                offsets[at++] = target(entry.targets().get(j)).add(entry.batch());
            }
        }
        return offsets;
    }

    private MemoryLogStream target(LogStream handle) {
        // A handle from before a deletion stands for the stream that now has the name.
        MemoryLogStream known = streams.get(handle.name().value());
        if (known != null) {
            return known;
        }
        return handle.isVolatile()
                ? (MemoryLogStream) handle
                : (MemoryLogStream) stream(handle.name());
    }

    @Override
    public StoreState state() {
        synchronized (lock) {
            return state;
        }
    }

    @Override
    public void onStateChange(StoreStateListener listener) {
        listeners.add(listener);
    }

    @Override
    public long lastEngineTime() {
        synchronized (lock) {
            return lastEngineTime;
        }
    }

    @Override
    public long lastCrash() {
        return lastCrash;
    }

    @Override
    public List<Damage> damages() {
        return List.of();
    }

    /** Completes what was accepted before, then takes nothing more. */
    @Override
    public void close() {
        while (pendingAppends() > 0) {
            runStep();
        }
        become(new StoreState.Closed());
    }

    /** Appends and deletions that were accepted and not yet completed. */
    public int pendingAppends() {
        synchronized (lock) {
            return crashed ? 0 : pending.size();
        }
    }

    /**
     * Puts the store in a state and tells the listeners. {@link StoreState.Failed} also fails what
     * is waiting, as a store whose sync failed does.
     */
    public void become(StoreState newState) {
        List<PendingStep> unanswered = List.of();
        synchronized (lock) {
            if (crashed || newState.equals(state)) {
                return;
            }
            state = newState;
            if (newState instanceof StoreState.Failed) {
                unanswered = List.copyOf(pending);
                pending.clear();
            }
        }
        for (PendingStep step : unanswered) {
            steps.execute(() -> step.completion().failed(new LogFailure.Failed("simulated")));
        }
        listeners.forEach(listener -> steps.execute(() -> listener.changed(newState)));
    }

    /** From now on appends fail with this, as on a full disk, until {@link #acceptAppends}. */
    public void refuseAppends(LogFailure failure) {
        synchronized (lock) {
            refusal = failure;
        }
    }

    /** Ends {@link #refuseAppends}; {@link #resume} is still to be called by who was refused. */
    public void acceptAppends() {
        synchronized (lock) {
            refusal = null;
        }
    }

    /** From now on, restarts included, nothing of the stream can be read, as if it were damaged. */
    public void damage(StreamName name, Damage damage) {
        damaged.put(name, new LogFailure.Damaged(damage));
    }

    /** Ends {@link #damage}, as when files come back from a backup. */
    public void mend(StreamName name) {
        damaged.remove(name);
    }

    /**
     * Ends this store as a power cut does, without answering anything more, and opens the one that
     * a restart finds.
     *
     * @param pendingKept how many of the waiting appends had reached the disk, oldest first, 0 to
     *     {@link #pendingAppends()}
     * @param newSteps runs the tasks of the new store
     */
    public MemoryLogStore crash(int pendingKept, Executor newSteps) {
        synchronized (lock) {
            for (int i = 0; i < pendingKept; i++) {
                apply(pending.remove());
            }
            return restarted(newSteps, lastEngineTime);
        }
    }

    private MemoryLogStore restarted(Executor newSteps, long crashedAt) {
        synchronized (lock) {
            crashed = true;
            state = new StoreState.Closed();
            Map<String, MemoryLogStream> kept = new TreeMap<>();
            MemoryLogStore restarted =
                    new MemoryLogStore(
                            newSteps, engineTime, options, kept, lastEngineTime, crashedAt);
            restarted.damaged.putAll(damaged);
            streams.forEach((name, stream) -> {
                if (stream.exists() && !stream.isVolatile()) {
                    kept.put(name, stream.copyFor(restarted));
                }
            });
            return restarted;
        }
    }

    /** Opens what a clean stop left behind. */
    public MemoryLogStore reopen(Executor newSteps) {
        close();
        return restarted(newSteps, lastCrash);
    }
}
