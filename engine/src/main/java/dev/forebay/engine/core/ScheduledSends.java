package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Message;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.Send;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of schedules that ride in the journal's next append, with the notes of their runs. */
final class ScheduledSends {
    private final Core core;
    private final Map<QueueState, OutBatch> open = new LinkedHashMap<>();
    private final List<Outgoing> all = new ArrayList<>();
    private long bytes;

    ScheduledSends(Core core) {
        this.core = core;
    }

    /** Bytes gathered, about. */
    long bytes() {
        return bytes;
    }

    /**
     * Adds a run's message; returns why its queue refuses it, or null.
     *
     * @param planned for when the run was planned, or 0
     */
    @Nullable Refusal add(
            Caller caller, QueueState queue, ScheduleEntry entry, long planned, SendCall call) {
        Refusal broken = queue.partition().broken();
        if (broken != null) {
            return broken;
        }
        Send send = entry.schedule.message();
        Candidate candidate = new Candidate();
        Refusal refusal =
                candidate.look(core, caller, queue, send, headers(send.message(), entry, planned));
        if (refusal != null) {
            return refusal;
        }
        candidate.begin(core, queue);
        // What was sent before goes before.
        core.outbox.flush();
        if (candidate.laterDue() > 0) {
            long due = candidate.laterDue();
            LaterBatch batch = queue.partition().later().batch(due, core.limits.batchBytes(), all);
            candidate.add(send, batch, call, 0);
        } else {
            candidate.add(send, batch(queue), call, 0);
        }
        bytes += send.bytes();
        return null;
    }

    private OutBatch batch(QueueState queue) {
        OutBatch batch = open.get(queue);
        if (batch == null || batch.isFull(core.limits.batchBytes())) {
            batch = new OutBatch(queue.partition(), core.now(), core.wall());
            open.put(queue, batch);
            all.add(batch);
        }
        return batch;
    }

    private static List<Header> headers(Message message, ScheduleEntry entry, long planned) {
        List<Header> headers = new ArrayList<>(EngineHeaders.sent(message.headers()));
        headers.add(EngineHeaders.text(Schedule.NAME_HEADER, entry.name()));
        headers.add(EngineHeaders.text(Schedule.RUN_HEADER, Long.toString(entry.runs + 1)));
        if (planned > 0) {
            headers.add(EngineHeaders.text(Schedule.PLANNED_HEADER, Long.toString(planned)));
        }
        long missed = entry.missed - entry.missedBefore;
        if (missed > 0) {
            headers.add(EngineHeaders.text(Schedule.MISSED_HEADER, Long.toString(missed)));
        }
        return headers;
    }

    /** Lets them ride. */
    void ride() {
        for (Outgoing batch : all) {
            batch.finish();
        }
        core.journal.ride(all);
    }
}
