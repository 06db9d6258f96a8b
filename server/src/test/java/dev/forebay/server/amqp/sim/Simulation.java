package dev.forebay.server.amqp.sim;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Caller;
import dev.forebay.testkit.sim.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs one script. Fails with {@link SimulationFailure}. */
final class Simulation {
    private static final int MOST_TASKS = 60;
    private static final int MOST_MILLIS = 400;
    private static final long QUIET_MILLIS = 3_000;
    private static final long LONG_MILLIS = ServerSetup.ACK_TIMEOUT_MILLIS + 70_000;
    private static final int MOST_TO_DRAIN = 10_000;

    private static final List<Death> DEATHS = List.of(Death.values());

    private final Script script;
    private final World world;
    private final Computer computer;
    private SimServer server;
    private Workload workload;
    private int messages;

    private Simulation(Script script, AmqpFlaw flaw) {
        this.script = script;
        world = new World(script.seed());
        computer = new Computer(world.scheduler, new ServerSetup(script.seed(), flaw));
        server = computer.boot();
        workload = new Workload(world, server);
    }

    /** Runs the whole script; returns how it went, the same whenever it is run. */
    static String run(Script script, AmqpFlaw flaw) {
        Simulation simulation = new Simulation(script, flaw);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError failure) {
            failure.addSuppressed(new SimulationFailure("trace:\n" + simulation.world.trace()));
            throw failure;
        }
        return simulation.messages
                + " messages, "
                + simulation.world.scheduler.stepsRun()
                + " tasks\n"
                + simulation.world.trace();
    }

    private void run() {
        begin(false);
        for (Step step : script.steps()) {
            perform(step);
            world.check();
            server.engine().checkInvariants();
        }
        finish();
    }

    /** One client declares what is to be there, or finds it again; the others come. */
    private void begin(boolean again) {
        ClientConnection first = workload.connect(0);
        workload.connect(0);
        pass(QUIET_MILLIS);
        workload.connections().forEach(one -> one.openChannel(ClientChannel.Mode.CONFIRM));
        workload.connections().forEach(one -> one.openChannel(ClientChannel.Mode.TX));
        ClientChannel channel = first.channels().getFirst();
        channel.ask(
                new AMQImpl.Exchange.Declare(
                        0, Model.FAN, "fanout", again, true, false, false, false, Map.of()),
                _ -> {},
                List.of(AMQImpl.Exchange.DeclareOk.class));
        for (TrackedQueue queue : world.model.queues.values()) {
            if (!queue.gone) {
                declare(channel, queue, again);
            }
        }
        pass(QUIET_MILLIS);
        quiet();
    }

    private static void declare(ClientChannel channel, TrackedQueue queue, boolean again) {
        channel.ask(
                new AMQImpl.Queue.Declare(
                        0, queue.name, again, true, false, false, false, queue.arguments()),
                _ -> {},
                List.of(AMQImpl.Queue.DeclareOk.class));
        if (!again && Model.BEHIND_FAN.contains(queue.name)) {
            channel.ask(
                    new AMQImpl.Queue.Bind(0, queue.name, Model.FAN, "", false, Map.of()),
                    _ -> {},
                    List.of(AMQImpl.Queue.BindOk.class));
        }
    }

    private void perform(Step step) {
        Random random = Seeds.random(step.draw());
        switch (step.kind()) {
            case RUN -> run(random.nextInt(MOST_TASKS));
            case ADVANCE -> pass(1 + random.nextInt(MOST_MILLIS));
            case ADVANCE_LONG -> pass(LONG_MILLIS);
            case QUIET -> quiet();
            case CRASH -> crash(random);
            default -> workload.perform(step);
        }
    }

    private void run(int tasks) {
        for (int left = tasks; left > 0 && world.scheduler.stepNow(); left--) {
            world.check();
        }
    }

    private void pass(long millis) {
        world.scheduler.runFor(millis);
        world.check();
    }

    private void quiet() {
        workload.connections().forEach(one -> one.reads(true));
        pass(QUIET_MILLIS);
        world.note("quiet");
        new Quiet(world, server.engine(), workload.connections()).check();
    }

    /** Everything is acked; once one of these channels is answered the server dies. */
    private void settleAtTheLastMoment() {
        List<ClientChannel> settling = workload.ackAll();
        int tasks = 0;
        while (tasks < MOST_TASKS
                && settling.stream().noneMatch(one -> one.isOpen() && one.answers.isIdle())
                && world.scheduler.stepNow()) {
            world.check();
            tasks++;
        }
    }

    private void crash(Random random) {
        if (random.nextBoolean()) {
            settleAtTheLastMoment();
        }
        Death death = DEATHS.get(random.nextInt(DEATHS.size()));
        world.note("dies: " + death);
        computer.die(death, random.nextLong());
        world.check();
        workload.connections().forEach(ClientConnection::processDied);
        world.model.restarted(death, world.scheduler.now());
        server = computer.boot();
        world.note("up again");
        workload = new Workload(world, server);
        begin(true);
    }

    private void finish() {
        quiet();
        workload.connections().forEach(ClientConnection::close);
        quiet();
        drain();
        world.model.drained();
        for (TrackedQueue queue : world.model.queues.values()) {
            if (!queue.gone) {
                audit(queue);
            }
        }
        workload.connections().forEach(ClientConnection::close);
        quiet();
        if (server.bytesHeld() != 0) {
            throw new SimulationFailure("buffers: " + server.bytesHeld() + " bytes not released");
        }
        messages = world.model.messages.size();
    }

    /** Takes everything out of all queues. */
    private void drain() {
        ClientConnection connection = workload.connect(0);
        pass(QUIET_MILLIS);
        connection.openChannel(ClientChannel.Mode.PLAIN);
        ClientChannel channel = connection.channels().getFirst();
        for (TrackedQueue queue : world.model.queues.values()) {
            for (int i = 0; !queue.gone && i < MOST_TO_DRAIN; i++) {
                channel.get(queue, false);
                while (!channel.answers.isIdle()) {
                    world.scheduler.step();
                    world.check();
                }
                if (channel.holdings().isEmpty()) {
                    break;
                }
                channel.settle(channel.holdings().getFirst(), false, true);
            }
        }
        quiet();
    }

    private void audit(TrackedQueue queue) {
        List<AuditReport> reports =
                server.await(
                        "audit",
                        reply ->
                                server.engine()
                                        .messages()
                                        .audit(Caller.IN_PROCESS, queue.name, reply));
        if (!reports.stream().allMatch(AuditReport::holds)) {
            throw new SimulationFailure("audit: " + queue + ": " + reports);
        }
    }
}
