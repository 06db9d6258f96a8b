package dev.forebay.engine.sim;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.testkit.history.ReceiveCall;
import dev.forebay.testkit.history.Received;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Receives by those that share a queue and by readers of its named subscription, and the check that
 * each delivery is allowed by the model of its delivery state.
 */
final class Receiving {
    private final Server server;
    private final World world;
    private final Replaying replaying;

    Receiving(Server server, Replaying replaying) {
        this.server = server;
        this.replaying = replaying;
        world = server.world();
    }

    void receive(Step.Receive step) {
        VirtualClient client = server.client(step.client());
        if (client.isWaiting()) {
            return;
        }
        String queue = server.queue(step.queue());
        Op op =
                server.op(
                        "receive "
                                + step.max()
                                + " from "
                                + queue
                                + " for "
                                + step.leaseMillis()
                                + " by "
                                + client.name);
        Wish wish = wish(op, queue, 0, step.max(), step.leaseMillis());
        ReceiveCall call = client.pen.receive(queue, step.leaseMillis());
        client.waits(wish, call);
        Receive receive = new Receive(step.max(), step.leaseMillis(), step.waitMillis(), null);
        client.waitsThrough(
                server.queues().receive(client.caller, queue, receive, reply(client, wish, call)));
    }

    void read(Step.Read step) {
        VirtualClient client = server.client(step.client());
        String queue = server.queue(step.queue());
        if (client.isWaiting() || !replaying.isRead(queue)) {
            return;
        }
        Op op = server.op("read " + step.max() + " from " + queue + " by " + client.name);
        int reader = replaying.reader(queue);
        Wish wish = wish(op, queue, reader, step.max(), step.leaseMillis());
        ReceiveCall call = client.aside.receive(queue, step.leaseMillis());
        client.waits(wish, call);
        Receive receive = new Receive(step.max(), step.leaseMillis(), step.waitMillis(), null);
        client.waitsThrough(
                server.queues()
                        .subscriptions()
                        .receive(
                                client.caller,
                                queue,
                                Lines.READER,
                                receive,
                                reply(client, wish, call)));
    }

    /** A wish that may be given messages of the subscription and of the passes into it. */
    private Wish wish(Op op, String queue, int subscription, int max, long leaseMillis) {
        Wish wish = new Wish(op, queue, max, leaseMillis);
        world.lines.fedTo(queue, subscription).forEach(line -> line.receives.join(wish));
        return wish;
    }

    private OneReply<List<Delivery>> reply(VirtualClient client, Wish wish, ReceiveCall call) {
        return new OneReply<>(
                deliveries -> received(client, wish, call, deliveries),
                refusal -> notReceived(client, wish, call, refusal));
    }

    /** A client that waits goes. */
    void cancel(Step.Cancel step) {
        server.client(step.client()).cancel().ifPresent(this::cancelled);
    }

    private void cancelled(Wish wish) {
        for (Model line : linesOf(wish)) {
            line.receives.cancelled(wish, world.clock.now());
        }
    }

    private void received(
            VirtualClient client, Wish wish, ReceiveCall call, List<Delivery> deliveries) {
        wish.op().ended(world.clock.now());
        for (Model line : linesOf(wish)) {
            line.receives.received(wish, world.clock.now());
        }
        client.answered();
        if (deliveries.size() > wish.max()) {
            throw new SimulationFailure("more than wanted: " + deliveries + " for " + wish);
        }
        List<Received> received = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            world.chronicle.delivered(wish.queue(), delivery, client.caller);
            Received one = Contents.received(delivery);
            world.note(
                    "delivered "
                            + one.id()
                            + " by "
                            + delivery.lease()
                            + " attempt "
                            + delivery.attempt()
                            + " to "
                            + client.name);
            received.add(one);
            client.holds(new VirtualClient.Held(wish.queue(), one.id(), delivery.lease()));
        }
        call.ok(ordinary(deliveries, received));
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            Tracked message = world.model.messages.get(received.get(i).id());
            Contents.check(message, wish.queue(), delivery);
            Set<Long> together = together(delivery.lease().pass(), deliveries, received);
            world.lines
                    .of(wish.queue(), delivery)
                    .receives
                    .delivered(wish, message.id, delivery, together, world.clock.now());
        }
    }

    /** The models that know of the wish. */
    private List<Model> linesOf(Wish wish) {
        return world.lines.models().stream()
                .filter(line -> line.receives.wishes(wish.queue()).contains(wish))
                .toList();
    }

    /** What came from the delivery state that the history rules know. */
    private static List<Received> ordinary(List<Delivery> deliveries, List<Received> received) {
        return of(0, deliveries, received);
    }

    private static Set<Long> together(
            int pass, List<Delivery> deliveries, List<Received> received) {
        Set<Long> together = new HashSet<>();
        of(pass, deliveries, received).forEach(one -> together.add(one.id()));
        return together;
    }

    /** What came from one delivery state. */
    private static List<Received> of(int pass, List<Delivery> deliveries, List<Received> received) {
        List<Received> own = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            if (deliveries.get(i).lease().pass() == pass) {
                own.add(received.get(i));
            }
        }
        return own;
    }

    private void notReceived(VirtualClient client, Wish wish, ReceiveCall call, Refusal refusal) {
        world.note("refused " + wish + " " + refusal);
        client.answered();
        if (refusal instanceof Refusal.TooManyLeases
                && world.model.queues.get(wish.queue()).maxLeases() >= Script.MANY_LEASES) {
            throw new SimulationFailure("too many leases for " + wish);
        }
        switch (Verdict.of(refusal, server.machine(), wish.toString())) {
            case NOT_DONE -> {
                wish.op().ended(world.clock.now());
                world.lines.models().forEach(line -> line.receives.over(wish));
                call.failed();
            }
            case UNKNOWN -> call.unknown();
        }
    }
}
