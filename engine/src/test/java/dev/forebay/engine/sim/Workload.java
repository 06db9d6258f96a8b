package dev.forebay.engine.sim;

import dev.forebay.engine.Queues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The virtual clients of one server process: each step goes to whoever knows its command. */
final class Workload {
    private final Server server;
    private final Replaying replaying;
    private final Sending sending;
    private final Receiving receiving;
    private final Settling settling;
    private final Changing changing;
    private final Redriving redriving;
    private final Purging purging;
    private final Withdrawing withdrawing;
    private final Steering steering;

    Workload(World world, Machine machine, Queues queues, List<VirtualClient> clients, Ids ids) {
        this(world, machine, queues, clients, ids, new Replaying(world, Set.of()));
    }

    Workload(
            World world,
            Machine machine,
            Queues queues,
            List<VirtualClient> clients,
            Ids ids,
            Replaying replaying) {
        this.replaying = replaying;
        server =
                new Server(
                        world,
                        machine,
                        queues,
                        clients,
                        new ArrayList<>(world.model.queues.names()));
        sending = new Sending(server, ids);
        receiving = new Receiving(server, replaying);
        settling = new Settling(server);
        changing = new Changing(server, sending, settling);
        redriving = new Redriving(server, replaying);
        purging = new Purging(server);
        withdrawing = new Withdrawing(server);
        steering = new Steering(server);
    }

    /** Commands of a step wait on the lane like a face's; other steps are not for clients. */
    void give(Step step) {
        server.queues().lane().execute(() -> giveNow(step));
    }

    private void giveNow(Step step) {
        switch (step) {
            case Step.Send send -> sending.send(send);
            case Step.Receive receive -> receiving.receive(receive);
            case Step.Settle settle -> settling.settle(settle);
            case Step.Change change -> changing.change(change);
            case Step.Redrive redrive -> redriving.redrive(redrive);
            case Step.Cancel cancel -> receiving.cancel(cancel);
            case Step.Read read -> receiving.read(read);
            case Step.Replay replay -> replay(replay);
            case Step.Turn turn -> replaying.turn(server, turn);
            case Step.Purge purge -> purging.purge(purge);
            case Step.Withdraw withdraw -> withdrawing.withdraw(withdraw);
            case Step.Relimit relimit -> steering.relimit(relimit);
            case Step.Steer steer -> steering.steer(steer);
            default -> throw new IllegalArgumentException("not for a client: " + step);
        }
    }

    /** Replays outlive the process: what was asked of it and not answered is known at the next. */
    private void replay(Step.Replay step) {
        String queue = server.queue(step.queue());
        if (replaying.isRead(queue)) {
            Op op = server.op("replay " + queue + " into " + step.into() + " key " + step.key());
            replaying.start(server.queues(), server.machine(), queue, step, op);
        }
    }
}
