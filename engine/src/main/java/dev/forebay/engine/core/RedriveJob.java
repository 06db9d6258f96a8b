package dev.forebay.engine.core;

import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.Message;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.edit.EditTemplate;
import dev.forebay.engine.struct.Timer;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One redrive: reads on through the messages that were there when it began and moves those that are
 * meant, or discards them, a step at a time. All of a step is one append: what is settled here,
 * what is sent there, and how far this has come. A message that was moved is settled, so that no
 * crash moves it again.
 */
final class RedriveJob extends Timer {
    private static final int READ_BYTES = 64 << 10;
    private static final int SMALL_READ_BYTES = 16 << 10;
    private static final int FEW = 20;
    private static final long RETRY_MILLIS = 100;
    private static final long FULL_MILLIS = 1_000;
    private static final long SECOND = 1_000;
    private static final long UNUSED_MILLIS = 100;

    private final Core core;
    private final RedriveJobs jobs;
    private final RedriveCodec.Entry.Begun begun;
    private final Hold hold;
    private @Nullable RedriveChoice choice;
    private RedriveInfo.State state = RedriveInfo.State.RUNNING;
    private String failure = "";
    private long cursor;
    private long moved;
    private long failed;
    private long endedAt;
    private long allowedFrom;
    private boolean stepping;

    RedriveJob(Core core, RedriveJobs jobs, RedriveCodec.Entry.Begun begun) {
        this.core = core;
        this.jobs = jobs;
        this.begun = begun;
        this.hold = new Hold(core);
    }

    long id() {
        return begun.id();
    }

    int queueId() {
        return begun.queueId();
    }

    RedriveInfo.State state() {
        return state;
    }

    RedriveInfo info() {
        return new RedriveInfo(
                begun.id(),
                begun.request(),
                state,
                begun.startedAt(),
                endedAt,
                begun.total(),
                moved,
                failed,
                state == RedriveInfo.State.RUNNING ? hold.current() : Optional.empty(),
                failure);
    }

    RedriveCodec.Entry.Begun begun() {
        return begun;
    }

    RedriveCodec.Entry.Progress progress() {
        return new RedriveCodec.Entry.Progress(
                begun.id(), state, cursor, moved, failed, endedAt, failure);
    }

    /** As a record found at a start tells. */
    void restore(RedriveCodec.Entry.Progress known) {
        state = known.state();
        cursor = known.cursor();
        moved = known.moved();
        failed = known.failed();
        endedAt = known.endedAt();
        failure = known.failure();
    }

    /** Changes the state; to be recorded by the caller. */
    void become(RedriveInfo.State next) {
        state = next;
        if (next.isEnded()) {
            endedAt = core.wall();
            core.timers.cancel(this);
        }
    }

    private void fail(String why) {
        failure = why;
        become(RedriveInfo.State.FAILED);
        jobs.record(this);
    }

    @Override
    protected void fire(long now) {
        proceed();
    }

    /** Takes the next step, if there is one to take. */
    void proceed() {
        if (state != RedriveInfo.State.RUNNING
                || stepping
                || core.gate.isStopping()
                || core.gate.failure() != null) {
            return;
        }
        Refusal refusal = core.gate.refusal(StoreGate.Work.MOVE);
        QueueState queue = core.catalog.get(begun.queueId());
        if (queue == null) {
            fail("Queue \"" + begun.request().queue() + "\" was deleted.");
        } else if (refusal != null || core.journal.riderBytes() > core.limits.groupBytes() / 2) {
            again(RETRY_MILLIS);
        } else if (!queue.partition().isLoaded()) {
            stepping = true;
            queue.partition().whenLoaded(() -> loaded(queue));
        } else if (allowance() == 0) {
            core.timers.at(this, allowedFrom + millisEach());
        } else {
            read(queue);
        }
    }

    private void loaded(QueueState queue) {
        stepping = false;
        Refusal broken = queue.partition().broken();
        if (broken != null) {
            fail(broken.message());
        } else {
            proceed();
        }
    }

    private void again(long millis) {
        core.timers.at(this, core.now() + millis);
    }

    /** How many messages may move now. */
    private int allowance() {
        int rate = begun.request().perSecond();
        if (rate == 0) {
            return Integer.MAX_VALUE;
        }
        // What was not used for longer than that is gone.
        allowedFrom = Math.max(allowedFrom, core.now() - Math.max(UNUSED_MILLIS, millisEach()));
        return (int) ((core.now() - allowedFrom) * rate / SECOND);
    }

