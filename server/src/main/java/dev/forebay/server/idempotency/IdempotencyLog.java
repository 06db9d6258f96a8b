package dev.forebay.server.idempotency;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.httpapi.IdempotencyKeys;
import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.StreamReading;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys in a stream of their own: a record before a request is carried out, one with its
 * answer. Read when the first key is used, so that a start does not wait for it. On the lane.
 */
public final class IdempotencyLog implements IdempotencyKeys {
    private static final StreamName NAME = new StreamName("http/idempotency");
    private static final int FIRST_BYTES = 512;

    /** Records between two looks at what can go. */
    private static final int UPKEEP = 1_000;

    private final LogStore store;
    private final Lane lane;
    private final EngineClock clock;
    private final KeptKeys keys = new KeptKeys();
    private final List<Asked> waiting = new ArrayList<>();
    private Loading loading = Loading.NOT_BEGUN;
    private int sinceUpkeep;

    /** A request that came before the keys were read. */
    private record Asked(String key, String request, Then then) {}

    private enum Loading {
        NOT_BEGUN,
        UNDER_WAY,
        DONE
    }

    public IdempotencyLog(LogStore store, Lane lane, EngineClock clock) {
        this.store = store;
        this.lane = lane;
        this.clock = clock;
    }

    @Override
    public void begin(String key, String request, Then then) {
        if (loading == Loading.DONE) {
            decide(key, request, then);
            return;
        }
        waiting.add(new Asked(key, request, then));
        if (loading == Loading.NOT_BEGUN) {
            loading = Loading.UNDER_WAY;
            store.find(NAME).ifPresentOrElse(this::load, this::loaded);
        }
    }

    private void decide(String key, String request, Then then) {
        long now = clock.wall();
        keys.trim(now);
        KeptKeys.Kept kept = keys.get(key);
        if (kept == null) {
            first(key, request, now, then);
        } else if (!kept.request.equals(request)) {
            then.another();
        } else if (kept.answer != null) {
            then.repeated(kept.answer);
        } else if (kept.fresh) {
            then.underWay();
        } else {
            then.inDoubt();
        }
    }

    private void first(String key, String request, long now, Then then) {
        keys.put(key, new KeptKeys.Kept(request, now, stream().endOffset(), true));
        append(
                key,
                new KeyRecord.Begun(request),
                failure -> {
                    if (failure == null) {
                        then.first();
                    } else {
                        keys.remove(key);
                        then.refused(Refusal.of(failure));
                    }
                });
    }

    @Override
    public void answered(String key, Answer answer, Runnable sent) {
        keys.answer(key, answer);
        append(key, new KeyRecord.Answered(answer), _ -> sent.run());
    }

    @Override
    public void forget(String key) {
        keys.remove(key);
        append(key, new KeyRecord.Forgotten(), _ -> {});
    }

    private void append(String key, KeyRecord record, Consumer<@Nullable LogFailure> ended) {
        ByteBuffer name = ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
        ByteBuffer value = record.encode();
        RecordBatchWriter writer = new RecordBatchWriter(FIRST_BYTES + value.remaining());
        writer.append(clock.wall(), name, value, List.of());
        store.append(
                List.of(new StreamAppend(stream(), writer.finish())),
                new AppendCompletion() {
                    @Override
                    public void completed(long[] baseOffsets) {
                        lane.execute(() -> ended.accept(null));
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        lane.execute(() -> ended.accept(failure));
                    }
                });
        if (++sinceUpkeep >= UPKEEP) {
            sinceUpkeep = 0;
            keys.trim(clock.wall());
            long needed = keys.firstOffset(stream().endOffset());
            stream().retain(needed, new RetentionRule(0, 0, clock.wall()));
        }
    }

    private LogStream stream() {
        return store.stream(NAME);
    }

    private void load(LogStream from) {
        new StreamReading(
                        lane::execute,
                        from,
                        from.startOffset(),
                        this::take,
                        this::loaded,
                        this::unreadable)
                .start();
    }

    private boolean take(RecordBatchReader reader) {
        ByteBuffer key = reader.key();
        if (key != null && reader.hasValue()) {
            take(
                    StandardCharsets.UTF_8.decode(key).toString(),
                    KeyRecord.decode(reader.value()),
                    reader.timestamp(),
                    reader.offset());
            keys.trim(clock.wall());
        }
        return true;
    }

    private void take(String key, KeyRecord record, long at, long offset) {
        switch (record) {
            case KeyRecord.Begun begun ->
                    keys.put(key, new KeptKeys.Kept(begun.request(), at, offset, false));
            case KeyRecord.Answered answered -> keys.answer(key, answered.answer());
            case KeyRecord.Forgotten _ -> keys.remove(key);
        }
    }

    private void loaded() {
        loading = Loading.DONE;
        List<Asked> asked = List.copyOf(waiting);
        waiting.clear();
        asked.forEach(one -> decide(one.key(), one.request(), one.then()));
    }

    /** Nobody can say then what was carried out before; the next request has it read again. */
    private void unreadable(LogFailure failure) {
        loading = Loading.NOT_BEGUN;
        List<Asked> asked = List.copyOf(waiting);
        waiting.clear();
        asked.forEach(one -> one.then().refused(Refusal.of(failure)));
    }
}
