package dev.forebay.server.metrics;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursors;
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
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine's door as handed to one face: the same, and it counts what comes back through it. */
final class MeteredQueues implements Queues {
    private static final double MILLIS_PER_SECOND = 1_000.0;

    private final Queues queues;
    private final EngineClock clock;
    private final FaceFigures figures;
    private final QueueWaits waits;

    MeteredQueues(Queues queues, EngineClock clock, FaceFigures figures, QueueWaits waits) {
        this.queues = queues;
        this.clock = clock;
        this.figures = figures;
        this.waits = waits;
    }

    @Override
    public Optional<Refusal> refusesSettings(String name, QueueSettings settings) {
        return queues.refusesSettings(name, settings);
    }

    @Override
    public DeadLetterWays deadLetterWays() {
        return queues.deadLetterWays();
    }

    @Override
    public Optional<Refusal> refusesSends() {
        return queues.refusesSends();
    }

    @Override
    public Lane lane() {
        return queues.lane();
    }

    @Override
    public void create(
            Caller caller,
            String name,
            QueueSettings settings,
            Map<String, String> tags,
            Reply<QueueInfo> reply) {
        queues.create(caller, name, settings, tags, reply);
    }

    @Override
    public void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply) {
        queues.update(caller, name, settings, reply);
    }

    @Override
    public void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        queues.tag(caller, name, tags, reply);
    }

    @Override
    public void delete(Caller caller, String name, Reply<QueueInfo> reply) {
        queues.delete(caller, name, reply);
    }

    @Override
    public void purge(Caller caller, String name, Reply<QueueInfo> reply) {
        queues.purge(caller, name, reply);
    }

    @Override
    public void purgeReady(Caller caller, String name, Reply<Long> reply) {
        queues.purgeReady(caller, name, reply);
    }

    @Override
    public Optional<QueueInfo> find(String name) {
        return queues.find(name);
    }

    @Override
    public Collection<QueueInfo> all() {
        return queues.all();
    }

    @Override
    public Subscriptions subscriptions() {
        return queues.subscriptions();
    }

    @Override
    public Replays replays() {
        return queues.replays();
    }

    @Override
    public Optional<QueueStats> stats(String name) {
        return queues.stats(name);
    }

    @Override
    public void send(Caller caller, String queue, Send send, Reply<SendResult.Sent> reply) {
        queues.send(
                caller,
                queue,
                send,
                new Counted<>(reply) {
                    @Override
                    void count(SendResult.Sent sent) {
                        countSent(sent);
                    }
                });
    }

    @Override
    public void send(Caller caller, String queue, List<Send> sends, Reply<List<SendResult>> reply) {
        queues.send(
                caller,
                queue,
                sends,
                new Counted<>(reply) {
                    @Override
                    void count(List<SendResult> results) {
                        results.forEach(MeteredQueues.this::countResult);
                    }
                });
    }

    @Override
    public Waiting receive(
            Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply) {
        return queues.receive(
                caller,
                queue,
                receive,
                new Counted<>(reply) {
                    @Override
                    void count(List<Delivery> deliveries) {
                        countDelivered(queue, deliveries);
                    }
                });
    }

    @Override
    public void settle(
            Caller caller,
            String queue,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply) {
        queues.settle(
                caller,
                queue,
                settlements,
                new Counted<>(reply) {
                    @Override
                    void count(List<SettleResult> results) {
                        countSettled(settlements, results);
                    }
                });
    }

    @Override
    public ScheduledMessages scheduled() {
        return queues.scheduled();
    }

    @Override
    public Schedules schedules() {
        return queues.schedules();
    }

    @Override
    public Redrives redrives() {
        return queues.redrives();
    }

    @Override
    public void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        queues.change(
                caller,
                change,
                new Counted<>(reply) {
                    @Override
                    void count(List<SendResult.Sent> sent) {
                        sent.forEach(MeteredQueues.this::countSent);
                        change.acks().forEach(_ -> add(FaceFigures.Outcome.ACKED));
                    }
                });
    }

    @Override
    public Messages messages() {
        return queues.messages();
    }

    @Override
    public Cursors cursors() {
        return new MeteredCursors(queues.cursors(), figures);
    }

    private void countResult(SendResult result) {
        switch (result) {
            case SendResult.Sent sent -> countSent(sent);
            case SendResult.Refused _ -> figures.refused++;
        }
    }

    private void countSent(SendResult.Sent sent) {
        if (sent.duplicate()) {
            figures.deduplicated++;
        } else {
            figures.accepted++;
        }
    }

    private void countDelivered(String queue, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        figures.delivered += deliveries.size();
        long now = clock.wall();
        for (Delivery delivery : deliveries) {
            if (delivery.attempt() == 1) {
                long waited = Math.max(0, now - delivery.sentAt());
                figures.timeInQueue.add(waited / MILLIS_PER_SECOND);
                waits.add(queue, waited, clock.now());
            } else {
                figures.redelivered++;
            }
        }
    }

    private void countSettled(List<Settlement> settlements, List<SettleResult> results) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof SettleResult.Done) {
                switch (settlements.get(i)) {
                    case Settlement.Ack _ -> add(FaceFigures.Outcome.ACKED);
                    case Settlement.Release _ -> add(FaceFigures.Outcome.RELEASED);
                    case Settlement.Reject _ -> add(FaceFigures.Outcome.REJECTED);
                    case Settlement.Extend _ -> {}
                }
            }
        }
    }

    private void add(FaceFigures.Outcome outcome) {
        figures.settled.merge(outcome, 1L, Long::sum);
    }

    /** Counts a good end, then passes it on. */
    private abstract class Counted<T> implements Reply<T> {
        private final Reply<T> reply;

        Counted(Reply<T> reply) {
            this.reply = reply;
        }

        abstract void count(T value);

        @Override
        public void ok(T value) {
            count(value);
            reply.ok(value);
        }

        @Override
        public void refused(Refusal refusal) {
            figures.refused++;
            reply.refused(refusal);
        }
    }
}
