package dev.forebay.engine.core;

import dev.forebay.engine.HeldUp;
import dev.forebay.engine.Position;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the machines of named subscriptions and replays, and takes them away. */
final class Readership {
    /** A pass takes up so many messages ahead of its consumers, or what it may give in a second. */
    private static final long PASS_WINDOW = 1000;

    private final Core core;

    /** The replays that are not over, of all queues. */
    private final Set<Ongoing> ongoing = new LinkedHashSet<>();

    private record Ongoing(QueueState queue, int number) {}

    Readership(Core core) {
        this.core = core;
    }

    // --- named subscriptions

    /** A machine for the subscription; it counts what is appended from now on. */
    Subscription machine(QueueState queue, NamedSubscription record) {
        Subscription machine =
                new Subscription(
                        core,
                        queue.partition(),
                        record.number(),
                        core.catalog.nextOrdinal(),
                        record.selection(),
                        null);
        if (record.feed() == NamedSubscription.Feed.SELECTED) {
            Outlet outlet = new Admission(core, machine, Admission.UNBOUNDED);
            machine.feedBy(
                    new Intake(
                            core,
                            machine,
                            record.selection(),
                            queue.work(),
                            outlet,
                            IntakeEnd.NEVER));
        }
        core.catalog.attach(machine);
        return machine;
    }

    /** The catalog has it. */
    void opened(QueueState queue, NamedSubscription record, Subscription machine) {
        queue.readers().add(new Readers.Named(record, machine));
        core.snapshots.demand(machine);
        machine.open();
        machine.takeUp();
    }

    /** The catalog has it no more; passes into it end with it. */
    void closed(QueueState queue, Readers.Named gone) {
        String name = gone.record().name();
        gone.machine().receiving().refuseAll(new Refusal.NoSuchSubscription(queue.name(), name));
        for (Readers.Run run : queue.readers().into(gone.machine())) {
            end(
                    queue,
                    run.record().number(),
                    ReplayInfo.Phase.CANCELLED,
                    "subscription \"" + name + "\" was removed");
        }
        queue.readers().remove(gone.record().number());
        core.catalog.detach(gone.machine());
    }

    void recover(NamedSubscription record) {
        QueueState queue = core.catalog.queue(record.queueId());
        if (queue != null) {
            Subscription machine = machine(queue, record);
            queue.readers().add(new Readers.Named(record, machine));
            machine.open();
        }
    }

    void recoverUnsubscribed(int queueId, int number) {
        QueueState queue = core.catalog.queue(queueId);
        Readers.Named known = queue == null ? null : queue.readers().named(number);
        if (queue != null && known != null) {
            queue.readers().remove(number);
            core.catalog.detach(known.machine());
        }
    }

    // --- replays

    /** A machine for the replay, or null when what it goes into is not there. */
    @Nullable Subscription machine(QueueState queue, ReplayRecord record) {
        return switch (record.target()) {
            case Replay.Target.Subscription into -> {
                Subscription target = queue.partition().subscription(record.targetId());
                yield target == null ? null : pass(queue, record, target);
            }
            case Replay.Target.Queue into ->
                    core.catalog.queue(record.targetId()) == null ? null : copy(queue, record);
        };
    }

    private Subscription pass(QueueState queue, ReplayRecord record, Subscription target) {
        Subscription pass = subscription(queue, record, target.receiving());
        long window = Math.max(PASS_WINDOW, record.selection().ratePerSecond());
        feed(queue, record, pass, target, new Admission(core, pass, window));
        return pass;
    }

    private Subscription copy(QueueState queue, ReplayRecord record) {
        Subscription copy = subscription(queue, record, null);
        feed(queue, record, copy, queue.work(), new Copying(core, copy, record.targetId()));
        return copy;
    }

    private Subscription subscription(
            QueueState queue, ReplayRecord record, @Nullable Receiving shared) {
        return new Subscription(
                core,
                queue.partition(),
                record.number(),
                core.catalog.nextOrdinal(),
                record.selection(),
                shared);
    }

