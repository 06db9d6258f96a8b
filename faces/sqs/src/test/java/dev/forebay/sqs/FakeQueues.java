package dev.forebay.sqs;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Lane;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
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
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An engine without time or disk: enough to see what the face asks of one and makes of its replies.
 */
final class FakeQueues implements Queues {
    private final Redrives redrives = new FakeRedrives();
    private static final long WALL = 1_700_000_000_000L;

    private final Lane lane;
    private final TreeMap<String, FakeQueue> queues = new TreeMap<>();
    private int ids;

    /** Who gave each send, in order. */
    final List<Caller> senders = new ArrayList<>();

    /** What the next settle answers instead of its own finding. */
    Optional<SettleResult> nextSettle = Optional.empty();

    /** What the next command is refused with. */
    Optional<Refusal> nextRefusal = Optional.empty();

    FakeQueues(Lane lane) {
        this.lane = lane;
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

    @Override
    public void create(
            Caller caller,
            String name,
            QueueSettings settings,
            Map<String, String> tags,
            Reply<QueueInfo> reply) {
        if (refuses(reply)) {
            return;
        }
        QueueInfo info = new QueueInfo(++ids, name, settings, tags, WALL, WALL);
        queues.put(name, new FakeQueue(info));
        reply.ok(info);
    }

    @Override
    public void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply) {
        QueueInfo old = queue(name).info;
        replace(
                new QueueInfo(
                        old.id(), name, settings, old.tags(), old.createdAt(), old.modifiedAt()),
                reply);
    }

