package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.engine.filter.TextField;
import dev.forebay.engine.filter.TextTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Named subscriptions and replays of one run, and their lines in the reference. */
final class Replaying {
    /** A replay whose start was not answered. */
    private record Asked(Op op, String queue, Step.Into into, int key, int perSecond) {}

    private final World world;
    private final Set<String> readers;
    private final List<Asked> asked = new ArrayList<>();
    private final Turning turning;

    Replaying(World world, Set<String> readers) {
        this.world = world;
        this.readers = readers;
        turning = new Turning(world);
    }

    boolean isUsed() {
        return !readers.isEmpty();
    }

    boolean isRead(String queue) {
        return readers.contains(queue);
    }

    int reader(String queue) {
        return world.lines.subscriptions().stream()
                .filter(line -> line.queue().equals(queue))
                .findFirst()
                .orElseThrow()
                .number();
    }

    /** At the beginning, when nothing was sent. */
    void subscribe(Queues queues) {
        for (String queue : readers) {
            Reply<SubscriptionInfo> reply =
                    new Reply<>() {
                        @Override
                        public void ok(SubscriptionInfo info) {
                            int number = info.number();
                            world.lines.add(new Lines.Line(queue, number, number, model(queue)));
                        }

                        @Override
                        public void refused(Refusal refusal) {
                            throw new SimulationFailure("could not subscribe: " + refusal);
                        }
                    };
            queues.lane()
                    .execute(() ->
                            queues.subscriptions()
                                    .subscribe(
                                            Caller.IN_PROCESS,
                                            queue,
                                            Subscribe.fromNow(Lines.READER),
                                            reply));
        }
    }

    /** A model of one queue; limits of depth are not its own. */
    private Model model(String queue) {
        QueueSettings settings = world.model.queues.get(queue);
        Model model = new Model();
        model.queues.put(
                queue, settings.toBuilder().depth(QueueSettings.defaults().depth()).build());
        return model;
    }

    /** As the model of a queue that delivers at this pace, if there is one. */
    private Model paced(String queue, int perSecond) {
        Model model = model(queue);
        QueueSettings settings = model.queues.get(queue);
        if (perSecond > 0) {
            RateLimits rates = settings.rates().withDelivery(new RateLimit(perSecond, 1));
            model.queues.put(queue, settings.withRates(rates));
            model.lapse.holdsBack();
        }
        return model;
    }

    void turn(Server server, Step.Turn step) {
        turning.turn(server, step);
    }

    void start(Queues queues, Machine machine, String queue, Step.Replay step, Op op) {
        Asked ask = new Asked(op, queue, step.into(), step.key(), step.perSecond());
        asked.add(ask);
        boolean work = step.into() == Step.Into.WORK;
        MessageFilter filter =
                step.key() < 0
                        ? new MessageFilter.All()
                        : new MessageFilter.TextIs(
                                new TextField.Key(), new TextTest.Is("key" + step.key()));
        Replay replay =
                new Replay(
                        new Position.Beginning(),
                        new Position.Now(),
                        filter,
                        step.perSecond(),
                        new Replay.Target.Subscription(work ? Subscriptions.WORK : Lines.READER));
        queues.replays()
                .start(
                        Caller.IN_PROCESS,
                        queue,
                        replay,
                        new Reply<>() {
                            @Override
                            public void ok(ReplayInfo info) {
                                asked.remove(ask);
                                begun(ask, info.number());
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                world.note("refused " + op + " " + refusal);
                                if (Verdict.of(refusal, machine, op.toString())
                                        == Verdict.NOT_DONE) {
                                    asked.remove(ask);
                                }
                            }
                        });
    }

    private void begun(Asked ask, int number) {
        world.note("begun " + ask.op() + " as " + number);
        ask.op().ended(world.clock.now());
        Model model = paced(ask.queue(), ask.perSecond());
        for (Tracked message : world.model.messages.all()) {
            boolean meant = ask.key() < 0 || ("key" + ask.key()).equals(message.key);
            boolean absent = message.answer != null && message.answer.duplicate();
            if (meant && message.queue.equals(ask.queue()) && !absent) {
                boolean certain =
                        message.answer != null
                                && !world.chronicle.mayForget()
                                && message.delayMillis == 0
                                && message.sent.end() < ask.op().begin()
                                && wasSettled(ask, message);
                if (certain) {
                    model.messages.replays(message, ask.op());
                } else {
                    model.messages.mayReplay(message, ask.op());
                }
            }
        }
        int feeds = feeds(ask);
        for (Model fed : world.lines.fedTo(ask.queue(), feeds)) {
            fed.receives.wishes(ask.queue()).forEach(model.receives::join);
        }
        world.lines.add(new Lines.Line(ask.queue(), number, feeds, model));
    }

    private int feeds(Asked ask) {
        return ask.into() == Step.Into.WORK ? 0 : reader(ask.queue());
    }

    /** Whether what it goes into did not have the message any more; what it has comes once. */
    private boolean wasSettled(Asked ask, Tracked message) {
        Model target = world.lines.fedTo(ask.queue(), feeds(ask)).get(0);
        return target.messages.all().stream()
                .filter(known -> known.id == message.id)
                .allMatch(known ->
                        known.states().stream()
                                .allMatch(state ->
                                        !state.isHeld() && state.since().end() < ask.op().begin()));
    }

    /** Replays that a recovered server shows: those known, or unanswered starts. */
    void adopt(Queues queues) {
        for (Asked ask : List.copyOf(asked)) {
            queues.replays().all(ask.queue()).stream()
                    .filter(info -> !world.lines.isKnown(ask.queue(), info.number()))
                    .filter(info -> isOf(info, ask))
                    .findFirst()
                    .ifPresent(info -> begun(ask, info.number()));
        }
        asked.clear();
        for (String queue : readers) {
            for (ReplayInfo info : queues.replays().all(queue)) {
                if (!world.lines.isKnown(queue, info.number())) {
                    throw new SimulationFailure("nobody asked for " + info);
                }
            }
        }
        turning.adopt(queues);
    }

    private static boolean isOf(ReplayInfo info, Asked ask) {
        boolean work = info.into().equals(new Replay.Target.Subscription(Subscriptions.WORK));
        boolean all = info.filter() instanceof MessageFilter.All;
        return work == (ask.into() == Step.Into.WORK)
                && all == (ask.key() < 0)
                && info.ratePerSecond() == ask.perSecond();
    }

    /** Every subscription accounts for all that it took up. */
    void checkConservation(Queues queues) {
        for (String queue : readers) {
            QueueStats stats =
                    queues.subscriptions()
                            .stats(queue, Lines.READER)
                            .orElseThrow(() -> new SimulationFailure("no figures: " + queue));
            if (stats.sent() != unsettled(stats) + settled(stats)) {
                throw new SimulationFailure("figures of " + queue + " do not add up: " + stats);
            }
        }
    }

    private static long unsettled(QueueStats stats) {
        return stats.ready() + stats.delayed() + stats.leased();
    }

    private static long settled(QueueStats stats) {
        return stats.acked()
                + stats.deadLettered()
                + stats.expired()
                + stats.dropped()
                + stats.purged()
                + stats.moved();
    }
}
