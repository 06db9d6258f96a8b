package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.MissedRuns;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.testkit.sim.SimScheduler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of one run. They send to a queue of their own, which only a twin and the end read,
 * so that a server shows all the runs that it has ever made.
 */
final class Repeating {
    static final String QUEUE = "repeated";
    private static final int SLOTS = 3;
    private static final int BATCH = 50;
    private static final long LEASE = 60_000;
    private static final long CAUGHT_UP_WITHIN = 2_000;
    private static final List<String> TIMES =
            List.of("every 3s", "*/10 * * * * *", "* * * * *", "every 7h", "@hourly");
    private static final List<MissedRuns> POLICIES = List.of(MissedRuns.values());
    private static final int MOST_CAUGHT_UP = 20;
    private static final long LONGEST_AWAITED = 60_000;

    private final World world;
    private final boolean used;
    private final @Nullable RepeatedModel[] slots = new RepeatedModel[SLOTS];
    private final Map<String, RepeatedModel> all = new LinkedHashMap<>();
    private boolean steering;

    Repeating(World world, boolean used) {
        this.world = world;
        this.used = used;
    }

    /** Queues that there are beside those of the script. */
    int queues() {
        return used ? 1 : 0;
    }

    /** At the beginning. */
    void create(Queues queues) {
        if (used) {
            QueueSettings settings = QueueSettings.defaults().withExpiryMillis(Script.NO_EXPIRY);
            queues.lane()
                    .execute(() ->
                            queues.create(
                                    Caller.IN_PROCESS,
                                    QUEUE,
                                    settings,
                                    Map.of(),
                                    must("create " + QUEUE)));
        }
    }

    /** Carries out a step, unless what was asked for before is unanswered. */
    void give(Queues queues, Machine machine, Step.Repeat step) {
        queues.lane().execute(() -> giveNow(queues, machine, step));
    }

    private void giveNow(Queues queues, Machine machine, Step.Repeat step) {
        int slot = step.slot() % SLOTS;
        RepeatedModel known = slots[slot];
        if (step.act() == Step.RepeatAct.STEER) {
            steer(queues, machine, step);
        } else if (step.act() == Step.RepeatAct.PUT) {
            if (known == null) {
                known = made(slot, step);
            }
            if (!known.isBusy()) {
                put(queues, machine, known, step);
            }
        } else if (known != null && !known.isBusy() && known.isThere()) {
            change(queues, machine, slot, known, step);
        }
    }

    private RepeatedModel made(int slot, Step.Repeat step) {
        String name = "s" + all.size();
        RepeatedModel made = new RepeatedModel(name, TIMES.get(step.pick() % TIMES.size()));
        slots[slot] = made;
        all.put(name, made);
        return made;
    }

    private void put(Queues queues, Machine machine, RepeatedModel known, Step.Repeat step) {
        MissedRuns policy = POLICIES.get(step.pick() / TIMES.size() % POLICIES.size());
        ByteBuffer body = ByteBuffer.wrap(known.name().getBytes(StandardCharsets.UTF_8));
        Send send =
                new Send(
                        new dev.forebay.engine.Message(null, List.of(), body),
                        Send.QUEUE_DELAY,
                        null);
        Schedule schedule =
                Schedule.of(known.name(), QUEUE, known.when(), send)
                        .withMissed(policy, MOST_CAUGHT_UP);
        world.note("put " + known.name() + " at " + known.when() + " with " + policy);
        known.putting(policy);
        queues.schedules()
                .put(
                        Caller.IN_PROCESS,
                        schedule,
                        reply(machine, known, "put", info -> known.there()));
    }

    private void change(
            Queues queues, Machine machine, int slot, RepeatedModel known, Step.Repeat step) {
        String name = known.name();
        world.note(step.act() + " " + name);
        known.asking();
        switch (step.act()) {
            case ENABLE ->
                    queues.schedules()
                            .enable(
                                    Caller.IN_PROCESS,
                                    name,
                                    reply(machine, known, "enable", info -> known.there()));
            case DISABLE ->
                    queues.schedules()
                            .disable(
                                    Caller.IN_PROCESS,
                                    name,
                                    reply(machine, known, "disable", info -> known.there()));
            case DELETE -> {
                slots[slot] = null;
                known.deleting();
                queues.schedules()
                        .delete(
                                Caller.IN_PROCESS,
                                name,
                                reply(machine, known, "delete", info -> known.gone()));
            }
            case RUN -> {
                known.running();
                queues.schedules()
                        .run(
                                Caller.IN_PROCESS,
                                name,
                                this.<SendResult.Sent>reply(
                                        machine, known, "run", sent -> known.ran()));
            }
            case PUT, STEER, AWAIT -> throw new IllegalArgumentException("is no change: " + step);
        }
    }

    private void steer(Queues queues, Machine machine, Step.Repeat step) {
        if (steering) {
            return;
        }
        Flow flow = step.pick() % 2 == 0 ? Flow.SENDING_PAUSED : Flow.RUNNING;
        steering = true;
        world.note("steer " + QUEUE + " to " + flow);
        QueueSettings settings = queues.find(QUEUE).orElseThrow().settings().withFlow(flow);
        queues.update(
                Caller.IN_PROCESS,
                QUEUE,
                settings,
                new Reply<>() {
                    @Override
                    public void ok(QueueInfo info) {
                        steering = false;
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        steering = false;
                        Verdict.of(refusal, machine, "steer " + QUEUE);
                    }
                });
    }

