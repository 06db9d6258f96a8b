package dev.forebay.engine.core;

import dev.forebay.engine.HeldUp;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.util.Optional;

/**
 * A replay as the catalog keeps it.
 *
 * @param targetId number of the subscription, or id of the queue, that it goes into
 * @param end what came of it, as long as it runs: nothing yet
 */
record ReplayRecord(
        int queueId,
        int number,
        Replay.Target target,
        int targetId,
        Selection selection,
        ReplayInfo.Phase phase,
        String reason,
        long createdAt,
        long endedAt,
        Figures end) {
    private static final int SUBSCRIPTION = 1;
    private static final int QUEUE = 2;

    /**
     * How far a replay is.
     *
     * @param position messages before it were looked at
     * @param given messages that were meant
     * @param acked of these, acked or copied
     */
    record Figures(long position, long given, long acked, long unsettled) {}

    ReplayRecord in(ReplayInfo.Phase next) {
        return with(next, reason, endedAt, end);
    }

    ReplayRecord over(ReplayInfo.Phase last, String why, long at, Figures figures) {
        return with(last, why, at, figures);
    }

    private ReplayRecord with(ReplayInfo.Phase next, String why, long at, Figures figures) {
        return new ReplayRecord(
                queueId, number, target, targetId, selection, next, why, createdAt, at, figures);
    }

    ReplayInfo info(String queue, Figures figures, Optional<HeldUp> heldUp) {
        return new ReplayInfo(
                queue,
                number,
                target,
                selection.from(),
                selection.to(),
                selection.filter(),
                selection.ratePerSecond(),
                phase,
                reason,
                heldUp,
                createdAt,
                endedAt,
                figures.position(),
                figures.given(),
                figures.acked(),
                figures.unsettled());
    }

    void write(ByteSink sink) {
        sink.putVarint(queueId);
        sink.putVarint(number);
        switch (target) {
            case Replay.Target.Subscription into -> {
                sink.putByte(SUBSCRIPTION);
                sink.putText(into.name());
            }
            case Replay.Target.Queue into -> {
                sink.putByte(QUEUE);
                sink.putText(into.name());
            }
        }
        sink.putVarint(targetId);
        selection.write(sink);
        sink.putText(phase.name());
        sink.putText(reason);
        sink.putVarint(createdAt);
        sink.putVarint(endedAt);
        sink.putVarint(end.position());
        sink.putVarint(end.given());
        sink.putVarint(end.acked());
        sink.putVarint(end.unsettled());
    }

    static ReplayRecord read(ByteSource source) {
        int queueId = source.getInt();
        int number = source.getInt();
        int kind = source.getByte();
        String name = source.getText();
        Replay.Target target =
                kind == SUBSCRIPTION
                        ? new Replay.Target.Subscription(name)
                        : new Replay.Target.Queue(name);
        int targetId = source.getInt();
        Selection selection = Selection.read(source);
        ReplayInfo.Phase phase = ReplayInfo.Phase.valueOf(source.getText());
        String reason = source.getText();
        long createdAt = source.getVarint();
        long endedAt = source.getVarint();
        long position = source.getVarint();
        long given = source.getVarint();
        long acked = source.getVarint();
        Figures end = new Figures(position, given, acked, source.getVarint());
        return new ReplayRecord(
                queueId, number, target, targetId, selection, phase, reason, createdAt, endedAt,
                end);
    }
}
