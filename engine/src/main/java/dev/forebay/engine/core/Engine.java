package dev.forebay.engine.core;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.DeadLetterGuard;
import dev.forebay.engine.DeadLetterRouter;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Messages;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Redrives;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replays;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduleGuard;
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import dev.forebay.engine.edit.BodyReader;
import dev.forebay.log.LogStore;
import dev.forebay.log.StoreState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The delivery engine over one log store, on one lane. Made, then started, then used through {@link
 * Queues}, then stopped; the store is the caller's to open and close.
 */
public final class Engine implements Queues {
    private static final Waiting NOT_WAITING = () -> {};

    final Core core;
    private final Sending sending;
    private final Settling settling;
    private final Purging purging;
    private final AtomicChanges atomic;
    private final CatalogChanges changes;
    private final SubscriptionDoor subscriptions;
    private final ReplayDoor replays;
    private final Messages messages;
    private final Cursors cursors;
    private final LaterDoor scheduled;

    /**
     * Touches nothing yet.
     *
     * @param random seeds the hashes of deduplication ids and draws the jitter of retries
     */
    public Engine(
            LogStore store,
            Lane lane,
            EngineClock clock,
            RandomGenerator random,
            EngineLimits limits) {
        this.core = new Core(store, lane, clock, random, limits);
        this.sending = new Sending(core);
        this.settling = new Settling(core);
        this.purging = new Purging(core);
        this.atomic = new AtomicChanges(core, settling);
        this.changes = new CatalogChanges(core);
        this.subscriptions = new SubscriptionDoor(core);
        this.replays = new ReplayDoor(core);
        this.messages = new MessageSearches(core);
        this.cursors = new CursorDoor(core);
        this.scheduled = new LaterDoor(core);
    }

    /**
     * Recovers what the store holds; commands may be given once the reply came. On the lane.
     *
     * @param reply told the number of queues
     */
    public void start(Reply<Integer> reply) {
        core.turn.begin();
        core.store.onStateChange(state -> core.lane.execute(() -> storeChanged(state)));
        core.startSweeping();
        core.relief.begin();
        new Recovery(core, reply).start();
    }

    /**
     * Accepts nothing more, ends waiting receives with nothing, lets what is on its way finish, and
     * writes snapshots so that the next start has nothing to replay. On the lane.
     */
    public void stop(Reply<Integer> reply) {
        core.turn.begin();
        new Stop(core, reply).begin();
    }

    @Override
    public Lane lane() {
        return core.lane;
    }

    @Override
    public void create(
            Caller caller,
            String name,
            QueueSettings settings,
            Map<String, String> tags,
            Reply<QueueInfo> reply) {
        core.begin(caller);
        changes.create(name, settings, tags, reply);
    }