    /** What is told of a command that was done. */
    private interface Done<T> {
        void done(T value);
    }

    private <T> Reply<T> reply(Machine machine, RepeatedModel known, String what, Done<T> done) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                world.note("done " + what + " " + known.name());
                done.done(value);
            }

            @Override
            public void refused(Refusal refusal) {
                world.note("refused " + what + " " + known.name() + " " + refusal);
                if (Verdict.of(refusal, machine, what + " " + known.name()) == Verdict.NOT_DONE) {
                    known.notDone();
                }
            }
        };
    }

    private static <T> Reply<T> must(String what) {
        return new Reply<>() {
            @Override
            public void ok(T value) {}

            @Override
            public void refused(Refusal refusal) {
                throw new SimulationFailure("could not " + what + ": " + refusal);
            }
        };
    }

    /** How long it takes until the next run is due; at most {@link #LONGEST_AWAITED}. */
    long untilNext(Queues queues, SimClock clock) {
        return all.keySet().stream()
                .flatMap(name -> queues.schedules().find(name).stream())
                .filter(info -> info.schedule().isEnabled())
                .mapToLong(info -> info.nextAt() - clock.wall())
                .filter(wait -> wait > 0 && wait < LONGEST_AWAITED)
                .min()
                .orElse(1);
    }

    /** The process died: what was not answered happened or not. */
    void crashed() {
        steering = false;
    }

    /** Takes over what a recovered server shows, once it was found to be possible. */
    void adopt(Queues queues) {
        for (RepeatedModel model : all.values()) {
            model.adopt(queues.schedules().find(model.name()).isPresent());
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            RepeatedModel model = slots[slot];
            if (model != null && !model.isThere()) {
                slots[slot] = null;
            }
        }
    }

    /**
     * Takes out all that was sent, and holds it and what is told of it against the models. Nothing
     * is sent between the last look and what is told then.
     */
    void check(Queues queues, SimScheduler scheduler, SimClock clock) {
        if (!used) {
            return;
        }
        World.pass(scheduler, CAUGHT_UP_WITHIN);
        Map<String, List<Delivery>> sent = new LinkedHashMap<>();
        Map<String, Optional<ScheduleInfo>> told = new LinkedHashMap<>();
        boolean running = queues.find(QUEUE).orElseThrow().settings().flow().takesMessages();
        queues.lane().execute(() -> read(queues, sent, told));
        World.pass(scheduler, CAUGHT_UP_WITHIN);
        if (told.isEmpty() && !all.isEmpty()) {
            throw new SimulationFailure("the queue of schedules was not read to its end");
        }
        all.forEach((name, model) ->
                model.check(
                        told.getOrDefault(name, Optional.empty()),
                        sent.getOrDefault(name, List.of())));
        for (String name : sent.keySet()) {
            if (!all.containsKey(name)) {
                throw new SimulationFailure("a message of no schedule: " + name);
            }
        }
        if (running) {
            told.values().stream()
                    .flatMap(Optional::stream)
                    .filter(info -> info.schedule().isEnabled())
                    .filter(info -> info.nextAt() <= clock.wall() - 2 * CAUGHT_UP_WITHIN)
                    .findFirst()
                    .ifPresent(info -> {
                        throw new SimulationFailure(
                                "does not run at " + clock.wall() + ": " + info);
                    });
        }
    }

    /** Reads on; when there is no more, what is told is of the same instant. */
    private void read(
            Queues queues,
            Map<String, List<Delivery>> sent,
            Map<String, Optional<ScheduleInfo>> told) {
        queues.receive(
                Caller.IN_PROCESS,
                QUEUE,
                new Receive(BATCH, LEASE, 0, null),
                new Reply<>() {
                    @Override
                    public void ok(List<Delivery> deliveries) {
                        for (Delivery delivery : deliveries) {
                            sent.computeIfAbsent(name(delivery), unused -> new ArrayList<>())
                                    .add(delivery);
                        }
                        if (deliveries.isEmpty()) {
                            all.keySet()
                                    .forEach(name -> told.put(name, queues.schedules().find(name)));
                        } else {
                            ack(queues, deliveries, () -> read(queues, sent, told));
                        }
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        throw new SimulationFailure("cannot read " + QUEUE + ": " + refusal);
                    }
                });
    }

    private void ack(Queues queues, List<Delivery> deliveries, Runnable then) {
        List<Settlement> acks = new ArrayList<>();
        deliveries.forEach(delivery -> acks.add(new Settlement.Ack(delivery.lease())));
        queues.settle(
                Caller.IN_PROCESS,
                QUEUE,
                acks,
                new Reply<>() {
                    @Override
                    public void ok(List<SettleResult> results) {
                        then.run();
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        throw new SimulationFailure("cannot ack in " + QUEUE + ": " + refusal);
                    }
                });
    }

    private static String name(Delivery delivery) {
        return RepeatedModel.header(delivery, Schedule.NAME_HEADER)
                .orElseThrow(() -> new SimulationFailure("nameless: " + delivery));
    }
}
