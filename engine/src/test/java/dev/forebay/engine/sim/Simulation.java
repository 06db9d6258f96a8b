package dev.forebay.engine.sim;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Timeline;
import dev.forebay.testkit.history.Audit;
import dev.forebay.testkit.history.Counters;
import dev.forebay.testkit.history.History;
import dev.forebay.testkit.history.HistoryChecker;
import dev.forebay.testkit.history.QueueFacts;
import dev.forebay.testkit.history.Violation;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one script on one machine. Fails with {@link SimulationFailure}. */
final class Simulation {
    private static final long MOST_TO_RESUME = 2000;
    private static final long LONGEST_WAIT = 30_000;
    private static final long LONGEST_SEARCH = 5_000;
    private static final int TIMELINES = 5;
    private static final int STEPS_BEFORE_SECOND_DEATH = 40;

    private final Script script;
    private final Machine machine;
    private final World world;
    private final List<VirtualClient> clients = new ArrayList<>();
    private final Ids ids = new Ids();
    private final Replaying replaying;
    private final Repeating repeating;
    private Queues queues;
    private Workload workload;
    private long deaths;

    private Simulation(Script script, Machine machine) {
        this.script = script;
        this.machine = machine;
        world = new World(script.seed());
        for (int i = 0; i < script.clients(); i++) {
            clients.add(
                    new VirtualClient(
                            "c" + i, world.history.client("c" + i), world.aside.client("c" + i)));
        }
        replaying = new Replaying(world, script.readers());
        repeating = new Repeating(world, script.repeats());
        queues = machine.boot(world.scheduler, world.clock);
        script.queues().forEach(world.model.queues::put);
        if (script.hasShortRetention()) {
            world.chronicle.retentionIsShort();
        }
        if (!machine.takesTurns()) {
            world.model.receives.allowAnyTurn();
        }
        workload = new Workload(world, machine, queues, clients, ids, replaying);
    }

    /** Runs the whole script; what went wrong is thrown with the trace up to there. */
    static Simulation run(Script script, Machine machine) {
        Simulation simulation = new Simulation(script, machine);
        try {
            simulation.createQueues();
            for (Step step : script.steps()) {
                simulation.perform(step);
                machine.check();
            }
            simulation.finish();
        } catch (SimulationFailure | RuntimeException failure) {
            failure.addSuppressed(new SimulationFailure("trace:\n" + simulation.world.trace()));
            throw failure;
        }
        return simulation;
    }

    /** Messages sent in this run. */
    int messages() {
        return world.model.messages.all().size();
    }

    private void createQueues() {
        script.queues()
                .forEach((name, settings) ->
                        queues.lane()
                                .execute(() ->
                                        queues.create(
                                                Caller.IN_PROCESS,
                                                name,
                                                settings,
                                                Map.of(),
                                                created())));
        repeating.create(queues);
        World.pass(world.scheduler, 1000);
        if (queues.all().size() != script.queues().size() + repeating.queues()) {
            throw new SimulationFailure("not all queues were created: " + queues.all());
        }
        if (!script.readers().isEmpty()) {
            replaying.subscribe(queues);
            World.pass(world.scheduler, 1000);
        }
    }