    private void feed(
            QueueState queue,
            ReplayRecord record,
            Subscription machine,
            Subscription viewer,
            Outlet outlet) {
        IntakeEnd end =
                new IntakeEnd() {
                    @Override
                    public void done() {
                        end(queue, record.number(), ReplayInfo.Phase.DONE, "");
                    }

                    @Override
                    public void failed(Refusal why) {
                        end(queue, record.number(), ReplayInfo.Phase.FAILED, why.message());
                    }
                };
        machine.feedBy(new Intake(core, machine, record.selection(), viewer, outlet, end));
        core.catalog.attach(machine);
    }

    /** The catalog has the replay in this phase; its machine does accordingly. */
    void turned(QueueState queue, ReplayRecord record, @Nullable Subscription machine) {
        if (record.phase().isOver()) {
            Readers.Run known = queue.readers().replay(record.number());
            Subscription left = known == null ? machine : known.machine();
            if (left != null) {
                left.receiving().unfeed(left);
                core.catalog.detach(left);
            }
            queue.readers().put(new Readers.Run(record, null));
            ongoing.remove(new Ongoing(queue, record.number()));
            return;
        }
        ongoing.add(new Ongoing(queue, record.number()));
        queue.readers().put(new Readers.Run(record, machine));
        Intake intake = machine == null ? null : machine.intake();
        if (machine != null && intake != null) {
            boolean runs = record.phase() == ReplayInfo.Phase.RUNNING;
            give(record, machine, runs);
            if (!runs) {
                intake.pause();
            } else if (machine.isLoaded()) {
                intake.run();
                machine.receiving().serve();
            } else {
                intake.unpause();
            }
        }
    }

    private static void give(ReplayRecord record, Subscription machine, boolean gives) {
        if (record.target() instanceof Replay.Target.Subscription) {
            machine.receiving().unfeed(machine);
            if (gives) {
                machine.receiving().feed(machine);
            }
        }
    }

    void recover(ReplayRecord record) {
        QueueState queue = core.catalog.queue(record.queueId());
        if (queue == null) {
            return;
        }
        Readers.Run known = queue.readers().replay(record.number());
        Subscription machine = known == null ? null : known.machine();
        if (machine == null && !record.phase().isOver()) {
            machine = machine(queue, record);
            if (machine != null) {
                machine.open();
            }
        }
        turned(queue, record, machine);
    }

    /** How far the replay is. */
    ReplayRecord.Figures figures(Readers.Run run) {
        Subscription machine = run.machine();
        if (machine == null) {
            return run.record().end();
        }
        SnapshotPlace place = machine.snapshot();
        return machine.isLoaded() || place == null
                ? figures(machine.state().end, machine.state().counters)
                : figures(place.head().end(), place.head().counters());
    }

    private static ReplayRecord.Figures figures(long position, Counters counters) {
        return new ReplayRecord.Figures(
                position, counters.sent, counters.acked + counters.moved, counters.unsettled());
    }

    ReplayInfo info(QueueState queue, Readers.Run run) {
        Subscription machine = run.machine();
        Intake intake = machine == null ? null : machine.intake();
        Optional<HeldUp> heldUp = intake == null ? Optional.empty() : intake.heldUp();
        return run.record().info(queue.name(), figures(run), heldUp);
    }

    /** Ends the replay by itself. */
    void end(QueueState queue, int number, ReplayInfo.Phase phase, String reason) {
        core.catalog.change(
                new ReplayTurn(core, queue, number, phase, reason) {
                    @Override
                    void answer(ReplayInfo info) {
                        // Nobody asked.
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        retry(queue, number);
                    }
                });
    }

    /** It could not be recorded: the intake comes to the same end again. */
    private static void retry(QueueState queue, int number) {
        Readers.Run run = queue.readers().replay(number);
        Subscription machine = run == null ? null : run.machine();
        Intake intake = machine == null ? null : machine.intake();
        if (intake != null) {
            intake.runLater();
        }
    }