    /** From one message to the next at the least, in ms. */
    private long millisEach() {
        return Math.ceilDiv(SECOND, begun.request().perSecond());
    }

    private void read(QueueState queue) {
        cursor = Math.max(cursor, queue.partition().stream().startOffset());
        cursor = Math.max(cursor, queue.partition().work().state().low);
        if (cursor >= begun.end()) {
            become(RedriveInfo.State.COMPLETED);
            jobs.record(this);
            return;
        }
        stepping = true;
        int most = allowance() < FEW ? SMALL_READ_BYTES : READ_BYTES;
        queue.partition().stream().read(cursor, most, new Read(queue));
    }

    private final class Read extends OneRead {
        private final QueueState queue;

        Read(QueueState queue) {
            super(core);
            this.queue = queue;
        }

        @Override
        protected void read(ByteBuffer batches) {
            stepping = false;
            if (state != RedriveInfo.State.RUNNING || core.gate.isStopping()) {
                return;
            }
            if (queue.partition().isGone()) {
                proceed();
            } else if (!batches.hasRemaining()) {
                // It is there, and the store cannot show it yet.
                again(RETRY_MILLIS);
            } else {
                // In the timelines it is the doing of who started it.
                core.callers.as(begun.by(), () -> new Step(queue, choice(queue)).take(batches));
            }
        }

        @Override
        protected void notRead(LogFailure why) {
            stepping = false;
            if (state != RedriveInfo.State.RUNNING) {
                return;
            }
            // Unless it is damage, nothing can be read until a restart, which resumes.
            Refusal refusal = core.gate.refusal(why);
            if (queue.partition().quarantine().takes(why, cursor)) {
                new Step(queue, choice(queue)).stepOver(refusal.message());
            } else if (refusal instanceof Refusal.Damaged) {
                fail(refusal.message());
            }
        }
    }

    private RedriveChoice choice(QueueState queue) {
        RedriveChoice made = choice;
        if (made == null) {
            made = new RedriveChoice(core, begun.request(), queue.partition().work());
            choice = made;
        }
        return made;
    }

    /** What one read brought. */
    private final class Step {
        private final QueueState queue;
        private final Subscription source;
        private final RedriveChoice choice;
        private final Map<QueueState, OutBatch> batches = new LinkedHashMap<>();
        private int left = allowance();
        private int taken;
        private long bytes;

        /**
         * Why this ended before the read did: it waits for room or a load, or was long; or null.
         */
        private @Nullable Runnable obstacle;

        Step(QueueState queue, RedriveChoice choice) {
            this.queue = queue;
            this.source = queue.partition().work();
            this.choice = choice;
        }

        void take(ByteBuffer read) {
            RecordBatchReader reader = new RecordBatchReader();
            reader.reset(read, cursor);
            long failedBefore = failed;
            while (true) {
                if (!reader.next()) {
                    cursor = Math.max(cursor, MessageCursor.endOf(read));
                    break;
                }
                if (reader.offset() >= begun.end()) {
                    cursor = begun.end();
                    break;
                }
                if (left == 0 || (choice.takes(reader) && !end(reader.offset()))) {
                    cursor = reader.offset();
                    break;
                }
                cursor = reader.offset() + 1;
            }
            Runnable waiting = obstacle;
            if (taken > 0) {
                send();
            }
            if (taken > 0 || failed > failedBefore) {
                record(waiting);
            } else if (waiting != null) {
                waiting.run();
            } else {
                core.again();
                again(0);
            }
        }

        /**
         * Leaves what cannot be read where it is. A repeated read may succeed where nothing is
         * known.
         */
        void stepOver(String why) {
            Quarantine quarantine = queue.partition().quarantine();
            long sound =
                    quarantine.holds(cursor)
                            ? Math.min(begun.end(), quarantine.endOf(cursor))
                            : cursor;
            for (long offset = cursor; offset < sound; offset++) {
                if (!source.state().isSettled(offset)) {
                    note(why);
                }
            }
            cursor = sound;
            record(null);
        }

