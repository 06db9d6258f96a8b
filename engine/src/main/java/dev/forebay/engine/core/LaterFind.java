package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.CommittedBatch;
import dev.forebay.engine.Message;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds a scheduled message by its place. No step may be under way meanwhile. */
final class LaterFind {
    private final Core core;
    private final Later later;
    private final LaterPlace place;
    private final ArrayDeque<LaterRun> where = new ArrayDeque<>(2);
    private final Consumer<@Nullable Found> reply;

    /** The message, and the run that it waits in. */
    record Found(
            LaterRun run,
            ScheduledMessage message,
            int size,
            Optional<Caller> sender,
            CommittedBatch commit) {}

    /**
     * @param reply told what was found, or null
     */
    LaterFind(Core core, Later later, LaterPlace place, Consumer<@Nullable Found> reply) {
        this.core = core;
        this.later = later;
        this.place = place;
        this.reply = reply;
        LaterState state = later.state();
        LaterRun run = LaterState.covering(state.runs, place.due());
        LaterRun part = LaterState.covering(state.parts, place.due());
        if (run != null) {
            where.add(run);
        }
        if (part != null) {
            where.add(part);
        }
    }

    void start() {
        LaterRun run = where.pollFirst();
        if (run == null) {
            reply.accept(null);
        } else if (!later.state().isWaiting(run, place)) {
            start();
        } else {
            new LaterSeek(core, run, place.number()) {
                @Override
                protected void found(long offset) {
                    scan(run, offset);
                }
            }.start();
        }
    }

    private void scan(LaterRun run, long from) {
        new LaterScan(core, run, from, run.end) {
            private @Nullable Found found;

            @Override
            protected boolean record(StoredMessage stored, LaterPlace at) {
                if (at.equals(place)) {
                    found =
                            new Found(
                                    run,
                                    message(later.queueId(), reader()),
                                    stored.size(),
                                    stored.sender(),
                                    Stay.commit(run.stream, reader()));
                }
                return found == null && at.number() <= place.number() + LaterSeek.SLACK;
            }

            @Override
            protected void done() {
                if (found == null) {
                    LaterFind.this.start();
                } else {
                    reply.accept(found);
                }
            }

            @Override
            protected void stopped(LogFailure why) {
                LaterFind.this.start();
            }
        }.start();
    }

    /** The record's message, copied out of what was read. */
    static ScheduledMessage message(int queueId, RecordBatchReader reader) {
        StoredMessage stored = new StoredMessage();
        stored.read(reader);
        LaterPlace at = stored.place();
        if (at == null) {
            throw new IllegalStateException("a scheduled message without its place");
        }
        Message read = stored.message();
        ByteBuffer key = read.key();
        List<Header> headers = new ArrayList<>(read.headers().size());
        for (Header header : read.headers()) {
            headers.add(new Header(header.name(), LaterMove.copy(header.value())));
        }
        Message copy =
                new Message(
                        key == null ? null : LaterMove.copy(key),
                        headers,
                        LaterMove.copy(read.body()));
        return new ScheduledMessage(at.id(queueId), at.due(), reader.timestamp(), copy);
    }
}
