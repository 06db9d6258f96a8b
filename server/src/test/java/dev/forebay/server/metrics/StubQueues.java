package dev.forebay.server.metrics;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.Delivery;
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
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An engine's door that answers what a test put there. */
final class StubQueues implements Queues {
    final Map<String, QueueStats> stats = new TreeMap<>();
    final Deque<Object> answers = new ArrayDeque<>();
    private final Lane lane;

    StubQueues(Lane lane) {
        this.lane = lane;
    }

    static QueueStats depth(long ready, long oldestSentAt) {
        return depth(ready, oldestSentAt, QueueStats.Pace.none());
    }

    static QueueStats depth(long ready, long oldestSentAt, QueueStats.Pace pace) {
        return stats(ready, 0, oldestSentAt, QueueStats.DeadLetterReasons.none(), pace);
    }

    static QueueStats dead(QueueStats.DeadLetterReasons deadLetters) {
        return stats(0, 0, 0, deadLetters, QueueStats.Pace.none());
    }

    static QueueStats withConsumers(long ready, long leased) {
        return stats(ready, leased, 0, QueueStats.DeadLetterReasons.none(), QueueStats.Pace.none());
    }

    private static QueueStats stats(
            long ready,
            long leased,
            long oldestSentAt,
            QueueStats.DeadLetterReasons deadLetters,
            QueueStats.Pace pace) {
        return new QueueStats(
                ready,
                0,
                leased,
                10 * ready,
                oldestSentAt,
                0,
                0,
                ready,
                0,
                deadLetters.attempts()
                        + deadLetters.rejected()
                        + deadLetters.queueFull()
                        + deadLetters.expired(),
                deadLetters,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                QueueStats.PassedOver.none(),
                Optional.empty(),
                pace);
    }

    @SuppressWarnings("unchecked") // the test puts what fits
    private <T> void answer(Reply<T> reply) {
        Object answer = answers.removeFirst();
        if (answer instanceof Refusal refusal) {
            reply.refused(refusal);
        } else {
            reply.ok((T) answer);
        }
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
        answer(reply);
    }

    @Override
    public void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply) {
        answer(reply);
    }

    @Override
    public void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        answer(reply);
    }

    @Override
    public void delete(Caller caller, String name, Reply<QueueInfo> reply) {
        answer(reply);
    }

    @Override
    public void purge(Caller caller, String name, Reply<QueueInfo> reply) {
        answer(reply);
    }

    @Override
    public void purgeReady(Caller caller, String name, Reply<Long> reply) {
        answer(reply);
    }

    @Override
    public Optional<QueueInfo> find(String name) {
        return all().stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    @Override
    public Collection<QueueInfo> all() {
        return stats.keySet().stream()
                .map(name -> new QueueInfo(1, name, QueueSettings.defaults(), Map.of(), 0, 0))
                .toList();
    }

    @Override
    public Subscriptions subscriptions() {
        // Nobody receives.
        return (Subscriptions)
                Proxy.newProxyInstance(
                        Subscriptions.class.getClassLoader(),
                        new Class<?>[] {Subscriptions.class},
                        (_, _, _) -> Optional.empty());
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
        return Optional.ofNullable(stats.get(name));
    }

    @Override
    public void send(Caller caller, String queue, Send send, Reply<SendResult.Sent> reply) {
        answer(reply);
    }

    @Override
    public void send(Caller caller, String queue, List<Send> sends, Reply<List<SendResult>> reply) {
        answer(reply);
    }

    @Override
    public Waiting receive(
            Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply) {
        answer(reply);
        return () -> {};
    }

    @Override
    public void settle(
            Caller caller,
            String queue,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply) {
        answer(reply);
    }

    @Override
    public ScheduledMessages scheduled() {
        throw new UnsupportedOperationException("nothing is scheduled here");
    }

    @Override
    public Schedules schedules() {
        throw new UnsupportedOperationException("nothing is repeated here");
    }

    @Override
    public Redrives redrives() {
        throw new UnsupportedOperationException("nothing is redriven here");
    }

    @Override
    public void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        answer(reply);
    }
}