    @Override
    public void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply) {
        core.begin(caller);
        changes.update(name, settings, reply);
    }

    @Override
    public void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        core.begin(caller);
        changes.tag(name, tags, reply);
    }

    @Override
    public void delete(Caller caller, String name, Reply<QueueInfo> reply) {
        core.begin(caller);
        changes.delete(name, reply);
    }

    @Override
    public void purge(Caller caller, String name, Reply<QueueInfo> reply) {
        whenPurgeable(caller, name, reply, queue -> purge(queue, reply));
    }

    private void purge(QueueState queue, Reply<QueueInfo> reply) {
        purging.purge(queue.work());
        if (queue.partition().hasLater()) {
            queue.partition().later().purge(() -> purged(queue, reply));
        } else {
            purged(queue, reply);
        }
    }

    private void purged(QueueState queue, Reply<QueueInfo> reply) {
        core.journal.whenDurable(
                queue, Durable.otherwiseRefused(reply, () -> reply.ok(queue.info())));
    }

    @Override
    public void purgeReady(Caller caller, String name, Reply<Long> reply) {
        whenPurgeable(caller, name, reply, queue -> purgeReady(queue, reply));
    }

    private void purgeReady(QueueState queue, Reply<Long> reply) {
        long messages = purging.purgeReady(queue.work());
        core.journal.whenDurable(queue, Durable.otherwiseRefused(reply, () -> reply.ok(messages)));
    }

    private void whenPurgeable(
            Caller caller, String name, Reply<?> reply, Consumer<QueueState> purge) {
        core.begin(caller);
        QueueState queue = core.catalog.get(name);
        Refusal refusal = core.gate.refusal(StoreGate.Work.ACK);
        if (refusal != null || queue == null) {
            reply.refused(refusal != null ? refusal : new Refusal.NoSuchQueue(name));
            return;
        }
        queue.partition()
                .whenLoaded(() ->
                        core.callers.as(
                                caller,
                                () -> {
                                    Refusal broken = unpurgeable(queue);
                                    if (broken == null) {
                                        purge.accept(queue);
                                    } else {
                                        reply.refused(broken);
                                    }
                                }));
    }

    private static @Nullable Refusal unpurgeable(QueueState queue) {
        Refusal broken = queue.partition().broken();
        return broken == null && queue.isStream() ? new Refusal.ReadInPlace(queue.name()) : broken;
    }

    @Override
    public Optional<QueueInfo> find(String name) {
        return core.catalog.find(name).map(QueueState::info);
    }

    @Override
    public Collection<QueueInfo> all() {
        List<QueueInfo> all = new ArrayList<>(core.catalog.size());
        core.catalog.queues().forEach(queue -> all.add(queue.info()));
        return all;
    }

    @Override
    public Optional<QueueStats> stats(String name) {
        return core.catalog.find(name).map(queue -> Stats.of(core, queue.work()));
    }

    @Override
    public Optional<Refusal> refusesSettings(String name, QueueSettings settings) {
        return changes.refusal(name, settings);
    }

    @Override
    public DeadLetterWays deadLetterWays() {
        return core.deadLetters.ways();
    }

    @Override
    public Optional<Refusal> refusesSends() {
        return Optional.ofNullable(core.gate.refusal(StoreGate.Work.SEND));
    }

    @Override
    public void send(Caller caller, String queue, Send send, Reply<SendResult.Sent> reply) {
        core.begin(caller);
        QueueState found = core.catalog.get(queue);
        if (found == null) {
            reply.refused(missing(queue));
            return;
        }
        SendCall call = new SendCall.One(reply);
        if (found.partition().isLoaded()) {
            sending.send(caller, found, send, call, 0);
        } else {
            found.partition()
                    .whenLoaded(() ->
                            core.callers.as(
                                    caller, () -> sending.send(caller, found, send, call, 0)));
        }
    }

    @Override
    public void send(Caller caller, String queue, List<Send> sends, Reply<List<SendResult>> reply) {
        core.begin(caller);
        QueueState found = core.catalog.get(queue);
        if (found == null) {
            reply.refused(missing(queue));
        } else if (sends.isEmpty()) {
            reply.ok(List.of());
        } else {
            SendCall call = new SendCall.Many(sends.size(), reply);
            found.partition()
                    .whenLoaded(() ->
                            core.callers.as(caller, () -> sendAll(caller, found, sends, call)));
        }
    }

    private void sendAll(Caller caller, QueueState queue, List<Send> sends, SendCall call) {
        for (int i = 0; i < sends.size(); i++) {
            sending.send(caller, queue, sends.get(i), call, i);
        }
    }

    @Override
    public Waiting receive(
            Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply) {
        core.begin(caller);
        QueueState found = core.catalog.get(queue);
        Refusal refusal = core.gate.refusal(StoreGate.Work.RECEIVE);
        if (refusal != null || found == null) {
            reply.refused(refusal != null ? refusal : missing(queue));
            return NOT_WAITING;
        }
        return found.work().receiving().receive(caller, receive, reply);
    }

    @Override
    public void settle(
            Caller caller,
            String queue,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply) {
        core.begin(caller);
        QueueState found = core.catalog.get(queue);
        if (found == null) {
            reply.refused(missing(queue));
            return;
        }
        SettleCall call = new SettleCall(settlements.size(), reply);
        if (found.partition().isLoaded()) {
            settling.settle(found, settlements, call);
        } else {
            found.partition()
                    .whenLoaded(() ->
                            core.callers.as(
                                    caller, () -> settling.settle(found, settlements, call)));
        }
    }

    @Override
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public Replays replays() {
        return replays;
    }

    @Override
    public void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        core.begin(caller);
        atomic.begin(caller, change, reply);
    }

    @Override
    public Redrives redrives() {
        return core.redrives;
    }

    @Override
    public ScheduledMessages scheduled() {
        return scheduled;
    }

    @Override
    public Schedules schedules() {
        return core.schedules;
    }

    /** Until {@link #guardSchedules} says whom to ask no schedule runs. Before the start. */
    public void holdSchedules() {
        core.schedules.hold();
    }

    /** Who finds what edits of redrives take from within bodies. Before the start. */
    public void readBodiesBy(BodyReader reader) {
        core.bodies = reader;
    }

    /** Who is asked whether a schedule may send. On the lane. */
    public void guardSchedules(ScheduleGuard guard) {
        core.schedules.guard(guard);
    }

    /** Who is asked whether a message may move to its dead-letter queue. On the lane. */
    public void guardDeadLetters(DeadLetterGuard guard) {
        core.deadLetters.guard(guard);
    }

    /** Who knows where messages go that died in a queue with a route. On the lane. */
    public void routeDeadLetters(DeadLetterRouter router) {
        core.deadLetters.router(router);
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public Cursors cursors() {
        return cursors;
    }

    /** Messages that could not be dead-lettered since their dead-letter queue does not exist. */
    public long keptWithoutDeadLetterQueue() {
        return core.deadLetters.withoutTarget();
    }

    /**
     * Throws when a state contradicts itself. For tests and simulation: costs a walk over it all.
     */
    public void checkInvariants() {
        core.dedup.check();
        core.catalog
                .queues()
                .forEach(queue -> {
                    Partition partition = queue.partition();
                    partition.subscriptions().forEach(each -> Invariants.check(core, each));
                    if (partition.isLoaded() && partition.hasLater()) {
                        partition.later().state().check();
                    }
                });
    }

    private Refusal missing(String queue) {
        Refusal stopping = core.gate.isStopping() ? new Refusal.ShuttingDown() : null;
        return stopping != null ? stopping : new Refusal.NoSuchQueue(queue);
    }

    private void storeChanged(StoreState state) {
        core.turn.begin();
        if (state instanceof StoreState.Failed failed) {
            core.storageFailed(core.gate.fail(failed.reason()));
        } else {
            core.relief.begin();
            core.catalog.queues().forEach(queue -> queue.partition().serve());
        }
    }
}
