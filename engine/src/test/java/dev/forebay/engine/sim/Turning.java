package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.ReplayInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pauses, resumes and cancels the passes of replays, and tells their models: one that is paused
 * gives nothing out, and what it owes it owes once it is resumed; one that is cancelled owes
 * nothing more.
 */
final class Turning {
    private static final String DONE = "done";

    private final World world;

    /** Passes that are being changed: one change at a time. */
    private final Set<Lines.Line> changing = new HashSet<>();

    /** Those that were asked to be cancelled, by the first who asked. */
    private final Map<Lines.Line, Op> cancels = new HashMap<>();

    private final Set<Lines.Line> cancelled = new HashSet<>();

    Turning(World world) {
        this.world = world;
    }

    void turn(Server server, Step.Turn step) {
        List<Lines.Line> passes = world.lines.passes();
        if (passes.isEmpty()) {
            return;
        }
        Lines.Line pass = passes.get(passes.size() - 1 - step.pick() % passes.size());
        if (!changing.add(pass)) {
            return;
        }
        ReplayInfo.Phase phase = step.phase();
        // A cancel takes away what others are about to be given.
        String what = phase == ReplayInfo.Phase.CANCELLED ? "cancel " : "turn to " + phase + " ";
        Op op = server.op(what + pass.queue() + "#" + pass.number());
        begun(pass, phase, op);
        server.queues()
                .replays()
                .change(
                        Caller.IN_PROCESS,
                        pass.queue(),
                        pass.number(),
                        phase,
                        new OneReply<>(
                                info -> turned(pass, phase, op, info),
                                refusal -> refused(server.machine(), pass, phase, op, refusal)));
    }

    private void begun(Lines.Line pass, ReplayInfo.Phase phase, Op op) {
        Model model = pass.model();
        model.lapse.holdsBack();
        if (phase == ReplayInfo.Phase.CANCELLED) {
            cancels.putIfAbsent(pass, op);
            for (Tracked message : model.messages.all()) {
                message.waits(op, state -> List.of(gone(state, op).assuming(op, DONE)));
            }
        } else {
            model.queues.flows.changing(pass.queue(), flow(phase));
        }
    }

    private static State gone(State state, Op by) {
        return state.isHeld() ? state.gone(by) : state;
    }

    private static Flow flow(ReplayInfo.Phase phase) {
        return phase == ReplayInfo.Phase.PAUSED ? Flow.PAUSED : Flow.RUNNING;
    }

    private void turned(Lines.Line pass, ReplayInfo.Phase phase, Op op, ReplayInfo info) {
        world.note("done " + op + ": " + info);
        changing.remove(pass);
        op.ended(world.clock.now());
        if (info.phase() != phase) {
            throw new SimulationFailure(op + " made " + info);
        }
        if (phase == ReplayInfo.Phase.CANCELLED) {
            for (Tracked message : pass.model().messages.all()) {
                message.answered(op, DONE);
                message.requirePossible("cancelled");
            }
            over(pass);
        } else {
            flows(pass, flow(phase));
        }
    }

    private void over(Lines.Line pass) {
        cancelled.add(pass);
        world.chronicle.cancelled(pass.queue(), pass.number());
    }

    private void flows(Lines.Line pass, Flow flow) {
        Model model = pass.model();
        model.queues.flows.changed(pass.queue(), flow, world.clock.now());
        // At its pace it looks through the messages in their order, and not for whose turn it is.
        boolean paced = model.queues.get(pass.queue()).rates().delivery().isPresent();
        if (flow == Flow.RUNNING && !paced) {
            model.lapse.gives(world.clock.now());
        }
    }

    private void refused(
            Machine machine, Lines.Line pass, ReplayInfo.Phase phase, Op op, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        changing.remove(pass);
        op.ended(world.clock.now());
        if (refusal instanceof Refusal.ReplayOver over) {
            requireOver(pass, over);
        }
        boolean certain =
                refusal instanceof Refusal.ReplayOver
                        || Verdict.of(refusal, machine, op.toString()) == Verdict.NOT_DONE;
        if (phase == ReplayInfo.Phase.CANCELLED) {
            for (Tracked message : pass.model().messages.all()) {
                if (certain) {
                    message.refused(op, world.clock.now());
                } else {
                    message.unknown(op, world.clock.now());
                }
            }
        }
    }

    /** That it is over must be so: it was cancelled, or nothing is left that it owes. */
    private void requireOver(Lines.Line pass, Refusal.ReplayOver refusal) {
        boolean done = refusal.phase().equals(DONE);
        boolean right =
                done ? !cancelled.contains(pass) && mayOweNothing(pass) : cancelled.contains(pass);
        if (!right) {
            throw new SimulationFailure(pass.queue() + "#" + pass.number() + " told " + refusal);
        }
    }

    private boolean mayOweNothing(Lines.Line pass) {
        Model model = pass.model();
        return model.messages.all().stream()
                .allMatch(message ->
                        model.lapse.of(message, world.clock.now()).stream()
                                .anyMatch(state -> !state.isHeld()));
    }

    /** A recovered server shows which of the unanswered changes it made. */
    void adopt(Queues queues) {
        changing.clear();
        for (Lines.Line pass : world.lines.passes()) {
            ReplayInfo info =
                    queues.replays().all(pass.queue()).stream()
                            .filter(each -> each.number() == pass.number())
                            .findFirst()
                            .orElseThrow(() -> lost(pass));
            world.note("found " + info);
            boolean wasCancelled = info.phase() == ReplayInfo.Phase.CANCELLED;
            boolean right =
                    switch (info.phase()) {
                        case RUNNING, PAUSED ->
                                pass.model()
                                        .queues
                                        .flows
                                        .isPossible(pass.queue(), flow(info.phase()));
                        case CANCELLED -> cancels.containsKey(pass) || cancelled.contains(pass);
                        case DONE, FAILED -> true;
                    };
            if (!right || (cancelled.contains(pass) && !wasCancelled)) {
                throw new SimulationFailure("came back as it never was: " + info);
            }
            adopt(pass, info.phase());
        }
    }

    private static SimulationFailure lost(Lines.Line pass) {
        return new SimulationFailure("lost replay " + pass.queue() + "#" + pass.number());
    }

    private void adopt(Lines.Line pass, ReplayInfo.Phase phase) {
        Op cancel = cancels.remove(pass);
        for (Tracked message : pass.model().messages.all()) {
            List<State> states = message.states();
            if (phase == ReplayInfo.Phase.CANCELLED && cancel != null) {
                message.become(states.stream().map(state -> gone(state, cancel)).toList());
            } else if (cancel != null) {
                message.become(
                        states.stream()
                                .filter(state -> state.isHeld() || state.since() != cancel)
                                .toList());
            }
            message.requirePossible("adopted " + phase);
        }
        switch (phase) {
            case RUNNING, PAUSED -> flows(pass, flow(phase));
            case CANCELLED -> {
                over(pass);
            }
            case DONE, FAILED -> {}
        }
    }
}