    @Override
    public void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        QueueInfo old = queue(name).info;
        replace(
                new QueueInfo(
                        old.id(), name, old.settings(), tags, old.createdAt(), old.modifiedAt()),
                reply);
    }

    private void replace(QueueInfo info, Reply<QueueInfo> reply) {
        queue(info.name()).info = info;
        reply.ok(info);
    }

    @Override
    public void delete(Caller caller, String name, Reply<QueueInfo> reply) {
        FakeQueue removed = queues.remove(name);
        if (removed == null) {
            reply.refused(new Refusal.NoSuchQueue(name));
        } else {
            reply.ok(removed.info);
        }
    }

    @Override
    public void purge(Caller caller, String name, Reply<QueueInfo> reply) {
        if (refuses(reply)) {
            return;
        }
        queue(name).ready.clear();
        reply.ok(queue(name).info);
    }

    @Override
    public void purgeReady(Caller caller, String name, Reply<Long> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<QueueInfo> find(String name) {
        return Optional.ofNullable(queues.get(name)).map(queue -> queue.info);
    }

    @Override
    public Collection<QueueInfo> all() {
        return queues.values().stream().map(queue -> queue.info).toList();
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
        return Optional.ofNullable(queues.get(name)).map(FakeQueue::stats);
    }

    @Override
    public void send(Caller caller, String name, Send send, Reply<SendResult.Sent> reply) {
        senders.add(caller);
        if (!refuses(reply)) {
            reply.ok(queue(name).take(send));
        }
    }

    @Override
    public void send(Caller caller, String name, List<Send> sends, Reply<List<SendResult>> reply) {
        List<SendResult> results = new ArrayList<>();
        for (Send send : sends) {
            results.add(queue(name).take(send));
        }
        reply.ok(results);
    }

    @Override
    public Waiting receive(
            Caller caller, String name, Receive receive, Reply<List<Delivery>> reply) {
        FakeQueue queue = queue(name);
        if (refuses(reply)) {
            return () -> {};
        }
        if (queue.ready.isEmpty() && receive.waitMillis() > 0) {
            Waiter waiter = new Waiter(receive, reply);
            queue.waiters.add(waiter);
            return () -> {
                queue.waiters.remove(waiter);
                queue.cancelled++;
            };
        }
        reply.ok(queue.lease(receive.max()));
        return () -> {};
    }

    @Override
    public void settle(
            Caller caller,
            String name,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply) {
        List<SettleResult> results = new ArrayList<>();
        for (Settlement settlement : settlements) {
            results.add(nextSettle.isPresent() ? nextSettle.get() : queue(name).settle(settlement));
        }
        nextSettle = Optional.empty();
        reply.ok(results);
    }

    @Override
    public ScheduledMessages scheduled() {
        throw new UnsupportedOperationException("the SQS face cannot see what is scheduled");
    }

    @Override
    public Schedules schedules() {
        throw new UnsupportedOperationException("the SQS face repeats nothing");
    }

    @Override
    public Redrives redrives() {
        return redrives;
    }

    @Override
    public void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        throw new UnsupportedOperationException("the SQS face changes one queue at a time");
    }

    void sendText(String name, String text) {
        ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        var _ = queue(name).take(new Send(new Message(null, List.of(), body), 0, null));
    }

    int waiting(String name) {
        return queue(name).waiters.size();
    }

    int cancelled(String name) {
        return queue(name).cancelled;
    }

    int ready(String name) {
        return queue(name).ready.size();
    }

    private boolean refuses(Reply<?> reply) {
        Optional<Refusal> refusal = nextRefusal;
        nextRefusal = Optional.empty();
        refusal.ifPresent(reply::refused);
        return refusal.isPresent();
    }

    private FakeQueue queue(String name) {
        FakeQueue queue = queues.get(name);
        if (queue == null) {
            throw new IllegalStateException("the face asked for a queue that does not exist");
        }
        return queue;
    }

    private record Waiter(Receive receive, Reply<List<Delivery>> reply) {}

    private record Stored(long offset, Send send, int attempts) {}

    private static final class FakeQueue {
        private QueueInfo info;
        private final ArrayDeque<Stored> ready = new ArrayDeque<>();
        private final Map<Long, Stored> leased = new HashMap<>();
        private final List<Waiter> waiters = new ArrayList<>();
        private long nextOffset;
        private int cancelled;

        FakeQueue(QueueInfo info) {
            this.info = info;
        }

        SendResult.Sent take(Send send) {
            Stored stored = new Stored(nextOffset++, send, 0);
            ready.add(stored);
            if (!waiters.isEmpty()) {
                Waiter waiter = waiters.removeFirst();
                waiter.reply().ok(lease(waiter.receive().max()));
            }
            return new SendResult.Sent(id(stored), 0, stored.offset(), false);
        }

        List<Delivery> lease(int max) {
            List<Delivery> deliveries = new ArrayList<>();
            while (!ready.isEmpty() && deliveries.size() < max) {
                Stored stored = ready.remove();
                Stored again = new Stored(stored.offset(), stored.send(), stored.attempts() + 1);
                leased.put(again.offset(), again);
                deliveries.add(
                        new Delivery(
                                new LeaseId(0, again.offset(), 0, again.attempts()),
                                id(again),
                                again.send().message(),
                                again.attempts(),
                                WALL,
                                WALL,
                                again.send().deduplicationId(),
                                null));
            }
            return deliveries;
        }

        SettleResult settle(Settlement settlement) {
            long offset = settlement.lease().offset();
            if (offset >= nextOffset) {
                return new SettleResult.Unknown();
            }
            Stored stored = leased.remove(offset);
            if (stored == null) {
                return new SettleResult.AlreadySettled();
            }
            if (settlement instanceof Settlement.Release) {
                ready.add(stored);
            } else if (settlement instanceof Settlement.Extend) {
                leased.put(offset, stored);
            }
            return new SettleResult.Done();
        }

        private MessageId id(Stored stored) {
            return new MessageId(info.id(), stored.offset());
        }

        QueueStats stats() {
            return new QueueStats(
                    ready.size(),
                    0,
                    leased.size(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    QueueStats.DeadLetterReasons.none(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    QueueStats.PassedOver.none(),
                    Optional.empty(),
                    QueueStats.Pace.none());
        }
    }
}