    /** A queue is gone, with its replays, and what was to be copied there has no place to go. */
    void queueGone(QueueState gone) {
        ongoing.removeIf(each -> each.queue() == gone);
        for (Ongoing each : List.copyOf(ongoing)) {
            Readers.Run run = each.queue().readers().replay(each.number());
            if (run != null) {
                endIfInto(gone, each.queue(), run.record());
            }
        }
    }

    /** After a start: ends replays that have no place to go any more. */
    void endOrphans() {
        for (QueueState queue : core.catalog.queues()) {
            if (queue.hasReaders()) {
                for (Readers.Run run : List.copyOf(queue.readers().replays())) {
                    if (!run.record().phase().isOver() && isOrphan(run)) {
                        String reason = "what it went into is gone";
                        end(queue, run.record().number(), ReplayInfo.Phase.FAILED, reason);
                    }
                }
            }
        }
    }

    private boolean isOrphan(Readers.Run run) {
        boolean copies = run.record().target() instanceof Replay.Target.Queue;
        return run.machine() == null
                || (copies && core.catalog.queue(run.record().targetId()) == null);
    }

    private void endIfInto(QueueState gone, QueueState queue, ReplayRecord record) {
        boolean into = record.target() instanceof Replay.Target.Queue;
        if (into && record.targetId() == gone.id() && !record.phase().isOver()) {
            String reason = "queue \"" + gone.name() + "\" was deleted";
            end(queue, record.number(), ReplayInfo.Phase.FAILED, reason);
        }
    }

    // --- places

    /** The offset that a position stands for. */
    static long offset(Partition partition, Position position) {
        long start = partition.stream().startOffset();
        return switch (position) {
            case Position.Beginning beginning -> start;
            case Position.Now now -> partition.work().state().end;
            case Position.Offset offset -> Math.max(start, offset.offset());
            case Position.Time time ->
                    Math.max(start, partition.stream().offsetAt(time.wallMillis()));
        };
    }

    /** What a replay looks through: not beyond what is there now. */
    static Selection selection(Partition partition, Replay replay) {
        long from = offset(partition, replay.from());
        long to = Math.min(offset(partition, replay.to()), partition.work().state().end);
        return new Selection(from, Math.max(from, to), replay.filter(), replay.ratePerSecond());
    }

    /** What is wrong with a replay's bounds, if anything. */
    static Optional<Refusal> wrong(Partition partition, Replay replay) {
        Optional<Refusal> wrong = wrong(partition, replay.from(), replay.ratePerSecond());
        return wrong.isEmpty() && isAfter(partition, replay.from(), replay.to())
                ? Optional.of(
                        new Refusal.InvalidSetting(
                                "from", text(replay.from()), "no place after \"to\""))
                : wrong;
    }

    private static String text(Position position) {
        return switch (position) {
            case Position.Beginning beginning -> "beginning";
            case Position.Now now -> "now";
            case Position.Offset at -> Long.toString(at.offset());
            case Position.Time at -> Instant.ofEpochMilli(at.wallMillis()).toString();
        };
    }

    private static boolean isAfter(Partition partition, Position from, Position to) {
        if (from instanceof Position.Time begin && to instanceof Position.Time end) {
            return begin.wallMillis() > end.wallMillis();
        }
        if (from instanceof Position.Offset begin && to instanceof Position.Offset end) {
            return begin.offset() > end.offset();
        }
        return offset(partition, from) > offset(partition, to);
    }

    /** What is wrong with a selection's bounds, if anything. */
    static Optional<Refusal> wrong(Partition partition, Position from, long rate) {
        long end = partition.work().state().end;
        if (from instanceof Position.Offset at && (at.offset() < 0 || at.offset() > end)) {
            return Optional.of(
                    new Refusal.InvalidSetting(
                            "from.offset", Long.toString(at.offset()), "0 to " + end));
        }
        if (rate < 0) {
            return Optional.of(
                    new Refusal.InvalidSetting("ratePerSecond", Long.toString(rate), "0 or more"));
        }
        return Optional.empty();
    }
}