    private static Reply<QueueInfo> created() {
        return new Reply<>() {
            @Override
            public void ok(QueueInfo info) {}

            @Override
            public void refused(Refusal refusal) {
                throw new SimulationFailure("could not create a queue: " + refusal);
            }
        };
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Run run -> run(run.tasks());
            case Step.Advance advance -> World.pass(world.scheduler, advance.millis());
            case Step.JumpWall jump -> {
                // Between two turns of the engine, which reads the wall clock once in each.
                World.pass(world.scheduler, 1);
                world.note("wall clock jumps " + jump.millis());
                world.clock.jumpWall(jump.millis());
                world.chronicle.wallJumps();
                world.lines.models().forEach(model -> model.messages.wallAdvanced(jump.millis()));
            }
            case Step.Crash crash -> crash(crash);
            case Step.Disturb disturb -> {
                world.note("disturbed: " + disturb.fault());
                if (disturb.fault() == Step.Fault.DISK_FULL) {
                    world.chronicle.diskFills();
                }
                world.lines.models().forEach(model -> model.lapse.stalls());
                machine.disturb(disturb.fault(), disturb.seed());
            }
            case Step.Send send -> workload.give(send);
            case Step.Receive receive -> workload.give(receive);
            case Step.Read read -> workload.give(read);
            case Step.Replay replay -> workload.give(replay);
            case Step.Turn turn -> workload.give(turn);
            case Step.Settle settle -> workload.give(settle);
            case Step.Change change -> workload.give(change);
            case Step.Redrive redrive -> workload.give(redrive);
            case Step.Repeat repeat when repeat.act() == Step.RepeatAct.AWAIT ->
                    World.pass(world.scheduler, repeating.untilNext(queues, world.clock));
            case Step.Repeat repeat -> repeating.give(queues, machine, repeat);
            case Step.Cancel cancel -> workload.give(cancel);
            case Step.Purge purge -> workload.give(purge);
            case Step.Withdraw withdraw -> workload.give(withdraw);
            case Step.Relimit relimit -> workload.give(relimit);
            case Step.Steer steer -> workload.give(steer);
        }
    }

    private void goesOn() {
        world.lines.models().forEach(model -> model.lapse.goesOn(world.clock.now()));
    }

    private void run(int tasks) {
        int left = tasks;
        while (left > 0 && world.scheduler.stepNow()) {
            left--;
        }
    }

    private void crash(Step.Crash crash) {
        long ahead = world.clock.wall() - world.clock.now();
        if (crash.death() == Step.Death.STOP) {
            machine.stop();
            World.pass(world.scheduler, 1);
        }
        die(crash.death(), crash.seed());
        if (crash.death() == Step.Death.DURING_RECOVERY) {
            dieAgain(crash.seed());
        }
        Machine twin = machine.copy();
        long died = world.clock.now();
        queues = machine.boot(world.scheduler, world.clock);
        long from = world.clock.continuedFrom();
        world.note("up again, engine time went from " + died + " to " + from);
        if (from > died) {
            throw new SimulationFailure("engine time jumped from " + died + " to " + from);
        }
        goesOn();
        long advanced = world.clock.wall() - world.clock.now() - ahead;
        world.lines.models().forEach(model -> model.messages.wallAdvanced(advanced));
        adoptSettings();
        replaying.adopt(queues);
        probe(twin, from);
        repeating.adopt(queues);
        workload = new Workload(world, machine, queues, clients, ids, replaying);
    }

    private void die(Step.Death death, long seed) {
        world.note("dies: " + death);
        world.scheduler.abandon();
        world.lines.models().forEach(model -> model.recovery.crashed(world.clock.now()));
        clients.forEach(VirtualClient::answered);
        repeating.crashed();
        machine.die(death, seed);
        deaths++;
    }

    private void dieAgain(long seed) {
        machine.boot(world.scheduler, world.clock);
        run(Math.floorMod(seed, STEPS_BEFORE_SECOND_DEATH));
        world.note("dies again");
        world.scheduler.abandon();
        machine.die(Step.Death.POWER_CUT, seed + 1);
    }

    /** An unanswered change of settings happened or not; nothing else may have changed. */
    private void adoptSettings() {
        script.queues()
                .forEach((name, drawn) -> {
                    QueueSettings found =
                            queues.find(name)
                                    .orElseThrow(() -> new SimulationFailure("lost queue " + name))
                                    .settings();
                    world.model.queues.adopt(name, found, world.clock.now());
                });
        if (queues.all().size() != script.queues().size() + repeating.queues()) {
            throw new SimulationFailure("queues appeared: " + queues.all());
        }
    }

    /** Lets a twin with the same disk show what it holds, and holds it against the model. */
    private void probe(Machine twin, long from) {
        SimScheduler scheduler = new SimScheduler(script.seed() + deaths);
        SimClock clock = new SimClock(scheduler);
        clock.jumpWall(world.clock.wall() - clock.wall());
        Queues other = twin.boot(scheduler, clock);
        if (clock.continuedFrom() != from) {
            throw new SimulationFailure(
                    "two recoveries of one disk: " + from + ", " + clock.continuedFrom());
        }
        History aside = new History(scheduler::now);
        new Drain(other, scheduler, clock, world.lines, aside).run(from);
        repeating.check(other, scheduler, clock);
    }

    private void finish() {
        machine.calm();
        World.pass(world.scheduler, MOST_TO_RESUME);
        if (machine.isFailed()) {
            crash(new Step.Crash(Step.Death.KILL, script.seed()));
        }
        goesOn();
        World.pass(world.scheduler, LONGEST_WAIT);
        for (VirtualClient client : clients) {
            if (client.isWaiting()) {
                throw new SimulationFailure("a receive was never answered: " + client.name);
            }
        }
        world.lines.models().forEach(model -> model.rest.requireAllAnswered());
        if (machine.tellsTimelines()) {
            script.queues().keySet().forEach(this::checkCensus);
            script.queues().keySet().forEach(this::checkAudit);
        }
        machine.leaveAlone();
        long from = world.clock.now();
        script.queues().keySet().forEach(queue -> world.model.rest.checkDepth(queue, stats(queue)));
        new Drain(queues, world.scheduler, world.clock, world.lines, world.history).run(from);
        replaying.checkConservation(queues);
        repeating.check(queues, world.scheduler, world.clock);
        checkHistory();
        if (machine.tellsTimelines()) {
            checkTimelines();
        }
        if (script.hasVolatile()) {
            checkEndOfVolatile();
        }
    }

    /** After a crash the volatile queues are not there, and the others are. */
    private void checkEndOfVolatile() {
        die(Step.Death.POWER_CUT, script.seed());
        Queues left = machine.boot(world.scheduler, world.clock);
        List<String> expected =
                script.queues().entrySet().stream()
                        .filter(queue -> !queue.getValue().isVolatile())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        List<String> found =
                left.all().stream()
                        .map(QueueInfo::name)
                        .filter(script.queues()::containsKey)
                        .toList();
        if (!found.equals(expected)) {
            throw new SimulationFailure("of " + expected + " a crash left " + found);
        }
    }

    /** What the log and the journal hold is what the counters say. */
    private void checkCensus(String queue) {
        QueueStats before = stats(queue);
        Census census = new Census(queues, queue);
        queues.lane().execute(census::begin);
        World.pass(world.scheduler, LONGEST_SEARCH);
        if (Census.isStill(before, stats(queue))) {
            census.check(before, world.chronicle.mayForget());
        }
    }

    private void checkAudit(String queue) {
        List<AuditReport> reports = new ArrayList<>();
        queues.lane()
                .execute(() ->
                        queues.messages()
                                .audit(
                                        Caller.IN_PROCESS,
                                        queue,
                                        new Reply<>() {
                                            @Override
                                            public void ok(List<AuditReport> told) {
                                                reports.addAll(told);
                                            }

                                            @Override
                                            public void refused(Refusal refusal) {
                                                throw new SimulationFailure(
                                                        "no audit of " + queue + ": " + refusal);
                                            }
                                        }));
        World.pass(world.scheduler, LONGEST_SEARCH);
        if (reports.isEmpty() || !reports.stream().allMatch(AuditReport::holds)) {
            throw new SimulationFailure("audit of " + queue + ": " + reports);
        }
    }

    private void checkTimelines() {
        List<MessageId> asked = world.chronicle.some(TIMELINES);
        List<Timeline> told = new ArrayList<>();
        queues.lane().execute(() -> asked.forEach(id -> ask(id, told)));
        World.pass(world.scheduler, LONGEST_SEARCH);
        if (told.size() != asked.size()) {
            throw new SimulationFailure(told.size() + " timelines of " + asked.size());
        }
        told.forEach(world.chronicle::check);
    }

    private void ask(MessageId id, List<Timeline> told) {
        queues.messages()
                .timeline(
                        Caller.IN_PROCESS,
                        id,
                        new Reply<>() {
                            @Override
                            public void ok(Timeline timeline) {
                                told.add(timeline);
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                throw new SimulationFailure("no timeline of " + id + refusal);
                            }
                        });
    }

    private QueueStats stats(String queue) {
        return queues.stats(queue)
                .orElseThrow(() -> new SimulationFailure("no figures of " + queue));
    }

    private void checkHistory() {
        Audit audit = new Audit().drainedAt(world.history.now());
        script.queues()
                .forEach((name, settings) -> {
                    audit.queue(facts(name, settings));
                    if (settings.deadLetter().isPresent() && world.model.lapse.everRedriven()) {
                        audit.redrivenInto(name);
                    }
                    audit.counters(counters(name, stats(name)));
                });
        List<Violation> violations = HistoryChecker.check(world.history, audit);
        if (!violations.isEmpty()) {
            throw new SimulationFailure("the history breaks rules: " + violations);
        }
    }

    private static QueueFacts.Order order(Ordering ordering) {
        return ordering.isKept()
                ? QueueFacts.Order.valueOf(ordering.name())
                : QueueFacts.Order.NONE;
    }

    private static Counters counters(String queue, QueueStats stats) {
        return new Counters(
                queue,
                stats.sent(),
                stats.ready() + stats.delayed() + stats.leased(),
                stats.acked(),
                stats.deadLettered()
                        + stats.expired()
                        + stats.dropped()
                        + stats.purged()
                        + stats.moved());
    }

    /** After how long a message may be gone although nobody settled it. */
    private long soonestEnd(QueueSettings settings) {
        if (settings.depth().whenFull() != DepthLimit.WhenFull.REFUSE) {
            return 0;
        }
        long own = script.hasDeadlines() ? Script.SHORTEST_DEADLINE : Script.NO_EXPIRY;
        return Math.min(own, settings.expiryMillis());
    }

    private QueueFacts facts(String name, QueueSettings settings) {
        QueueFacts facts =
                QueueFacts.of(name)
                        .ordered(order(settings.ordering()))
                        .expiring(soonestEnd(settings));
        if (settings.deadLetter().isPresent()) {
            facts = facts.deadLettersTo(settings.deadLetter().get().queue());
        }
        if (settings.deduplication().isPresent()) {
            long window = settings.deduplication().get().windowMillis();
            facts =
                    switch (settings.deduplication().get().scope()) {
                        case QUEUE -> facts.deduplicated(window);
                        case KEY -> facts.deduplicatedPerKey(window);
                    };
        }
        return facts;
    }
}
