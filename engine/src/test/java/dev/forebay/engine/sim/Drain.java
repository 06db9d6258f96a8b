package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.ReplayInfo;
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
    private static final long WAIT = 300_000;
    private static final long RETRY = 500;
    private static final long STRIDE = 60_000;
    private static final int BATCH = 10;

    private final Queues queues;
    private final SimScheduler scheduler;
    private final SimClock clock;
    private final Lines lines;
    private final HistoryClient pen;
    private final HistoryClient aside;
    private final Map<Model, Map<Long, Sighting>> seen = new LinkedHashMap<>();

    Drain(Queues queues, SimScheduler scheduler, SimClock clock, Lines lines, History history) {
        this.queues = queues;
        this.scheduler = scheduler;
        this.clock = clock;
        this.lines = lines;
        pen = history.client("drain");
        aside = new History(scheduler::now).client("drain");
    }

    /** Takes everything out, and holds what came against each model. */
    void run(long from) {
        long horizon = longest(clock.now());
        long longest = longest(from);
        for (String queue : lines.work.queues.names()) {
            queues.lane().execute(() -> resume(queue));
        }
        for (Lines.Line line : lines.subscriptions()) {
            queues.lane().execute(() -> read(line.queue()));
        }
        for (Lines.Line pass : lines.passes()) {
            queues.lane().execute(() -> resume(pass));
        }
        while (clock.now() <= horizon) {
            World.pass(scheduler, Math.min(STRIDE, horizon + 1 - clock.now()));
        }
        for (Model model : lines.models()) {
            model.recovery.recovered(seen.getOrDefault(model, Map.of()), from, longest);
        }
    }

    /** The longest that anything is held back: a pass and what it feeds share a limit of leases. */
    private long longest(long now) {
        long longest = now;
        for (Model model : lines.models()) {
            longest = Math.max(longest, model.recovery.horizon(now));
        }
        return longest;
    }

    private void read(String queue) {
        queues.subscriptions()
                .receive(
                        Caller.IN_PROCESS,
                        queue,
                        Lines.READER,
                        new Receive(BATCH, LEASE, WAIT, null),
                        reply(queue, aside.receive(queue, LEASE), () -> read(queue)));
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

    /** So is a replay. */
    private void resume(Lines.Line pass) {
        boolean paused =
                queues.replays().all(pass.queue()).stream()
                        .filter(info -> info.number() == pass.number())
                        .anyMatch(info -> info.phase() == ReplayInfo.Phase.PAUSED);
        if (paused) {
            queues.replays()
                    .change(
                            Caller.IN_PROCESS,
                            pass.queue(),
                            pass.number(),
                            ReplayInfo.Phase.RUNNING,
                            new OneReply<>(
                                    info -> {},
                                    refusal -> {
                                        throw new SimulationFailure(
                                                "drain could not resume: " + refusal);
                                    }));
        }
    }

    private void receive(String queue) {
        queues.receive(
                Caller.IN_PROCESS,
                queue,
                new Receive(BATCH, LEASE, WAIT, null),
                reply(queue, pen.receive(queue, LEASE), () -> receive(queue)));
    }

    private Reply<List<Delivery>> reply(String queue, ReceiveCall call, Runnable again) {
        return new Reply<>() {
            @Override
            public void ok(List<Delivery> deliveries) {
                received(queue, call, deliveries, again);
            }

            @Override
            public void refused(Refusal refusal) {
                call.failed();
                if (!(refusal instanceof Refusal.TooManyLeases)) {
                    throw new SimulationFailure("drain was refused: " + refusal);
                }
                queues.lane().schedule(again, RETRY);
            }
        };
    }

    private void received(
            String queue, ReceiveCall call, List<Delivery> deliveries, Runnable again) {
        List<Received> received = deliveries.stream().map(Contents::received).toList();
        call.ok(
                deliveries.stream()
                        .filter(delivery -> delivery.lease().pass() == 0)
                        .map(Contents::received)
                        .toList());
        List<Settlement> acks = new ArrayList<>();
        List<PlainCall> calls = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            long id = received.get(i).id();
            see(new Sighting(queue, id, delivery.attempt(), clock.now()), delivery);
            acks.add(new Settlement.Ack(delivery.lease()));
            HistoryClient own = delivery.lease().pass() == 0 ? pen : aside;
            calls.add(own.settle(queue, id, new dev.forebay.testkit.history.Settlement.Ack()));
        }
        if (acks.isEmpty()) {
            again.run();
        } else {
            ack(queue, acks, calls, again);
        }
    }

    private void see(Sighting sighting, Delivery delivery) {
        Contents.check(lines.work.messages.get(sighting.id()), sighting.queue(), delivery);
        Model model = lines.of(sighting.queue(), delivery);
        Sighting before =
                seen.computeIfAbsent(model, line -> new LinkedHashMap<>())
                        .put(sighting.id(), sighting);
        if (before != null) {
            throw new SimulationFailure("drained twice: " + before + " and " + sighting);
        }
    }

    private void ack(String queue, List<Settlement> acks, List<PlainCall> calls, Runnable again) {
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
                        again.run();
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        throw new SimulationFailure("drain was refused: " + refusal);
                    }
                });
    }
}
