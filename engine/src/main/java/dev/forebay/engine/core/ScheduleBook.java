package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleGuard;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.cron.RunTimes;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatchReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All schedules: what is asked of them, and what a start finds. */
final class ScheduleBook implements Schedules {
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 64 << 20;

    private final Core core;
    private final ScheduleTimes times = new ScheduleTimes();
    private final ScheduleLog log;
    private final ScheduleRuns runs;
    private final TreeMap<String, ScheduleEntry> byName = new TreeMap<>();
    private long nextId = 1;
    private long bytes;

    ScheduleBook(Core core, LogStream stream) {
        this.core = core;
        this.log = new ScheduleLog(core, stream);
        this.runs = new ScheduleRuns(core, log);
    }

    LogStream stream() {
        return log.stream();
    }

    void hold() {
        runs.hold();
    }

    void guard(ScheduleGuard guard) {
        runs.guard(guard);
    }

    // --- what is asked

    @Override
    public void put(Caller caller, Schedule schedule, Reply<ScheduleInfo> reply) {
        core.begin(caller);
        Refusal refusal = core.gate.refusal(StoreGate.Work.SEND);
        if (refusal == null) {
            refusal = new ScheduleCheck(core, times).refusal(schedule);
        }
        ScheduleEntry known = byName.get(schedule.name());
        if (refusal == null) {
            refusal = tooMany(known, ScheduleCheck.size(schedule));
        }
        if (refusal != null) {
            reply.refused(refusal);
            return;
        }
        ScheduleEntry entry = known == null ? entry(nextId++, schedule) : known;
        boolean sameTimes =
                known != null
                        && known.schedule.when().equals(schedule.when())
                        && known.schedule.zone().equals(schedule.zone());
        bytes += ScheduleCheck.size(schedule);
        if (known == null) {
            entry.createdAt = core.wall();
            byName.put(schedule.name(), entry);
        } else {
            bytes -= ScheduleCheck.size(known.schedule);
        }
        entry.schedule = schedule;
        entry.queueId = queueId(schedule.queue());
        entry.createdBy = caller.user();
        entry.version++;
        entry.modifiedAt = core.wall();
        if (!sameTimes) {
            entry.next = entry.times().next(core.wall());
        }
        changed(entry, reply);
    }

    private @Nullable Refusal tooMany(@Nullable ScheduleEntry known, int size) {
        if (known == null && byName.size() >= MOST) {
            return new Refusal.TooManySchedules("names", MOST);
        }
        long freed = known == null ? 0 : ScheduleCheck.size(known.schedule);
        return bytes - freed + size > MOST_BYTES
                ? new Refusal.TooManySchedules("bytes of messages", MOST_BYTES)
                : null;
    }

    private int queueId(String queue) {
        return core.catalog.find(queue).orElseThrow().id();
    }

    /** All of it is written; then it is armed and told. */
    private void changed(ScheduleEntry entry, Reply<ScheduleInfo> reply) {
        entry.refusals = 0;
        entry.failure = Optional.empty();
        log.whole(entry);
        runs.arm(entry);
        answer(entry, reply);
    }

    @Override
    public void enable(Caller caller, String name, Reply<ScheduleInfo> reply) {
        become(caller, name, Schedule.Activity.ENABLED, reply);
    }

    @Override
    public void disable(Caller caller, String name, Reply<ScheduleInfo> reply) {
        become(caller, name, Schedule.Activity.DISABLED, reply);
    }

    private void become(
            Caller caller, String name, Schedule.Activity activity, Reply<ScheduleInfo> reply) {
        core.begin(caller);
        ScheduleEntry entry = byName.get(name);
        Refusal refusal = core.gate.refusal(StoreGate.Work.RELEASE);
        if (refusal != null || entry == null) {
            reply.refused(refusal != null ? refusal : new Refusal.NoSuchSchedule(name));
        } else if (entry.schedule.activity() == activity) {
            answer(entry, reply);
        } else if (activity == Schedule.Activity.ENABLED
                && core.catalog.get(entry.schedule.queue()) == null) {
            reply.refused(new Refusal.NoSuchQueue(entry.schedule.queue()));
        } else {
            if (activity == Schedule.Activity.ENABLED) {
                // A queue of the same name may have been made since.
                entry.queueId = queueId(entry.schedule.queue());
            }
            entry.schedule = entry.schedule.withActivity(activity);
            entry.version++;
            entry.modifiedAt = core.wall();
            changed(entry, reply);
        }
    }

    @Override
    public void delete(Caller caller, String name, Reply<ScheduleInfo> reply) {
        core.begin(caller);
        ScheduleEntry entry = byName.get(name);
        Refusal refusal = core.gate.refusal(StoreGate.Work.ACK);
        if (refusal != null || entry == null) {
            reply.refused(refusal != null ? refusal : new Refusal.NoSuchSchedule(name));
            return;
        }
        byName.remove(name);
        bytes -= ScheduleCheck.size(entry.schedule);
        runs.disarm(entry);
        log.gone(entry);
        answer(entry, reply);
    }

