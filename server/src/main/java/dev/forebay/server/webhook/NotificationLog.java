package dev.forebay.server.webhook;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifications that the webhook has not taken yet, in a stream of the log: a record of each, and
 * one without a value when it is over. On the lane.
 */
final class NotificationLog {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationLog.class);
    private static final StreamName NAME = new StreamName("alerts/webhook");
    private static final int BATCH_BYTES = 512;

    private final LogStore store;
    private final Lane lane;
    private final EngineClock clock;

    /** Where those that are not over stand, by id, oldest first. */
    private final Map<String, Long> places = new LinkedHashMap<>();

    NotificationLog(LogStore store, Lane lane, EngineClock clock) {
        this.store = store;
        this.lane = lane;
        this.clock = clock;
    }

    /** Tells those that are not over, oldest first. */
    void load(Consumer<List<Notification>> then) {
        Loading loading = new Loading(then);
        store.find(NAME).ifPresentOrElse(loading::read, loading::end);
    }

    /**
     * Keeps one.
     *
     * @param then once it is on disk, or cannot be: of a disk that fails people should hear too
     */
    void note(Notification notification, Runnable then) {
        append(
                notification.id(),
                notification.encode(),
                place -> {
                    places.put(notification.id(), place);
                    then.run();
                },
                then);
    }

    /** It was taken, or is given up. */
    void over(Notification notification) {
        if (places.remove(notification.id()) != null) {
            append(notification.id(), null, _ -> letGo(), () -> {});
        }
    }

    private void letGo() {
        LogStream stream = store.stream(NAME);
        long needed = places.values().stream().findFirst().orElse(stream.endOffset());
        stream.retain(needed, new RetentionRule(0, 0, clock.wall()));
    }

    private void append(
            String id, @Nullable ByteBuffer value, Consumer<Long> done, Runnable notDone) {
        RecordBatchWriter writer = new RecordBatchWriter(BATCH_BYTES);
        writer.append(clock.wall(), Notification.key(id), value, List.of());
        store.append(
                List.of(new StreamAppend(store.stream(NAME), writer.finish())),
                new AppendCompletion() {
                    @Override
                    public void completed(long[] baseOffsets) {
                        lane.execute(() -> done.accept(baseOffsets[0]));
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        lane.execute(() -> {
                            LOG.atWarn()
                                    .addKeyValue("reason", failure)
                                    .log("what is told the webhook is not kept over a restart");
                            notDone.run();
                        });
                    }
                });
    }

    /** One reading of the stream. */
    private final class Loading {
        private final Map<String, Notification> open = new LinkedHashMap<>();
        private final Consumer<List<Notification>> then;

        Loading(Consumer<List<Notification>> then) {
            this.then = then;
        }

        void read(LogStream from) {
            new StreamReading(
                            lane::execute,
                            from,
                            from.startOffset(),
                            this::take,
                            this::end,
                            this::unreadable)
                    .start();
        }

        private boolean take(RecordBatchReader reader) {
            ByteBuffer key = reader.key();
            if (key != null) {
                take(key, reader);
            }
            return true;
        }

        private void take(ByteBuffer key, RecordBatchReader reader) {
            String id = Notification.id(key);
            if (reader.hasValue()) {
                open.put(id, Notification.decode(id, reader.value()));
                places.put(id, reader.offset());
            } else {
                open.remove(id);
                places.remove(id);
            }
        }

        private void unreadable(LogFailure failure) {
            LOG.atWarn()
                    .addKeyValue("reason", failure)
                    .log("some of what was to be told the webhook cannot be read");
            end();
        }

        void end() {
            then.accept(List.copyOf(open.values()));
        }
    }
}
