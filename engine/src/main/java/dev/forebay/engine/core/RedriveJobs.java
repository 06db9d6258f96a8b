package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Message;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedrivePreview;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Redrives;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.edit.EditTemplate;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All redrives, kept in a stream of their own whose records ride with what they tell of. Of those
 * that ended the latest are kept.
 */
final class RedriveJobs implements Redrives {
    private static final int ENDED_KEPT = 100;
    private static final long SLACK_RECORDS = 1024;

    private final Core core;
    private final LogStream stream;
    private final TreeMap<Long, RedriveJob> jobs = new TreeMap<>();
    private long records;
    private long nextId = 1;

    RedriveJobs(Core core, LogStream stream) {
        this.core = core;
        this.stream = stream;
    }

    LogStream stream() {
        return stream;
    }

    // --- what is asked

    @Override
    public void start(Caller caller, RedriveRequest request, Reply<RedriveInfo> reply) {
        core.begin(caller);
        whenReady(request, reply, queue -> begin(caller, queue, request, reply));
    }

    private void begin(
            Caller caller, QueueState queue, RedriveRequest request, Reply<RedriveInfo> reply) {
        Optional<RedriveJob> active = active(queue.id());
        if (active.isPresent()) {
            reply.refused(new Refusal.RedriveInProgress(queue.name(), active.get().id()));
            return;
        }
        DeliveryState state = queue.partition().work().state();
        RedriveCodec.Entry.Begun begun =
                new RedriveCodec.Entry.Begun(
                        nextId++,
                        queue.id(),
                        request,
                        core.wall(),
                        state.end,
                        state.counters.unsettled() - state.leased,
                        caller);
        RedriveJob job = new RedriveJob(core, this, begun);
        jobs.put(job.id(), job);
        append(List.of(begun));
        answer(job, reply, job::proceed);
    }

    @Override
    public void preview(
            Caller caller, RedriveRequest request, int sample, Reply<RedrivePreview> reply) {
        core.begin(caller);
        whenReady(
                request,
                reply,
                queue -> {
                    Subscription source = queue.partition().work();
                    new StreamScan(
                                    core,
                                    queue.partition().stream(),
                                    queue.partition().quarantine(),
                                    Math.max(
                                            source.state().low,
                                            queue.partition().stream().startOffset()),
                                    new Preview(request, source, sample, reply))
                            .start();
                });
    }

    /** Takes a queue that is in memory. */
    private interface Ready {
        void take(QueueState queue);
    }

    private <T> void whenReady(RedriveRequest request, Reply<T> reply, Ready ready) {
        Refusal refusal = refusal(request);
        if (refusal != null) {
            reply.refused(refusal);
            return;
        }
        core.catalog
                .find(request.queue())
                .ifPresent(queue ->
                        queue.partition()
                                .whenLoaded(() -> {
                                    Refusal broken = queue.partition().broken();
                                    if (broken != null) {
                                        reply.refused(broken);
                                    } else {
                                        ready.take(queue);
                                    }
                                }));
    }

    private @Nullable Refusal refusal(RedriveRequest request) {
        Refusal refusal = core.gate.refusal(StoreGate.Work.SEND);
        if (refusal != null) {
            return refusal;
        }
        if (core.catalog.get(request.queue()) == null) {
            return new Refusal.NoSuchQueue(request.queue());
        }
        if (request.target().isPresent() && core.catalog.get(request.target().get()) == null) {
            return new Refusal.NoSuchQueue(request.target().get());
        }
        if (request.perSecond() < 0) {
            return new Refusal.InvalidSetting(
                    "perSecond", Integer.toString(request.perSecond()), "0 or more");
        }
        if (request.ids().size() > RedriveRequest.MAX_IDS) {
            return new Refusal.InvalidSetting(
                    "ids", request.ids().size() + " ids", "at most " + RedriveRequest.MAX_IDS);
        }
        return EditTemplate.wrong(request.edit()).orElse(null);
    }

    private Optional<RedriveJob> active(int queueId) {
        return jobs.values().stream()
                .filter(job -> job.queueId() == queueId && !job.state().isEnded())
                .findFirst();
    }

    @Override
    public void pause(Caller caller, long id, Reply<RedriveInfo> reply) {
        become(caller, id, RedriveInfo.State.PAUSED, reply);
    }

    @Override
    public void resume(Caller caller, long id, Reply<RedriveInfo> reply) {
        become(caller, id, RedriveInfo.State.RUNNING, reply);
    }

    @Override
    public void cancel(Caller caller, long id, Reply<RedriveInfo> reply) {
        become(caller, id, RedriveInfo.State.CANCELLED, reply);
    }

    private void become(Caller caller, long id, RedriveInfo.State next, Reply<RedriveInfo> reply) {
        core.begin(caller);
        RedriveJob job = jobs.get(id);
        Refusal refusal = core.gate.refusal(StoreGate.Work.RELEASE);
        if (refusal != null || job == null) {
            reply.refused(refusal != null ? refusal : new Refusal.NoSuchRedrive(id));
        } else if (job.state().isEnded()) {
            reply.refused(new Refusal.RedriveEnded(id));
        } else {
            job.become(next);
            append(List.of(job.progress()));
            answer(job, reply, job::proceed);
        }
    }

