package dev.forebay.engine.core;

import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The schedules' stream, whose records ride with what they tell of. It holds all of each schedule
 * once, and after that how far it has come. As it grows the oldest whole record is written anew at
 * its end, one or two with each append, so that what stands before the oldest is needed no more:
 * however long schedules run, a start reads a few records of each.
 */
final class ScheduleLog {
    private static final int RECORDS_EACH = 4;
    private static final long SLACK_RECORDS = 1024;

    /** An append takes no more whole records along once it is this part of what it may be. */
    private static final int SHARE_OF_A_GROUP = 8;

    private final Core core;
    private final LogStream stream;

    /** All there are; whose whole record is the oldest comes first. */
    private final LinkedHashMap<Long, ScheduleEntry> byAge = new LinkedHashMap<>();

    private long written;

    ScheduleLog(Core core, LogStream stream) {
        this.core = core;
        this.stream = stream;
    }

    LogStream stream() {
        return stream;
    }

    /** All of these is written. */
    void whole(ScheduleEntry entry) {
        new Batch().whole(entry).ride();
    }

    /** How far these have come. */
    void progress(List<ScheduleEntry> entries) {
        Batch batch = new Batch();
        entries.forEach(batch::progress);
        batch.ride();
    }

    void gone(ScheduleEntry entry) {
        byAge.remove(entry.id);
        new Batch().add(ScheduleCodec.gone(entry.id)).ride();
    }

    /** Found at a start. */
    void found(ScheduleEntry entry, RecordBatchReader reader) {
        entry.wholeAt = written;
        entry.wholeOffset = reader.offset();
        byAge.remove(entry.id);
        byAge.put(entry.id, entry);
    }

    /** Whether it is one of those that there are. */
    boolean holds(ScheduleEntry entry) {
        return byAge.containsKey(entry.id);
    }

    void forget(ScheduleEntry entry) {
        byAge.remove(entry.id);
    }

    /** A record was read at a start. */
    void read() {
        written++;
    }

    /** Records of one append. */
    private final class Batch {
        private final RecordBatchWriter writer = new RecordBatchWriter(256);
        private final List<ScheduleEntry> whole = new ArrayList<>(1);
        private final List<Integer> places = new ArrayList<>(1);
        private boolean renews;

        Batch whole(ScheduleEntry entry) {
            whole.add(entry);
            places.add(writer.count());
            entry.wholeAt = written;
            entry.wholeOffset = -1;
            byAge.remove(entry.id);
            byAge.put(entry.id, entry);
            return add(ScheduleCodec.whole(entry));
        }

        void progress(ScheduleEntry entry) {
            add(ScheduleCodec.progress(entry));
        }

        Batch add(ByteBuffer record) {
            writer.append(core.wall(), null, record, List.of());
            written++;
            return this;
        }

        void ride() {
            int most = core.limits.groupBytes() / SHARE_OF_A_GROUP;
            for (int left = 2 * writer.count(); left > 0 && isLong(); left--) {
                if (writer.sizeBytes() > most) {
                    break;
                }
                whole(byAge.values().iterator().next());
                renews = true;
            }
            core.journal.ride(new StreamAppend(stream, writer.finish()), this::at);
        }

        private boolean isLong() {
            Iterator<ScheduleEntry> oldest = byAge.values().iterator();
            long most = (long) RECORDS_EACH * byAge.size() + SLACK_RECORDS;
            return oldest.hasNext() && written - oldest.next().wholeAt > most;
        }

        private void at(long base) {
            for (int i = 0; i < whole.size(); i++) {
                whole.get(i).wholeOffset = base + places.get(i);
            }
            Iterator<ScheduleEntry> oldest = byAge.values().iterator();
            long needed = oldest.hasNext() ? oldest.next().wholeOffset : base;
            if ((renews || byAge.isEmpty()) && needed >= 0) {
                stream.retain(needed, new RetentionRule(0, 0, core.wall()));
            }
        }
    }
}
