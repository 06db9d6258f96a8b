package dev.forebay.bench.engine;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.StoreStateListener;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log store without memory: it counts what is appended and reads every batch back as the first
 * one, so that the heap holds the engine's state and nothing else. Completes at once.
 */
final class TemplateStore implements LogStore {
    private final Map<StreamName, TemplateStream> streams = new HashMap<>();

    @Override
    public LogStream stream(StreamName name) {
        return streams.computeIfAbsent(name, TemplateStream::new);
    }

    @Override
    public LogStream volatileStream(StreamName name) {
        return stream(name);
    }

    @Override
    public Optional<LogStream> find(StreamName name) {
        return Optional.ofNullable(streams.get(name));
    }

    @Override
    public Collection<LogStream> streams() {
        return new ArrayList<>(streams.values());
    }

    @Override
    public void append(List<StreamAppend> entries, AppendCompletion completion) {
        long[] offsets = new long[entries.size()];
        for (int i = 0; i < offsets.length; i++) {
            TemplateStream target = (TemplateStream) entries.get(i).targets().get(0);
            offsets[i] = target.append(entries.get(i).batch());
        }
        completion.completed(offsets);
    }

    @Override
    public void resume() {
        // It never runs out of room.
    }

    @Override
    public void delete(StreamName name, AppendCompletion completion) {
        streams.remove(name);
        completion.completed(new long[0]);
    }

    @Override
    public void checkpoint(AppendCompletion completion) {
        completion.completed(new long[0]);
    }

    @Override
    public StoreState state() {
        return new StoreState.Accepting();
    }

    @Override
    public void onStateChange(StoreStateListener listener) {}

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
    public void close() {}
}
