package dev.forebay.engine.core;

import dev.forebay.engine.Message;
import dev.forebay.engine.MissedRuns;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.Send;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records of the schedules' stream: all of a schedule, how far it has come since, or that it is
 * gone.
 */
final class ScheduleCodec {
    private static final int VERSION = 1;
    private static final int WHOLE = 1;
    private static final int PROGRESS = 2;
    private static final int GONE = 3;

    private ScheduleCodec() {}

    static ByteBuffer whole(ScheduleEntry entry) {
        ByteSink sink = begin(WHOLE, entry.id);
        writeSchedule(sink, entry.schedule);
        sink.putVarint(entry.queueId);
        sink.putText(entry.createdBy);
        sink.putVarint(entry.version);
        sink.putVarint(entry.createdAt);
        sink.putVarint(entry.modifiedAt);
        writeProgress(sink, entry);
        return sink.copy();
    }

    static ByteBuffer progress(ScheduleEntry entry) {
        ByteSink sink = begin(PROGRESS, entry.id);
        sink.putText(entry.schedule.activity().name());
        sink.putVarint(entry.version);
        writeProgress(sink, entry);
        return sink.copy();
    }

    static ByteBuffer gone(long id) {
        return begin(GONE, id).copy();
    }

    private static ByteSink begin(int code, long id) {
        ByteSink sink = new ByteSink(96);
        sink.putByte(VERSION);
        sink.putByte(code);
        sink.putVarint(id);
        return sink;
    }

    private static void writeSchedule(ByteSink sink, Schedule schedule) {
        sink.putText(schedule.name());
        sink.putText(schedule.queue());
        sink.putText(schedule.when());
        sink.putText(schedule.zone());
        sink.putText(schedule.missed().name());
        sink.putVarint(schedule.mostCaughtUp());
        sink.putText(schedule.activity().name());
        sink.putText(schedule.description());
        sink.putSigned(schedule.message().delayMillis());
        sink.putSigned(schedule.message().expiryMillis());
        Message message = schedule.message().message();
        ByteBuffer key = message.key();
        sink.putByte(key == null ? 0 : 1);
        if (key != null) {
            sink.putBytes(key);
        }
        sink.putVarint(message.headers().size());
        for (Header header : message.headers()) {
            sink.putText(header.name());
            sink.putBytes(header.value());
        }
        sink.putBytes(message.body());
    }

    private static void writeProgress(ByteSink sink, ScheduleEntry entry) {
        sink.putSigned(entry.next);
        sink.putSigned(entry.lastPlanned);
        sink.putSigned(entry.lastRan);
        sink.putVarint(entry.runs);
        sink.putVarint(entry.missed);
        sink.putVarint(entry.missedBefore);
        sink.putByte(entry.failure.isPresent() ? 1 : 0);
        entry.failure.ifPresent(failure -> {
            sink.putSigned(failure.at());
            sink.putSigned(failure.plannedAt());
            sink.putText(failure.reason());
        });
    }

    /** Who is told what a record says. */
    interface Reader {
        /** All of a schedule follows. */
        ScheduleEntry whole(long id, Schedule schedule);

        /** How far it has come follows; null when nobody needs it any more. */
        @Nullable ScheduleEntry progress(long id);

        void gone(long id);
    }

    /** Reads a record; returns the schedule if all of it was in there. */
    static @Nullable ScheduleEntry read(ByteBuffer record, Reader reader) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a record of a schedule of version " + version);
        }
        int code = source.getByte();
        long id = source.getVarint();
        switch (code) {
            case WHOLE -> {
                ScheduleEntry entry = reader.whole(id, readSchedule(source));
                entry.queueId = source.getInt();
                entry.createdBy = source.getText();
                entry.version = source.getVarint();
                entry.createdAt = source.getVarint();
                entry.modifiedAt = source.getVarint();
                readProgress(source, entry);
                return entry;
            }
            case PROGRESS -> {
                ScheduleEntry entry = reader.progress(id);
                if (entry != null) {
                    Schedule.Activity activity = Schedule.Activity.valueOf(source.getText());
                    entry.schedule = entry.schedule.withActivity(activity);
                    entry.version = source.getVarint();
                    readProgress(source, entry);
                }
            }
            case GONE -> reader.gone(id);
            default -> throw new IllegalStateException("a record of a schedule of code " + code);
        }
        return null;
    }

    private static Schedule readSchedule(ByteSource source) {
        String name = source.getText();
        String queue = source.getText();
        String when = source.getText();
        String zone = source.getText();
        MissedRuns missed = MissedRuns.valueOf(source.getText());
        int mostCaughtUp = source.getInt();
        Schedule.Activity activity = Schedule.Activity.valueOf(source.getText());
        String description = source.getText();
        long delay = source.getSigned();
        long expiry = source.getSigned();
        ByteBuffer key = source.getByte() == 0 ? null : ByteBuffer.wrap(source.getBytes());
        List<Header> headers = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            String header = source.getText();
            headers.add(new Header(header, ByteBuffer.wrap(source.getBytes())));
        }
        ByteBuffer body = ByteBuffer.wrap(source.getBytes());
        Message message = new Message(key, List.copyOf(headers), body);
        return new Schedule(
                name,
                queue,
                when,
                zone,
                new Send(message, delay, null, expiry),
                missed,
                mostCaughtUp,
                activity,
                description);
    }

    private static void readProgress(ByteSource source, ScheduleEntry entry) {
        entry.next = source.getSigned();
        entry.lastPlanned = source.getSigned();
        entry.lastRan = source.getSigned();
        entry.runs = source.getVarint();
        entry.missed = source.getVarint();
        entry.missedBefore = source.getVarint();
        entry.failure =
                source.getByte() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new ScheduleInfo.Failure(
                                        source.getSigned(), source.getSigned(), source.getText()));
    }
}