    @Override
    public void run(Caller caller, String name, Reply<SendResult.Sent> reply) {
        core.begin(caller);
        ScheduleEntry entry = byName.get(name);
        if (entry == null) {
            reply.refused(new Refusal.NoSuchSchedule(name));
            return;
        }
        core.catalog.whenUsable(
                entry.schedule.queue(),
                reply,
                queue -> core.callers.as(caller, () -> run(caller, entry, queue, reply)));
    }

    private void run(
            Caller caller, ScheduleEntry entry, QueueState queue, Reply<SendResult.Sent> reply) {
        Refusal refusal = core.gate.refusal(StoreGate.Work.SEND);
        if (refusal == null && !log.holds(entry)) {
            refusal = new Refusal.NoSuchSchedule(entry.name());
        }
        ScheduledSends sends = new ScheduledSends(core);
        if (refusal == null) {
            refusal = sends.add(caller, queue, entry, 0, new SendCall.One(reply));
        }
        if (refusal != null) {
            reply.refused(refusal);
            return;
        }
        runs.ran(entry);
        sends.ride();
        log.progress(List.of(entry));
    }

    @Override
    public void preview(String when, String zone, int count, Reply<List<Long>> reply) {
        core.begin(Caller.IN_PROCESS);
        Refusal refusal = new ScheduleCheck(core, times).refusal(when, zone);
        if (refusal != null) {
            reply.refused(refusal);
            return;
        }
        RunTimes found = times.known(when, zone);
        List<Long> planned = new ArrayList<>();
        long at = found.next(core.wall());
        while (planned.size() < Math.min(count, MOST_PREVIEWED) && at != RunTimes.NEVER) {
            planned.add(at);
            at = found.next(at);
        }
        reply.ok(planned);
    }

    @Override
    public Optional<ScheduleInfo> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(ScheduleEntry::info);
    }

    @Override
    public Stream<ScheduleInfo> after(String name) {
        return byName.tailMap(name, false).values().stream().map(ScheduleEntry::info);
    }

    private void answer(ScheduleEntry entry, Reply<ScheduleInfo> reply) {
        ScheduleInfo info = entry.info();
        core.journal.whenDurable(Durable.otherwiseRefused(reply, () -> reply.ok(info)));
    }

    // --- what happens

    /** A queue is no more: what sends to it is disabled. */
    void queueGone(QueueState queue) {
        disable(
                byName.values().stream()
                        .filter(entry -> entry.queueId == queue.id() && entry.schedule.isEnabled())
                        .toList());
    }

    private void disable(List<ScheduleEntry> entries) {
        for (ScheduleEntry entry : entries) {
            entry.schedule = entry.schedule.withActivity(Schedule.Activity.DISABLED);
            entry.version++;
            String reason = "Queue \"" + entry.schedule.queue() + "\" was deleted.";
            entry.failed(core.wall(), 0, reason);
            runs.arm(entry);
        }
        if (!entries.isEmpty()) {
            log.progress(entries);
        }
    }

    // --- a start

    private ScheduleEntry entry(long id, Schedule schedule) {
        return new ScheduleEntry(id, schedule, times, runs::arm);
    }

    /** Reads the stream, record by record. */
    final class Found implements ScheduleCodec.Reader {
        private final Map<Long, ScheduleEntry> byId = new HashMap<>();

        void record(RecordBatchReader reader) {
            log.read();
            ScheduleEntry whole = ScheduleCodec.read(reader.value(), this);
            if (whole != null) {
                log.found(whole, reader);
            }
        }

        @Override
        public ScheduleEntry whole(long id, Schedule schedule) {
            nextId = Math.max(nextId, id + 1);
            ScheduleEntry entry = byId.get(id);
            if (entry == null) {
                entry = entry(id, schedule);
                byId.put(id, entry);
            } else {
                bytes -= ScheduleCheck.size(entry.schedule);
                entry.schedule = schedule;
            }
            bytes += ScheduleCheck.size(schedule);
            byName.put(schedule.name(), entry);
            return entry;
        }

        @Override
        public @Nullable ScheduleEntry progress(long id) {
            // Where all of it was written anew, that comes later.
            return byId.get(id);
        }

        @Override
        public void gone(long id) {
            nextId = Math.max(nextId, id + 1);
            ScheduleEntry entry = byId.remove(id);
            if (entry != null) {
                byName.remove(entry.name(), entry);
                bytes -= ScheduleCheck.size(entry.schedule);
                log.forget(entry);
            }
        }
    }

    /** Goes on; after everything else was found. */
    void resume() {
        byName.values().forEach(runs::arm);
        disable(
                byName.values().stream()
                        .filter(entry ->
                                entry.schedule.isEnabled()
                                        && core.catalog.get(entry.queueId) == null)
                        .toList());
    }
}