        /** Does with what was chosen as was asked; false when it has to wait. */
        private boolean end(long offset) {
            return switch (begun.request().purpose()) {
                case MOVE -> move(offset);
                case DISCARD -> discard(offset);
            };
        }

        private boolean discard(long offset) {
            core.unleased.settle(source, offset, Fate.PURGED);
            taken++;
            moved++;
            left--;
            return true;
        }

        /** Moves what was chosen, or notes why it stays; false when it has to wait. */
        private boolean move(long offset) {
            QueueState target = choice.target().map(core.catalog::get).orElse(null);
            if (target == null) {
                return stays(
                        choice.target()
                                .map(name -> "There is no queue \"" + name + "\".")
                                .orElse("Nothing says which queue a message came from."));
            }
            if (!target.partition().isLoaded() && target.partition().broken() == null) {
                obstacle = () -> target.partition().whenLoaded(RedriveJob.this::proceed);
                return false;
            }
            Refusal broken = target.partition().broken();
            if (broken != null) {
                return stays(broken.message());
            }
            int reader = choice.reader(target);
            if (reader == RedriveChoice.NONE) {
                return stays(
                        "Queue \"%s\" has no subscription \"%s\" any more, which gave it up."
                                .formatted(target.name(), choice.stored().sourceSubscription()));
            }
            EditTemplate.Edited edited = choice.edited();
            if (edited instanceof EditTemplate.Edited.Missing missing) {
                return stays(missing.why());
            }
            RedrivenMessage moving = moving(((EditTemplate.Edited.Done) edited).message(), reader);
            if (moving.contentBytes() > target.settings().maxMessageBytes()) {
                return stays(
                        new Refusal.MessageTooLarge(
                                        moving.contentBytes(), target.settings().maxMessageBytes())
                                .message());
            }
            // Limits of depth go by what ordinary receives share.
            Refusal full = reader > Subscription.WORK ? null : obstacle(target, moving.size());
            if (full != null) {
                hold.by(full);
                obstacle = () -> again(FULL_MILLIS);
                return false;
            }
            hold.end();
            if (source.state().isSettled(offset)) {
                // It was overdue, and went for room in its own queue.
                return true;
            }
            if (taken > 0 && bytes + moving.size() > core.limits.batchBytes()) {
                obstacle = RedriveJob.this::proceed;
                return false;
            }
            bytes += moving.size();
            target.coming(moving.size());
            moving.addTo(batch(target));
            core.unleased.move(source, offset, choice.stored().size(), target.id());
            taken++;
            moved++;
            left--;
            return true;
        }

        private RedrivenMessage moving(Message edited, int reader) {
            HistoryEntry.Content content =
                    begun.request().edit().isEmpty()
                            ? HistoryEntry.Content.UNTOUCHED
                            : HistoryEntry.Content.EDITED;
            return new RedrivenMessage(
                    core, queue.name(), begun.id(), edited, content, choice, reader);
        }

        /** Nothing is pushed out for what comes back; it waits. */
        private @Nullable Refusal obstacle(QueueState target, int size) {
            return target.settings().flow().takesMessages()
                    ? core.overflow.full(target, size)
                    : new Refusal.QueuePaused(target.name(), target.settings().flow());
        }

        private boolean stays(String why) {
            note(why);
            return true;
        }

        private void note(String why) {
            failed++;
            failure = failure.isEmpty() ? why : failure;
        }

        private OutBatch batch(QueueState target) {
            return batches.computeIfAbsent(
                    target, to -> new OutBatch(to.partition(), core.now(), core.wall()));
        }

        private void send() {
            int rate = begun.request().perSecond();
            if (rate > 0) {
                allowedFrom += (taken * SECOND + rate - 1) / rate;
            }
            for (OutBatch batch : batches.values()) {
                batch.finish();
                core.journal.ride(
                        new StreamAppend(batch.partition().stream(), batch.bytes()),
                        batch::confirmed);
            }
        }

        /** Goes on once all this is on disk. */
        private void record(@Nullable Runnable waiting) {
            stepping = true;
            if (cursor >= begun.end()) {
                become(RedriveInfo.State.COMPLETED);
            }
            jobs.record(
                    RedriveJob.this,
                    () -> {
                        stepping = false;
                        if (waiting != null) {
                            waiting.run();
                        } else {
                            proceed();
                        }
                    });
            source.receiving().serve();
        }
    }
}
