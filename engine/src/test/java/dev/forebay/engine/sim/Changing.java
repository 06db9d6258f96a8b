package dev.forebay.engine.sim;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.testkit.history.PlainCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Atomic changes: acks and sends in several queues at once, all of them or none. */
final class Changing {
    private final Server server;
    private final World world;
    private final Model model;
    private final Sending sending;
    private final Settling settling;
    private final Set<String> touched = new HashSet<>();

    Changing(Server server, Sending sending, Settling settling) {
        this.server = server;
        this.sending = sending;
        this.settling = settling;
        world = server.world();
        model = world.model;
    }

    void change(Step.Change step) {
        VirtualClient client = server.client(step.client());
        Map<Long, VirtualClient.Held> chosen = new LinkedHashMap<>();
        for (int pick : step.acks()) {
            client.pick(pick)
                    .filter(held -> held.lease().pass() == 0)
                    .filter(held -> !model.messages.get(held.id()).isBusy())
                    .ifPresent(held -> chosen.put(held.id(), held));
        }
        Set<String> involved = new HashSet<>();
        chosen.values().forEach(held -> involved.add(held.queue()));
        step.sends().forEach(to -> involved.add(server.queue(to.queue())));
        if (touched.containsAll(involved)) {
            new ChangeGiven(client, new ArrayList<>(chosen.values()), step.sends()).give();
        } else {
            involved.forEach(this::touch);
        }
    }

    /** A change waits until all its queues are loaded; the model wants to know when it is made. */
    private void touch(String queue) {
        server.queues()
                .settle(
                        Caller.IN_PROCESS,
                        queue,
                        List.of(),
                        new OneReply<>(results -> touched.add(queue), refusal -> {}));
    }

    /** One atomic change on its way. */
    private final class ChangeGiven {
        private final VirtualClient client;
        private final List<VirtualClient.Held> leases;
        private final Op op;
        private final List<SendGiven> given = new ArrayList<>();
        private final List<AtomicChange.SendTo> sends = new ArrayList<>();
        private final List<Tracked> acked = new ArrayList<>();
        private final List<AtomicChange.Ack> acks = new ArrayList<>();
        private final List<PlainCall> calls = new ArrayList<>();

        ChangeGiven(VirtualClient client, List<VirtualClient.Held> leases, List<Step.To> tos) {
            this.client = client;
            this.leases = leases;
            op = server.op("change acking " + leases + " by " + client.name);
            for (Step.To to : tos) {
                String queue = server.queue(to.queue());
                SendGiven one = sending.prepare(client, queue, to.item(), op);
                given.add(one);
                sends.add(new AtomicChange.SendTo(queue, one.send()));
            }
            for (VirtualClient.Held held : leases) {
                Settlement ack = new Settlement.Ack(held.lease());
                // It waits while deduplication ids are read from disk.
                model.settlements.begunToWait(op, held.queue(), held.id(), ack, world.clock::now);
                acked.add(model.messages.get(held.id()));
                acks.add(new AtomicChange.Ack(held.queue(), held.lease()));
                calls.add(client.pen.settle(held.queue(), held.id(), Settling.recorded(ack)));
            }
        }

        void give() {
            model.wholes.begun(op, given.stream().map(SendGiven::message).toList(), acked);
            server.queues()
                    .change(
                            client.caller,
                            new AtomicChange(acks, sends),
                            new OneReply<>(this::done, this::refuse));
        }

        private void done(List<SendResult.Sent> results) {
            model.wholes.ended(op);
            for (int i = 0; i < results.size(); i++) {
                sending.sent(given.get(i), results.get(i));
            }
            for (int i = 0; i < leases.size(); i++) {
                SettleResult done = new SettleResult.Done();
                world.chronicle.ended(
                        new Settlement.Ack(leases.get(i).lease()), done, client.caller);
                settling.settled(leases.get(i), op, calls.get(i), done);
            }
        }

        /** A send with an equal deduplication id may be on its way. */
        private Verdict verdict(Refusal refusal) {
            boolean deduplicated =
                    given.stream().anyMatch(one -> one.message().deduplicationId != null);
            return refusal instanceof Refusal.Throttled && deduplicated
                    ? Verdict.NOT_DONE
                    : Verdict.of(refusal, server.machine(), op.toString());
        }

        private void refuse(Refusal refusal) {
            world.note("refused " + op + " " + refusal);
            long now = world.clock.now();
            if (refusal instanceof Refusal.NotAcked not) {
                leases.stream()
                        .filter(held -> held.lease().equals(not.lease()))
                        .filter(held -> held.queue().equals(not.queue()))
                        .forEach(held ->
                                model.settlements.notAcked(
                                        op, held.id(), Results.of(not.result())));
            }
            if (refusal instanceof Refusal.QueueFull full) {
                given.stream()
                        .map(SendGiven::message)
                        .filter(message -> message.queue.equals(full.queue()))
                        .forEach(message -> model.sends.full(message, full, world.clock.now()));
            }
            switch (verdict(refusal)) {
                case NOT_DONE -> {
                    model.wholes.ended(op);
                    given.forEach(one -> one.message().refused(op, now));
                    acked.forEach(message -> message.refused(op, now));
                    given.forEach(one -> one.call().failed());
                    calls.forEach(PlainCall::failed);
                }
                case UNKNOWN -> {
                    given.forEach(one -> one.message().unknown(op, now));
                    acked.forEach(message -> message.unknown(op, now));
                    given.forEach(one -> one.call().unknown());
                    calls.forEach(PlainCall::unknown);
                }
            }
        }
    }
}
