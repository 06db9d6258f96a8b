package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pages of state that was moved out of the heap: each a record of a stream, read by its offset. A
 * few that were read last are kept. Who moves state out first writes the page, and once that is on
 * disk tells in the journal what is in it; until then it keeps what it wrote.
 */
final class SpillStream {
    private static final int PAGES_KEPT = 16;
    private static final int ROOM = 128;
    private static final long REPEAT_MILLIS = 20;

    private final Core core;
    private final LogStream stream;
    private final Map<Long, List<Reading>> underWay = new HashMap<>();
    private final LinkedHashMap<Long, ByteBuffer> kept = new LinkedHashMap<>(16, 0.75f, true);

    SpillStream(Core core, LogStream stream) {
        this.core = core;
        this.stream = stream;
    }

    /** Hears what became of a page. */
    interface Writing {
        /** It is on disk, at this place. */
        void written(long place);

        /** It is not on disk: there is no room, or the store has failed. */
        void refused();
    }

    /** Takes a page, or hears why there is none. */
    interface Reading {
        void read(ByteBuffer page);

        void notRead(LogFailure why);
    }

    LogStream stream() {
        return stream;
    }

    void write(ByteBuffer page, Writing then) {
        RecordBatchWriter writer = new RecordBatchWriter(page.remaining() + ROOM);
        writer.append(core.wall(), null, page, List.of());
        core.commits.submit(
                new PageCommit(List.of(new StreamAppend(stream, writer.finish())), then));
    }

    /** Reads the page at a place; at once if it is one of those that were read last. */
    void read(long place, Reading then) {
        ByteBuffer known = kept.get(place);
        if (known != null) {
            then.read(known.duplicate());
            return;
        }
        List<Reading> waiting = underWay.get(place);
        if (waiting != null) {
            waiting.add(then);
            return;
        }
        underWay.put(place, new ArrayList<>(List.of(then)));
        stream.read(place, 1, new PageRead(place));
    }

    /**
     * Lets go of pages before this place, once it is on disk that nobody needs them; what is lost
     * before is let go of after the next start.
     */
    void retain(long from) {
        if (from <= stream.startOffset()) {
            return;
        }
        core.journal.whenDurable(
                new Durable() {
                    @Override
                    public void durable() {
                        letGo(from);
                    }

                    @Override
                    public void lost(Refusal refusal) {
                        // The next start finds them.
                    }
                });
    }

    private void letGo(long from) {
        kept.keySet().removeIf(place -> place < from);
        stream.retain(from, new RetentionRule(0, 0, core.wall()));
    }

    private void keep(long place, ByteBuffer page) {
        kept.put(place, page);
        if (kept.size() > PAGES_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private List<Reading> end(long place) {
        List<Reading> waiting = underWay.remove(place);
        return waiting == null ? List.of() : waiting;
    }

    private final class PageCommit extends Commit {
        private final Writing then;

        PageCommit(List<StreamAppend> entries, Writing then) {
            super(core.commits, entries);
            this.then = then;
        }

        @Override
        protected void confirmed(long[] baseOffsets) {
            then.written(baseOffsets[0]);
        }

        @Override
        protected void refused(LogFailure why) {
            then.refused();
        }

        @Override
        protected boolean insists() {
            return false;
        }
    }

    private final class PageRead extends OneRead {
        private final long place;

        PageRead(long place) {
            super(core);
            this.place = place;
        }

        @Override
        protected void read(ByteBuffer batches) {
            if (!batches.hasRemaining()) {
                // It is there, and the store cannot show it yet.
                core.lane.schedule(() -> stream.read(place, 1, this), REPEAT_MILLIS);
                return;
            }
            RecordBatchReader reader = new RecordBatchReader();
            reader.reset(batches, place);
            if (!reader.next() || reader.offset() != place) {
                throw new IllegalStateException("the page at " + place + " is not there");
            }
            ByteBuffer page = reader.value();
            keep(place, page);
            end(place).forEach(each -> each.read(page.duplicate()));
        }

        @Override
        protected void notRead(LogFailure why) {
            end(place).forEach(each -> each.notRead(why));
        }
    }
}
