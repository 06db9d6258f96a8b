package dev.forebay.engine.sim;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.testkit.history.HistoryClient;
import dev.forebay.testkit.history.PlainCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends leases that clients hold or held, and tells the model of the lease how that ended. */
final class Settling {
    private final Server server;
    private final World world;

    Settling(Server server) {
        this.server = server;
        world = server.world();
    }

    void settle(Step.Settle step) {
        VirtualClient client = server.client(step.client());
        Map<String, VirtualClient.Held> chosen = new LinkedHashMap<>();
        String queue = null;
        for (int pick : step.picks()) {
            VirtualClient.Held held = client.pick(pick).orElse(null);
            if (held != null
                    && !message(held).isBusy()
                    && (queue == null || queue.equals(held.queue()))) {
                queue = held.queue();
                chosen.put(held.lease().pass() + "/" + held.id(), held);
            }
        }
        if (queue != null) {
            settle(client, queue, step, new ArrayList<>(chosen.values()));
        }
    }

    private void settle(
            VirtualClient client, String queue, Step.Settle step, List<VirtualClient.Held> leases) {
        List<Settlement> settlements = new ArrayList<>();
        List<Op> ops = new ArrayList<>();
        List<PlainCall> calls = new ArrayList<>();
        for (VirtualClient.Held held : leases) {
            Settlement settlement = settlement(step, held);
            Op op =
                    server.op(
                            settlement
                                    + " of "
                                    + held.id()
                                    + " in "
                                    + queue
                                    + " by "
                                    + client.name);
            line(held).settlements.begun(op, queue, held.id(), settlement, world.clock.now());
            settlements.add(settlement);
            ops.add(op);
            HistoryClient pen = held.lease().pass() == 0 ? client.pen : client.aside;
            calls.add(pen.settle(queue, held.id(), recorded(settlement)));
        }
        server.queues()
                .settle(
                        client.caller,
                        queue,
                        settlements,
                        new OneReply<>(
                                results -> {
                                    for (int i = 0; i < results.size(); i++) {
                                        world.chronicle.ended(
                                                settlements.get(i), results.get(i), client.caller);
                                        settled(
                                                leases.get(i),
                                                ops.get(i),
                                                calls.get(i),
                                                results.get(i));
                                    }
                                },
                                refusal -> {
                                    for (int i = 0; i < leases.size(); i++) {
                                        notSettled(
                                                leases.get(i), ops.get(i), calls.get(i), refusal);
                                    }
                                }));
    }

    /** The model that the lease is of. */
    private Model line(VirtualClient.Held held) {
        return world.lines.of(held.queue(), held.lease());
    }

    private Tracked message(VirtualClient.Held held) {
        return line(held).messages.get(held.id());
    }

    private static Settlement settlement(Step.Settle step, VirtualClient.Held held) {
        return switch (step.end()) {
            case ACK -> new Settlement.Ack(held.lease());
            case RELEASE ->
                    new Settlement.Release(
                            held.lease(), step.millis(), step.attempt(), step.reason());
            case REJECT -> new Settlement.Reject(held.lease(), "of no use");
            case EXTEND -> new Settlement.Extend(held.lease(), step.millis());
        };
    }

    /** The settlement as the history writes it down. */
    static dev.forebay.testkit.history.Settlement recorded(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Ack ack -> new dev.forebay.testkit.history.Settlement.Ack();
            case Settlement.Release release ->
                    new dev.forebay.testkit.history.Settlement.Release(
                            Math.max(0, release.delayMillis()));
            case Settlement.Reject reject -> new dev.forebay.testkit.history.Settlement.Reject();
            case Settlement.Extend extend ->
                    new dev.forebay.testkit.history.Settlement.Extend(extend.leaseMillis());
        };
    }

    void settled(VirtualClient.Held held, Op op, PlainCall call, SettleResult result) {
        if (result instanceof SettleResult.Refused refused) {
            notSettled(held, op, call, refused.refusal());
            return;
        }
        world.note(result + " to " + op);
        line(held).settlements.settled(op, held.id(), Results.of(result), world.clock.now());
        if (result instanceof SettleResult.Done) {
            call.ok();
        } else {
            call.failed();
        }
    }

    private void notSettled(VirtualClient.Held held, Op op, PlainCall call, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        switch (Verdict.of(refusal, server.machine(), op.toString())) {
            case NOT_DONE -> {
                message(held).refused(op, world.clock.now());
                call.failed();
            }
            case UNKNOWN -> {
                message(held).unknown(op, world.clock.now());
                call.unknown();
            }
        }
    }
}
