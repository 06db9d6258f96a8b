package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.testkit.history.History;
import dev.forebay.testkit.history.HistoryClient;
import dev.forebay.testkit.history.PlainCall;
import dev.forebay.testkit.history.ReceiveCall;
import dev.forebay.testkit.history.Received;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Receives and acks everything in all queues until long after the last message can be due, and so
 * shows from outside what a server held: which messages, where, at which attempt, from when on.
 */
final class Drain {
    private static final long LEASE = 60_000;
    private static final long WAIT = 20_000;
    private static final long RETRY = 500;
    private static final long STRIDE = 5_000;
    private static final int BATCH = 10;

    private final Queues queues;
    private final SimScheduler scheduler;
    private final SimClock clock;
    private final Model model;
    private final HistoryClient pen;
    private final Map<Long, Sighting> seen = new LinkedHashMap<>();

    Drain(Queues queues, SimScheduler scheduler, SimClock clock, Model model, History history) {
        this.queues = queues;
        this.scheduler = scheduler;
        this.clock = clock;
        this.model = model;
        pen = history.client("drain");
    }

    /** What came out, by message. */
    Map<Long, Sighting> run() {
        long horizon = model.horizon(clock.now());
        model.queueNames().forEach(queue -> queues.lane().execute(() -> resume(queue)));
        while (clock.now() <= horizon) {
            World.pass(scheduler, Math.min(STRIDE, horizon + 1 - clock.now()));
        }
        return seen;
    }

    /** What is paused gives nothing out. */
    private void resume(String queue) {
        QueueSettings settings = queues.find(queue).orElseThrow().settings();
        if (settings.flow() == Flow.RUNNING) {
            receive(queue);
            return;
        }
        queues.update(
                Caller.IN_PROCESS,
                queue,
                settings.withFlow(Flow.RUNNING),
                new Reply<>() {
                    @Override
                    public void ok(QueueInfo info) {
                        receive(queue);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        throw new SimulationFailure("drain could not resume: " + refusal);
                    }
                });
    }

    private void receive(String queue) {
        ReceiveCall call = pen.receive(queue, LEASE);
        queues.receive(
                Caller.IN_PROCESS,
                queue,
                new Receive(BATCH, LEASE, WAIT, null),
                new Reply<>() {
                    @Override
                    public void ok(List<Delivery> deliveries) {
                        received(queue, call, deliveries);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        call.failed();
                        if (!(refusal instanceof Refusal.TooManyLeases)) {
                            throw new SimulationFailure("drain was refused: " + refusal);
                        }
                        queues.lane().schedule(() -> receive(queue), RETRY);
                    }
                });
    }

    private void received(String queue, ReceiveCall call, List<Delivery> deliveries) {
        List<Received> received = deliveries.stream().map(Contents::received).toList();
        call.ok(received);
        List<Settlement> acks = new ArrayList<>();
        List<PlainCall> calls = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            long id = received.get(i).id();
            see(new Sighting(queue, id, delivery.attempt(), clock.now()), delivery);
            acks.add(new Settlement.Ack(delivery.lease()));
            calls.add(pen.settle(queue, id, new dev.forebay.testkit.history.Settlement.Ack()));
        }
        if (acks.isEmpty()) {
            receive(queue);
        } else {
            ack(queue, acks, calls);
        }
    }

    private void see(Sighting sighting, Delivery delivery) {
        Contents.check(model.message(sighting.id()), sighting.queue(), delivery);
        Sighting before = seen.put(sighting.id(), sighting);
        if (before != null) {
            throw new SimulationFailure("drained twice: " + before + " and " + sighting);
        }
    }

    private void ack(String queue, List<Settlement> acks, List<PlainCall> calls) {
        queues.settle(
                Caller.IN_PROCESS,
                queue,
                acks,
                new Reply<>() {
                    @Override
                    public void ok(List<SettleResult> results) {
                        for (int i = 0; i < results.size(); i++) {
                            if (!(results.get(i) instanceof SettleResult.Done)) {
                                throw new SimulationFailure(
                                        acks.get(i) + " of the drain got " + results.get(i));
                            }
                            calls.get(i).ok();
                        }
                        receive(queue);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        throw new SimulationFailure("drain was refused: " + refusal);
                    }
                });
    }
}