    private void answer(RedriveJob job, Reply<RedriveInfo> reply, Runnable then) {
        core.journal.whenDurable(
                Durable.otherwiseRefused(
                        reply,
                        () -> {
                            reply.ok(job.info());
                            then.run();
                        }));
    }

    @Override
    public Optional<RedriveInfo> find(long id) {
        return Optional.ofNullable(jobs.get(id)).map(RedriveJob::info);
    }

    @Override
    public List<RedriveInfo> all() {
        return jobs.descendingMap().values().stream().map(RedriveJob::info).toList();
    }

    // --- what is kept

    void record(RedriveJob job) {
        record(job, () -> {});
    }

    /** Writes down how far it has come with what this turn changes; then goes on. */
    void record(RedriveJob job, Runnable then) {
        append(List.of(job.progress()));
        core.journal.whenDurable(
                new Durable() {
                    @Override
                    public void durable() {
                        then.run();
                    }

                    @Override
                    public void lost(Refusal refusal) {
                        // Nothing more is recorded until a restart, which resumes.
                    }
                });
    }

    private void append(List<RedriveCodec.Entry> entries) {
        forgetOld();
        if (records > 4L * jobs.size() + SLACK_RECORDS) {
            rewrite();
        } else {
            ride(entries, base -> {});
        }
    }

    private void rewrite() {
        List<RedriveCodec.Entry> all = new ArrayList<>();
        for (RedriveJob job : jobs.values()) {
            all.add(job.begun());
            all.add(job.progress());
        }
        records = 0;
        ride(all, base -> stream.retain(base, new RetentionRule(0, 0, core.wall())));
    }

    private void ride(List<RedriveCodec.Entry> entries, DeliveryJournal.Rider end) {
        RecordBatchWriter writer = new RecordBatchWriter(256);
        for (RedriveCodec.Entry entry : entries) {
            writer.append(core.wall(), null, RedriveCodec.write(entry), List.of());
        }
        records += entries.size();
        core.journal.ride(new StreamAppend(stream, writer.finish()), end);
    }

    private void forgetOld() {
        long ended = jobs.values().stream().filter(job -> job.state().isEnded()).count();
        List<RedriveJob> oldest = List.copyOf(jobs.values());
        for (int i = 0; i < oldest.size() && ended > ENDED_KEPT; i++) {
            if (oldest.get(i).state().isEnded()) {
                jobs.remove(oldest.get(i).id());
                ended--;
            }
        }
    }

    // --- a start

    void recover(RecordBatchReader reader) {
        records++;
        switch (RedriveCodec.read(reader.value())) {
            case RedriveCodec.Entry.Begun begun -> {
                nextId = Math.max(nextId, begun.id() + 1);
                jobs.put(begun.id(), new RedriveJob(core, this, begun));
            }
            case RedriveCodec.Entry.Progress progress -> {
                RedriveJob job = jobs.get(progress.id());
                if (job != null) {
                    job.restore(progress);
                }
            }
        }
    }

    /** Goes on with what was under way. */
    void resume() {
        forgetOld();
        List.copyOf(jobs.values()).forEach(RedriveJob::proceed);
    }

    /** Counts what would move. */
    private final class Preview implements StreamScan.Visitor {
        private final RedriveChoice choice;
        private final int most;
        private final Reply<RedrivePreview> reply;
        private final List<RedrivePreview.Sample> sample = new ArrayList<>();
        private long messages;
        private long bytes;

        Preview(
                RedriveRequest request,
                Subscription source,
                int most,
                Reply<RedrivePreview> reply) {
            this.choice = new RedriveChoice(core, request, source);
            this.most = most;
            this.reply = reply;
        }

        @Override
        public void record(RecordBatchReader reader) {
            if (choice.takes(reader)) {
                messages++;
                bytes += choice.stored().size();
                if (sample.size() < most) {
                    sample.add(sample(choice.edited()));
                }
            }
        }

        private RedrivePreview.Sample sample(EditTemplate.Edited edited) {
            String stays =
                    edited instanceof EditTemplate.Edited.Missing missing ? missing.why() : "";
            Message message =
                    edited instanceof EditTemplate.Edited.Done done
                            ? done.message()
                            : choice.stored().message();
            return new RedrivePreview.Sample(
                    choice.id(),
                    choice.target().orElse(""),
                    choice.stored().size(),
                    cut(message),
                    stays);
        }

        /** A copy, so that the read it came with can go. */
        private static Message cut(Message message) {
            ByteBuffer body = message.body().duplicate();
            body.limit(body.position() + Math.min(body.remaining(), RedrivePreview.SAMPLE_BYTES));
            ByteBuffer copy = ByteBuffer.allocate(body.remaining()).put(body).flip();
            return new Message(message.key(), message.headers(), copy);
        }

        @Override
        public void done() {
            reply.ok(new RedrivePreview(messages, bytes, List.copyOf(sample)));
        }

        @Override
        public void failed(LogFailure why) {
            reply.refused(core.gate.refusal(why));
        }
    }
}
