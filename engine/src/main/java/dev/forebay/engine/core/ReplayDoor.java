package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.ReplayPreview;
import dev.forebay.engine.Replays;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays, as the outside asks for them. */
final class ReplayDoor implements Replays {
    private final Core core;

    ReplayDoor(Core core) {
        this.core = core;
    }

    @Override
    public Waiting preview(String queue, Replay replay, Reply<ReplayPreview> reply) {
        core.turn.begin();
        PreviewCount count = new PreviewCount(core, replay, reply);
        core.catalog.whenUsable(queue, reply, count::begin);
        return count;
    }

    @Override
    public void start(Caller caller, String queue, Replay replay, Reply<ReplayInfo> reply) {
        core.begin(caller);
        core.catalog.whenUsable(
                queue, reply, found -> core.catalog.change(new Start(found, replay, reply)));
    }

    @Override
    public void change(
            Caller caller,
            String queue,
            int number,
            ReplayInfo.Phase phase,
            Reply<ReplayInfo> reply) {
        core.begin(caller);
        if (phase == ReplayInfo.Phase.DONE || phase == ReplayInfo.Phase.FAILED) {
            reply.refused(
                    new Refusal.InvalidSetting(
                            "phase", phase.name(), "RUNNING, PAUSED or CANCELLED"));
            return;
        }
        core.catalog.whenUsable(
                queue,
                reply,
                found ->
                        core.catalog.change(
                                new ReplayTurn(core, found, number, phase, "") {
                                    @Override
                                    void answer(ReplayInfo info) {
                                        reply.ok(info);
                                    }

                                    @Override
                                    public void refused(Refusal refusal) {
                                        reply.refused(refusal);
                                    }
                                }));
    }

    @Override
    public List<ReplayInfo> all(String queue) {
        QueueState found = core.catalog.get(queue);
        if (found == null || !found.hasReaders()) {
            return List.of();
        }
        return found.readers().replays().stream()
                .map(run -> core.readership.info(found, run))
                .toList();
    }

    /** Begins a replay. */
    private final class Start implements CatalogChange {
        private final QueueState queue;
        private final Replay replay;
        private final Reply<ReplayInfo> reply;
        private Readers.@Nullable Run begun;

        Start(QueueState queue, Replay replay, Reply<ReplayInfo> reply) {
            this.queue = queue;
            this.replay = replay;
            this.reply = reply;
        }

        @Override
        public Optional<CatalogCodec.Entry> decide() {
            Refusal refusal = refusal();
            Integer target = refusal == null ? target() : null;
            if (refusal != null || target == null) {
                reply.refused(refusal != null ? refusal : noTarget());
                return Optional.empty();
            }
            ReplayRecord record = record(target);
            Subscription machine = core.readership.machine(queue, record);
            begun = new Readers.Run(record, machine);
            return Optional.of(new CatalogCodec.Entry.Replay(record));
        }

        private @Nullable Refusal refusal() {
            if (core.catalog.queue(queue.id()) != queue) {
                return new Refusal.NoSuchQueue(queue.name());
            }
            boolean intoWork =
                    replay.into() instanceof Replay.Target.Subscription into
                            && into.name().equals(Subscriptions.WORK);
            if (queue.isStream() && intoWork) {
                return new Refusal.ReadInPlace(queue.name());
            }
            return Readership.wrong(queue.partition(), replay).orElse(null);
        }

        /** Number of the subscription or id of the queue that it goes into; null for none. */
        private @Nullable Integer target() {
            return switch (replay.into()) {
                case Replay.Target.Subscription into -> {
                    Subscription known = queue.subscription(into.name());
                    yield known == null ? null : known.number();
                }
                case Replay.Target.Queue into -> {
                    QueueState known = core.catalog.get(into.name());
                    yield known == null ? null : known.id();
                }
            };
        }

        private Refusal noTarget() {
            return switch (replay.into()) {
                case Replay.Target.Subscription into ->
                        new Refusal.NoSuchSubscription(queue.name(), into.name());
                case Replay.Target.Queue into -> new Refusal.NoSuchQueue(into.name());
            };
        }

        private ReplayRecord record(int target) {
            Selection selection = Readership.selection(queue.partition(), replay);
            return new ReplayRecord(
                    queue.id(),
                    queue.readers().takeNumber(),
                    replay.into(),
                    target,
                    selection,
                    ReplayInfo.Phase.RUNNING,
                    "",
                    core.wall(),
                    0,
                    new ReplayRecord.Figures(selection.from(), 0, 0, 0));
        }

        @Override
        public void made() {
            Readers.Run run = begun;
            if (run == null || core.catalog.queue(queue.id()) != queue) {
                reply.refused(new Refusal.NoSuchQueue(queue.name()));
                return;
            }
            Subscription machine = run.machine();
            if (machine != null) {
                core.snapshots.demand(machine);
                machine.open();
            }
            core.readership.turned(queue, run.record(), machine);
            reply.ok(core.readership.info(queue, run));
        }

        @Override
        public void refused(Refusal refusal) {
            Subscription machine = begun == null ? null : begun.machine();
            if (machine != null) {
                core.catalog.detach(machine);
            }
            reply.refused(refusal);
        }
    }
}
