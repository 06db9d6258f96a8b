package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.testkit.crash.CrashRun;
import dev.forebay.testkit.crash.Recovery;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.history.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One playing of a story, and the check of what a restart finds after it. */
final class EngineRun implements CrashRun {
    private static final int CLIENTS = 2;
    private static final long SETTLED = 100;
    private static final List<Step> AFTERWARDS =
            List.of(
                    new Step.Send(0, 1, List.of(new Step.Item(0, -1, -1, 60))),
                    new Step.Receive(0, 1, 2, 1000, 0),
                    new Step.Advance(30),
                    new Step.Settle(0, List.of(1), Step.End.ACK, 0),
                    new Step.Send(1, 1, List.of(new Step.Item(1, -1, -1, 70))),
                    new Step.Advance(30));

    private final EngineStory story;
    private final List<Step> steps;
    private final World world;
    private final Ids ids;
    private final Set<String> asked;
    private final List<VirtualClient> clients = new ArrayList<>();
    private @Nullable EmbeddedMachine machine;
    private @Nullable Queues queues;
    private @Nullable Workload workload;
    private boolean alive = true;
    private long died;

    EngineRun(EngineStory story, List<Step> steps) {
        this(story, steps, new Model(), new Ids(), new HashSet<>(), 0);
    }

