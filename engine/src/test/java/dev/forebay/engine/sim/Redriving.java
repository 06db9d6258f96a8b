package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Redrives of the dead-letter queue: starts them, steers those under way, notes their ends. */
final class Redriving {
    private static final String DEAD = "dead";

    private final Server server;
    private final World world;
    private final Model model;
    private final Replaying replaying;
    private int unanswered;

    Redriving(Server server, Replaying replaying) {
        this.server = server;
        this.replaying = replaying;
        world = server.world();
        model = world.model;
    }

    void redrive(Step.Redrive step) {
        boolean ordered =
                server.names().stream()
                        .map(model.queues::get)
                        .anyMatch(s -> s.deadLetter().isPresent() && s.ordering().isKept());
        if (ordered || replaying.isUsed()) {
            // The history's rules of order and the models of readers know of no second coming.
            return;
        }
        Optional<RedriveInfo> active =
                server.queues().redrives().all().stream()
                        .filter(one -> !one.state().isEnded())
                        .findFirst();
        if (active.isPresent()) {
            steer(step, active.get());
        } else if (unanswered == 0 && !model.lapse.redriving().isEmpty()) {
            noteEnds();
        } else if (step.act() == Step.RedriveAct.START) {
            start(step);
        }
    }

    /** None is under way; once that is on disk those that were have ended. */
    private void noteEnds() {
        Set<Op> ended = Set.copyOf(model.lapse.redriving());
        server.queues()
                .settle(
                        Caller.IN_PROCESS,
                        server.names().get(0),
                        List.of(),
                        new OneReply<>(
                                results -> model.redrivesEnded(ended, world.clock.now()),
                                refusal -> {}));
    }

    private void start(Step.Redrive step) {
        Op op = server.op("redrive at " + step.perSecond());
        model.lapse.redrives(op);
        unanswered++;
        server.queues()
                .redrives()
                .start(
                        Caller.IN_PROCESS,
                        RedriveRequest.all(DEAD).withRate(step.perSecond()),
                        new OneReply<>(
                                info -> {
                                    unanswered--;
                                    world.note("begun " + info);
                                },
                                refusal -> {
                                    unanswered--;
                                    notStarted(op, refusal);
                                }));
    }

    private void notStarted(Op op, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        if (refusal instanceof Refusal.RedriveInProgress
                || Verdict.of(refusal, server.machine(), op.toString()) == Verdict.NOT_DONE) {
            model.lapse.redriveEnded(op);
        }
    }

    private void steer(Step.Redrive step, RedriveInfo active) {
        world.note(step.act() + " " + active);
        Reply<RedriveInfo> reply =
                new OneReply<>(
                        info -> world.note("now " + info),
                        refusal -> world.note(step.act() + " refused " + refusal));
        switch (step.act()) {
            case START -> {}
            case PAUSE -> server.queues().redrives().pause(Caller.IN_PROCESS, active.id(), reply);
            case RESUME -> server.queues().redrives().resume(Caller.IN_PROCESS, active.id(), reply);
            case CANCEL -> server.queues().redrives().cancel(Caller.IN_PROCESS, active.id(), reply);
        }
    }
}
