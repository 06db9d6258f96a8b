package dev.forebay.engine.sim;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Lane;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Messages;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Redrives;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replays;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server so simple that it is right to look at: one state in memory, copied whole by each commit.
 * It shows that the simulation is quiet on a good server, and with a flaw that it is not.
 */
final class ToyQueues implements Queues {
    private record Wanting(
            String queue, Receive receive, Reply<List<Delivery>> reply, long until) {}

    private final Lane lane;
    private final Executor disk;
    private final SimClock clock;
    private final ToyFlaw flaw;
    private final Consumer<ToyState> commit;
    private final List<Wanting> waiting = new ArrayList<>();
    private final Set<Wanting> cancelled = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ToyState state;

    ToyQueues(
            Lane lane,
            Executor disk,
            SimClock clock,
            ToyFlaw flaw,
            ToyState from,
            Consumer<ToyState> commit) {
        this.lane = lane;
        this.disk = disk;
        this.clock = clock;
        this.flaw = flaw;
        this.commit = commit;
        state = from;
        lane.schedule(this::tick, 0);
    }

    private void tick() {
        work();
        lane.schedule(this::tick, 100);
    }

    private long leaseClock() {
        return flaw == ToyFlaw.WALL_CLOCK_FOR_LEASES ? clock.wall() : clock.now();
    }

    @Override
    public Optional<Refusal> refusesSettings(String name, QueueSettings settings) {
        return Optional.empty();
    }

    @Override
    public DeadLetterWays deadLetterWays() {
        return new DeadLetterWays(Map.of());
    }

    @Override
    public Optional<Refusal> refusesSends() {
        return Optional.empty();
    }

    @Override
    public Lane lane() {
        return lane;
    }

    private void afterCommit(Runnable answer) {
        ToyState copy = state.copy();
        copy.engineTime = clock.now();
        if (flaw == ToyFlaw.ANSWERED_BEFORE_DURABLE) {
            lane.execute(answer);
        }
        disk.execute(() -> {
            commit.accept(copy);
            if (flaw != ToyFlaw.ANSWERED_BEFORE_DURABLE) {
                lane.execute(answer);
            }
        });
    }

    @Override
    public void create(
            Caller caller,
            String name,
            QueueSettings settings,
            Map<String, String> tags,
            Reply<QueueInfo> reply) {
        QueueInfo info =
                new QueueInfo(
                        state.shelves.size(), name, settings, tags, clock.wall(), clock.wall());
        state.shelves.put(name, new ToyState.Shelf(info));
        afterCommit(() -> reply.ok(info));
    }