    private EngineRun(
            EngineStory story,
            List<Step> steps,
            Model model,
            Ids ids,
            Set<String> asked,
            long died) {
        this.story = story;
        this.steps = steps;
        this.ids = ids;
        this.asked = asked;
        this.died = died;
        world = new World(story.name().hashCode(), model);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(
                    new VirtualClient(
                            "c" + i, world.history.client("c" + i), world.aside.client("c" + i)));
        }
    }

    /** A run of these steps by a new process, after this one was killed. */
    EngineRun then(List<Step> next) {
        end();
        return after(world.model.copy(), next);
    }

    private EngineRun after(Model model, List<Step> next) {
        return new EngineRun(story, next, model, ids.copy(), new HashSet<>(asked), died);
    }

    @Override
    public void play(SimDisk disk) throws IOException {
        EmbeddedMachine server = new EmbeddedMachine(story.setup(), disk);
        machine = server;
        try {
            boot(server);
            create();
            for (Step step : steps) {
                if (server.isFailed()) {
                    break;
                }
                if (disk.faultsMet() > 0) {
                    world.model.lapse.stalls();
                }
                perform(server, step);
                server.check();
            }
            World.pass(world.scheduler, SETTLED);
        } catch (SimulationFailure failure) {
            throw told(failure);
        }
    }

    private SimulationFailure told(SimulationFailure failure) {
        failure.addSuppressed(new SimulationFailure("trace:\n" + world.trace()));
        return failure;
    }

    private void boot(EmbeddedMachine server) throws IOException {
        try {
            queues = server.boot(world.scheduler, world.clock);
            workload = new Workload(world, server, queues(), clients, ids);
        } catch (SimulationFailure failure) {
            if (server.isDisturbed()) {
                throw new IOException("the server did not start", failure);
            }
            throw failure;
        }
    }

    private void create() {
        story.queues().forEach(this::create);
        World.pass(world.scheduler, SETTLED);
        Queues known = queues();
        workload = new Workload(world, machine(), known, clients, ids);
    }

    private void create(String name, QueueSettings settings) {
        if (!asked.add(name)) {
            return;
        }
        queues().lane()
                .execute(() ->
                        queues().create(
                                        Caller.IN_PROCESS,
                                        name,
                                        settings,
                                        Map.of(),
                                        new Reply<QueueInfo>() {
                                            @Override
                                            public void ok(QueueInfo info) {
                                                world.model.queues.put(name, settings);
                                            }

                                            @Override
                                            public void refused(Refusal refusal) {
                                                Verdict.of(refusal, machine(), "create " + name);
                                            }
                                        }));
    }

    private void perform(EmbeddedMachine server, Step step) throws IOException {
        switch (step) {
            case Step.Run run -> World.pass(world.scheduler, run.tasks());
            case Step.Advance advance -> World.pass(world.scheduler, advance.millis());
            case Step.JumpWall jump -> world.clock.jumpWall(jump.millis());
            case Step.Crash crash -> startAnew(server, crash.death());
            case Step.Disturb disturb ->
                    throw new IllegalArgumentException("the explorer plans faults: " + disturb);
            default -> {
                if (!world.model.queues.names().isEmpty()) {
                    workload().give(step);
                }
            }
        }
    }

    /** On the same disk: what was written is in the page cache, whatever of it was synced. */
    private void startAnew(EmbeddedMachine server, Step.Death death) throws IOException {
        if (death == Step.Death.STOP) {
            stop(server);
        }
        died = Math.max(died, world.clock.now());
        world.scheduler.abandon();
        world.model.recovery.crashed(died);
        clients.forEach(VirtualClient::answered);
        boot(server);
    }

    /** A stop whose last words meet an error of the disk is as good as a death. */
    private void stop(EmbeddedMachine server) {
        try {
            server.stop();
            World.pass(world.scheduler, 1);
        } catch (SimulationFailure refused) {
            if (!server.isDisturbed()) {
                throw refused;
            }
        }
    }

    private void end() {
        if (alive) {
            alive = false;
            died = Math.max(died, world.clock.now());
            world.scheduler.abandon();
            world.model.recovery.crashed(died);
        }
    }

    @Override
    public Recovery check(SimDisk disk) throws IOException {
        end();
        EngineRun next = after(world.model.copy(), List.of());
        SimDisk aside = disk.copy();
        EmbeddedMachine server = new EmbeddedMachine(story.setup(), disk);
        next.machine = server;
        next.boot(server);
        long from = next.world.clock.continuedFrom();
        if (from > died) {
            throw new SimulationFailure("engine time jumped from " + died + " to " + from);
        }
        next.adopt();
        next.died = from;
        probe(aside, next.world.model, from);
        return next;
    }

    /** A queue whose creation was not answered may be there or not; all others must be. */
    private void adopt() {
        Queues found = queues();
        story.queues()
                .forEach((name, settings) -> {
                    boolean unanswered =
                            asked.contains(name) && !world.model.queues.names().contains(name);
                    if (unanswered && found.find(name).isPresent()) {
                        world.model.queues.put(name, settings);
                    }
                });
        asked.retainAll(world.model.queues.names());
        for (String name : world.model.queues.names()) {
            QueueSettings settings =
                    found.find(name)
                            .orElseThrow(() -> new SimulationFailure("lost queue " + name))
                            .settings();
            world.model.queues.adopt(name, settings, world.clock.now());
        }
        if (found.all().size() != world.model.queues.names().size()) {
            throw new SimulationFailure("queues appeared: " + found.all());
        }
        workload = new Workload(world, machine(), found, clients, ids);
    }

    /** A twin with the same disk shows all that it holds. */
    private void probe(SimDisk disk, Model model, long from) {
        World other = new World(story.name().hashCode() + 1, model);
        Queues twin =
                EmbeddedMachine.leftAlone(story.setup(), disk).boot(other.scheduler, other.clock);
        if (other.clock.continuedFrom() != from) {
            throw new SimulationFailure("two recoveries of one disk differ in time");
        }
        History seen = new History(other.scheduler::now);
        new Drain(twin, other.scheduler, other.clock, other.lines, seen).run(from);
    }

    /** Sends, receives and acks something more, with everything answered. */
    @Override
    public void use() throws IOException {
        create();
        for (Step step : AFTERWARDS) {
            perform(machine(), step);
        }
        World.pass(world.scheduler, SETTLED);
        world.model.rest.requireAllAnswered();
        machine().check();
    }

    private EmbeddedMachine machine() {
        EmbeddedMachine running = machine;
        if (running == null) {
            throw new IllegalStateException("no server is running");
        }
        return running;
    }

    private Queues queues() {
        Queues running = queues;
        if (running == null) {
            throw new IllegalStateException("no server is running");
        }
        return running;
    }

    private Workload workload() {
        Workload running = workload;
        if (running == null) {
            throw new IllegalStateException("no server is running");
        }
        return running;
    }
}