    @Override
    public void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply) {
        ToyState.Shelf shelf = shelf(name);
        shelf.info = new QueueInfo(shelf.info.id(), name, settings, Map.of(), 0, clock.wall());
        QueueInfo info = shelf.info;
        afterCommit(() -> reply.ok(info));
    }

    @Override
    public void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        reply.ok(shelf(name).info);
    }

    @Override
    public void delete(Caller caller, String name, Reply<QueueInfo> reply) {
        QueueInfo info = shelf(name).info;
        state.shelves.remove(name);
        afterCommit(() -> reply.ok(info));
    }

    @Override
    public void purge(Caller caller, String name, Reply<QueueInfo> reply) {
        ToyState.Shelf shelf = shelf(name);
        Iterator<ToyState.Item> items = shelf.items.values().iterator();
        while (items.hasNext()) {
            if (!items.next().leased || flaw != ToyFlaw.PURGE_SPARES_LEASED) {
                items.remove();
                shelf.gone++;
            }
        }
        QueueInfo info = shelf.info;
        afterCommit(() -> reply.ok(info));
    }

    @Override
    public void purgeReady(Caller caller, String name, Reply<Long> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<QueueInfo> find(String name) {
        return Optional.ofNullable(state.shelves.get(name)).map(shelf -> shelf.info);
    }

    @Override
    public Collection<QueueInfo> all() {
        return state.shelves.values().stream().map(shelf -> shelf.info).toList();
    }

    @Override
    public Subscriptions subscriptions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Replays replays() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cursors cursors() {
        throw new UnsupportedOperationException("nothing is read in place here");
    }

    @Override
    public Messages messages() {
        throw new UnsupportedOperationException("nothing searches here");
    }

    @Override
    public Optional<QueueStats> stats(String name) {
        ToyState.Shelf s = shelf(name);
        return Optional.of(
                new QueueStats(
                        s.items.size(),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        s.sent,
                        s.acked,
                        s.gone,
                        new QueueStats.DeadLetterReasons(s.gone, 0, 0, 0),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        QueueStats.PassedOver.none(),
                        Optional.empty(),
                        QueueStats.Pace.none()));
    }

    private ToyState.Shelf shelf(String name) {
        return Optional.ofNullable(state.shelves.get(name)).orElseThrow();
    }

    @Override
    public void send(Caller caller, String queue, Send send, Reply<SendResult.Sent> reply) {
        SendResult result = store(queue, send);
        work();
        afterCommit(() -> {
            switch (result) {
                case SendResult.Sent sent -> reply.ok(sent);
                case SendResult.Refused refused -> reply.refused(refused.refusal());
            }
        });
    }

    @Override
    public void send(Caller caller, String queue, List<Send> sends, Reply<List<SendResult>> reply) {
        List<SendResult> results = sends.stream().map(send -> store(queue, send)).toList();
        work();
        afterCommit(() -> reply.ok(results));
    }

    private static long waiting(ToyState.Shelf shelf) {
        return shelf.items.values().stream().filter(item -> !item.leased).count();
    }

    private SendResult store(String queue, Send send) {
        ToyState.Shelf shelf = shelf(queue);
        QueueSettings settings = shelf.info.settings();
        String dedup = settings.deduplication().flatMap(rule -> dedupKey(rule, send)).orElse(null);
        ToyState.First first = dedup == null ? null : shelf.firsts.get(dedup);
        if (first != null && first.until() > clock.now()) {
            return new SendResult.Sent(first.id(), 0, first.offset(), true);
        }
        if (settings.maxDepth().isPresent() && waiting(shelf) >= settings.maxDepth().getAsLong()) {
            return new SendResult.Refused(
                    new Refusal.QueueFull(queue, "messages", settings.maxDepth().getAsLong()));
        }
        long delay = send.delayMillis() < 0 ? settings.delayMillis() : send.delayMillis();
        long offset = shelf.nextOffset++;
        MessageId id = new MessageId(shelf.info.id(), offset);
        shelf.items.put(
                offset,
                new ToyState.Item(
                        id,
                        send.message(),
                        send.deduplicationId(),
                        clock.wall(),
                        clock.now(),
                        null,
                        leaseClock() + delay));
        shelf.sent++;
        if (dedup != null) {
            long window = settings.deduplication().orElseThrow().windowMillis();
            shelf.firsts.put(dedup, new ToyState.First(id, offset, clock.now() + window));
        }
        return new SendResult.Sent(id, 0, offset, false);
    }

    private static Optional<String> dedupKey(Deduplication rule, Send send) {
        return Optional.ofNullable(send.deduplicationId())
                .map(id ->
                        rule.scope() == Deduplication.Scope.KEY
                                ? keyOf(send.message().key()) + "/" + id
                                : id);
    }

    private static String keyOf(java.nio.@Nullable ByteBuffer key) {
        return key == null ? "" : new String(Contents.bytes(key), StandardCharsets.UTF_8);
    }

    @Override
    public Waiting receive(
            Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply) {
        Wanting wanting = new Wanting(queue, receive, reply, clock.now() + receive.waitMillis());
        waiting.add(wanting);
        work();
        return () -> {
            waiting.remove(wanting);
            cancelled.add(wanting);
        };
    }

    private void answer(Wanting wanting, List<Delivery> deliveries) {
        if (!cancelled.remove(wanting)) {
            wanting.reply().ok(deliveries);
            return;
        }
        for (Delivery delivery : deliveries) {
            ToyState.Item item = shelf(wanting.queue()).items.get(delivery.lease().offset());
            if (item != null && item.lease == delivery.lease().number()) {
                item.leased = false;
                item.attempts--;
                item.dueAt = 0;
            }
        }
        afterCommit(() -> {});
    }

    /** Ends leases and lives that are over, and serves who waits. */
    private void work() {
        state.shelves.values().forEach(this::expire);
        for (Wanting wanting : List.copyOf(waiting)) {
            List<Delivery> deliveries = lease(wanting);
            if (!deliveries.isEmpty() || clock.now() >= wanting.until()) {
                waiting.remove(wanting);
                afterCommit(() -> answer(wanting, deliveries));
            }
        }
    }

    private void expire(ToyState.Shelf shelf) {
        QueueSettings settings = shelf.info.settings();
        for (Map.Entry<Long, ToyState.Item> entry : List.copyOf(shelf.items.entrySet())) {
            ToyState.Item item = entry.getValue();
            if (item.leased && item.dueAt <= leaseClock()) {
                item.leased = false;
                giveUpIfLast(shelf, entry.getKey(), item);
            }
            if (!item.leased && clock.now() >= item.sentAt + settings.expiryMillis()) {
                shelf.gone += shelf.items.remove(entry.getKey()) == null ? 0 : 1;
            }
        }
    }

    private void giveUpIfLast(ToyState.Shelf shelf, long offset, ToyState.Item item) {
        shelf.info
                .settings()
                .deadLetter()
                .filter(rule -> item.attempts >= rule.maxAttempts())
                .ifPresent(rule -> giveUp(shelf, offset, item));
    }

    private void giveUp(ToyState.Shelf shelf, long offset, ToyState.Item item) {
        Optional<String> dead = shelf.info.settings().deadLetter().map(rule -> rule.queue());
        dead.ifPresent(name -> {
            ToyState.Shelf to = shelf(name);
            to.items.put(
                    to.nextOffset++,
                    new ToyState.Item(
                            item.id,
                            item.message,
                            item.dedup,
                            item.sentWall,
                            item.sentAt,
                            shelf.info.name(),
                            leaseClock()));
            to.sent++;
        });
        if (flaw != ToyFlaw.DEAD_LETTER_LEFT_IN_SOURCE || dead.isEmpty()) {
            shelf.items.remove(offset);
            shelf.gone++;
        }
    }

    private List<Delivery> lease(Wanting wanting) {
        ToyState.Shelf shelf = shelf(wanting.queue());
        Set<String> blocked = new HashSet<>();
        long leased = 0;
        for (ToyState.Item item : shelf.items.values()) {
            if (item.leased) {
                leased++;
                blocked.add(line(shelf, item));
            }
        }
        List<Delivery> deliveries = new ArrayList<>();
        boolean ordered = shelf.info.settings().ordering().isKept();
        for (Map.Entry<Long, ToyState.Item> entry : shelf.items.entrySet()) {
            ToyState.Item item = entry.getValue();
            boolean free =
                    !ordered
                            || !blocked.contains(line(shelf, item))
                            || flaw == ToyFlaw.KEY_UNBLOCKED_TOO_EARLY;
            if (free && !item.leased && item.dueAt <= leaseClock()) {
                if (deliveries.size() < wanting.receive().max()
                        && leased < shelf.info.settings().maxLeases()) {
                    deliveries.add(lease(entry.getKey(), item, wanting.receive().leaseMillis()));
                    leased++;
                }
            } else {
                blocked.add(line(shelf, item));
            }
        }
        return deliveries;
    }

    private static String line(ToyState.Shelf shelf, ToyState.Item item) {
        return shelf.info.settings().ordering() == Ordering.STRICT ? "" : keyOf(item.message.key());
    }

    private Delivery lease(long offset, ToyState.Item item, long millis) {
        item.leased = true;
        item.attempts++;
        item.dueAt = leaseClock() + millis;
        item.lease = ++state.lastLease;
        LeaseId id = new LeaseId(0, offset, 0, item.lease);
        return new Delivery(
                id,
                item.id,
                item.message,
                item.attempts,
                item.sentWall,
                clock.wall(),
                item.dedup,
                item.source);
    }

    @Override
    public void settle(
            Caller caller,
            String queue,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply) {
        work();
        ToyState.Shelf shelf = shelf(queue);
        List<SettleResult> results = settlements.stream().map(s -> settle(shelf, s)).toList();
        work();
        afterCommit(() -> reply.ok(results));
    }

    @Override
    public ScheduledMessages scheduled() {
        throw new UnsupportedOperationException("the toy takes nothing back");
    }

    @Override
    public Schedules schedules() {
        throw new UnsupportedOperationException("the toy repeats nothing");
    }

    @Override
    public Redrives redrives() {
        throw new UnsupportedOperationException("the toy moves nothing on");
    }

    @Override
    public void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        throw new UnsupportedOperationException("the toy changes one queue at a time");
    }

    private SettleResult settle(ToyState.Shelf shelf, Settlement settlement) {
        long offset = settlement.lease().offset();
        ToyState.Item item = shelf.items.get(offset);
        if (item == null) {
            return new SettleResult.AlreadySettled();
        }
        boolean own =
                item.lease == settlement.lease().number() || flaw == ToyFlaw.OLD_LEASE_ACKS_NEW_ONE;
        if (item.leased && !own) {
            return new SettleResult.LeasedAnew();
        }
        if (!item.leased) {
            if (settlement instanceof Settlement.Ack
                    && !shelf.info.settings().ordering().isKept()) {
                shelf.items.remove(offset);
                shelf.acked++;
                return new SettleResult.Done();
            }
            return new SettleResult.LeaseEnded();
        }
        switch (settlement) {
            case Settlement.Ack ack -> {
                shelf.items.remove(offset);
                shelf.acked++;
            }
            case Settlement.Extend extend -> item.dueAt = leaseClock() + extend.leaseMillis();
            case Settlement.Release release -> {
                item.leased = false;
                item.dueAt =
                        leaseClock()
                                + (flaw == ToyFlaw.RELEASE_DELAY_IGNORED
                                        ? 0
                                        : release.delayMillis());
                giveUpIfLast(shelf, offset, item);
            }
            case Settlement.Reject reject -> {
                if (shelf.info.settings().deadLetter().isEmpty()) {
                    shelf.items.remove(offset);
                    shelf.gone++;
                } else {
                    giveUp(shelf, offset, item);
                }
            }
        }
        return new SettleResult.Done();
    }
}
