package dev.forebay.engine.core;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes of several queues by one append. First everything is looked at and counted without a
 * change that lasts; what is refused is taken back. Sends alone are an append of their own; with
 * acks they ride in the journal's.
 */
final class AtomicChanges {
    private final Core core;
    private final Settling settling;

    AtomicChanges(Core core, Settling settling) {
        this.core = core;
        this.settling = settling;
    }

    void begin(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        new Attempt(caller, change, reply).begin();
    }

    /** A send that was looked at. */
    private record Admitted(QueueState queue, Candidate candidate, int index) {}

    private final class Attempt {
        private final Caller caller;
        private final AtomicChange change;
        private final Reply<List<SendResult.Sent>> reply;
        private final ChangeCall call;
        private final @Nullable Caller by = core.callers.current();
        private final List<Admitted> admitted = new ArrayList<>();
        private final List<Admitted> duplicates = new ArrayList<>();
        private final List<SendLine> joined = new ArrayList<>(0);

        Attempt(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
            this.caller = caller;
            this.change = change;
            this.reply = reply;
            this.call = new ChangeCall(change.sends().size(), reply);
        }

        void begin() {
            Set<String> names = new LinkedHashSet<>();
            change.acks().forEach(ack -> names.add(ack.queue()));
            change.sends().forEach(send -> names.add(send.queue()));
            loadAll(names.iterator());
        }

        /** Brings the queues into memory, one after the other; a load may take time. */
        private void loadAll(Iterator<String> names) {
            while (names.hasNext()) {
                String name = names.next();
                QueueState queue = core.catalog.get(name);
                if (queue == null) {
                    reply.refused(missing(name));
                    return;
                }
                if (!queue.partition().isLoaded()) {
                    queue.partition().whenLoaded(() -> core.callers.as(by, () -> loadAll(names)));
                    return;
                }
            }
            joinAll(lines().iterator());
        }

        /** Of the queues that are sent to, in an order that is the same for all changes. */
        private Collection<SendLine> lines() {
            Map<Integer, SendLine> lines = new TreeMap<>();
            for (AtomicChange.SendTo to : change.sends()) {
                QueueState queue = core.catalog.get(to.queue());
                SendLine line = queue == null ? null : queue.partition().line();
                if (queue != null && line != null) {
                    lines.put(queue.id(), line);
                }
            }
            return lines.values();
        }

        /** Waits for what was sent before to the queues whose ids are on disk. */
        private void joinAll(Iterator<SendLine> lines) {
            if (!lines.hasNext()) {
                lookAndDecide();
                return;
            }
            SendLine line = lines.next();
            line.join(() -> {
                joined.add(line);
                joinAll(lines);
            });
        }

        private void lookAndDecide() {
            if (!joined.containsAll(lines())) {
                // A queue has got one meanwhile.
                leaveAll();
                joinAll(lines().iterator());
                return;
            }
            for (AtomicChange.SendTo to : change.sends()) {
                QueueState queue = core.catalog.get(to.queue());
                SendLine line = queue == null ? null : queue.partition().line();
                if (line != null && line.mustLook(to.send())) {
                    line.look(to.send(), this::lookAndDecide);
                    return;
                }
            }
            decide();
            leaveAll();
        }

        private void leaveAll() {
            List<SendLine> left = List.copyOf(joined);
            joined.clear();
            left.forEach(SendLine::leave);
        }

        private Refusal missing(String name) {
            return core.gate.isStopping()
                    ? new Refusal.ShuttingDown()
                    : new Refusal.NoSuchQueue(name);
        }

        private void decide() {
            Refusal refusal = lookAtAcks();
            if (refusal == null) {
                refusal = lookAtSends();
            }
            if (refusal instanceof Refusal.NotAcked) {
                refuseOnceDurable(refusal);
            } else if (refusal != null) {
                takeBack();
                reply.refused(refusal);
            }
        }

        /**
         * What it tells of a lease follows from what was decided before, and must be as lasting.
         */
        private void refuseOnceDurable(Refusal refusal) {
            core.journal.whenDurable(Durable.otherwiseRefused(reply, () -> reply.refused(refusal)));
        }

        private @Nullable Refusal lookAtAcks() {
            for (AtomicChange.Ack ack : change.acks()) {
                QueueState queue = core.catalog.get(ack.queue());
                Refusal refusal = usable(queue, ack.queue(), StoreGate.Work.ACK);
                if (queue == null || refusal != null) {
                    return refusal;
                }
                SettleResult result = settling.refusal(queue, ack.lease());
                if (result != null) {
                    return new Refusal.NotAcked(ack.queue(), ack.lease(), result);
                }
            }
            return null;
        }

        /** Looks at all sends and, when none is refused, does everything. */
        private @Nullable Refusal lookAtSends() {
            long bytes = 0;
            for (int i = 0; i < change.sends().size(); i++) {
                AtomicChange.SendTo to = change.sends().get(i);
                QueueState queue = core.catalog.get(to.queue());
                Refusal refusal = usable(queue, to.queue(), StoreGate.Work.SEND);
                Candidate candidate = new Candidate();
                if (queue != null && refusal == null) {
                    refusal = candidate.look(core, caller, queue, to.send());
                }
                if (queue == null || refusal != null) {
                    return refusal;
                }
                List<DedupWindow.Duplicate> pending = candidate.pending();
                if (pending != null && !isOwn(queue, candidate)) {
                    // How that one ends decides what this one does: too late for all or nothing.
                    return new Refusal.Throttled(
                            "Sending with one deduplication id to \"" + to.queue() + "\"", 1);
                }
                Admitted one = new Admitted(queue, candidate, i);
                if (candidate.isDuplicate()) {
                    duplicates.add(one);
                } else {
                    candidate.begin(core, queue);
                    admitted.add(one);
                }
                bytes += to.send().bytes();
                if (i > 0 && bytes > core.limits.changeBytes()) {
                    return new Refusal.ChangeTooLarge(bytes, core.limits.changeBytes());
                }
            }
            apply(bytes);
            return null;
        }

        private boolean isOwn(QueueState queue, Candidate candidate) {
            return admitted.stream()
                    .anyMatch(one -> one.queue() == queue && one.candidate().hasIdOf(candidate));
        }

        private @Nullable Refusal usable(
                @Nullable QueueState queue, String name, StoreGate.Work work) {
            Refusal refusal = core.gate.refusal(work);
            if (refusal != null) {
                return refusal;
            }
            return queue == null ? missing(name) : queue.partition().broken();
        }

        private void takeBack() {
            admitted.forEach(one -> one.candidate().takeBack(one.queue()));
            admitted.clear();
            duplicates.clear();
        }

        private void apply(long bytes) {
            List<Outgoing> batches = batches();
            duplicates.forEach(one ->
                    Sending.answerDuplicate(one.queue(), one.candidate(), call, one.index()));
            if (change.acks().isEmpty()) {
                if (!batches.isEmpty()) {
                    core.outbox.submit(batches);
                }
                call.durable();
                return;
            }
            if (core.journal.riderBytes() > 0
                    && core.journal.riderBytes() + bytes > core.limits.groupBytes()) {
                core.journal.flush();
            }
            Set<QueueState> acked = new LinkedHashSet<>();
            for (AtomicChange.Ack ack : new LinkedHashSet<>(change.acks())) {
                QueueState queue = core.catalog.find(ack.queue()).orElseThrow();
                settling.ack(queue, ack.lease());
                acked.add(queue);
            }
            call.rides(batches);
            if (isUnsynced(acked, batches)) {
                core.volatileRides.ride(batches);
                core.volatileRides.whenArrived(call);
            } else {
                core.journal.ride(batches);
                core.journal.whenDurable(call);
            }
            acked.forEach(queue -> queue.partition().serve());
        }

        /** Whether all that is acked and all that is sent to is volatile. */
        private static boolean isUnsynced(Set<QueueState> acked, List<Outgoing> batches) {
            return acked.stream().allMatch(QueueState::isVolatile)
                    && batches.stream().allMatch(batch -> batch.stream().isVolatile());
        }

        /** What earlier commands of this turn send to the same queues goes before. */
        private List<Outgoing> batches() {
            if (admitted.stream()
                    .anyMatch(one ->
                            one.queue().outgoing() != null || one.candidate().laterDue() > 0)) {
                core.outbox.flush();
            }
            Map<QueueState, OutBatch> open = new LinkedHashMap<>();
            List<Outgoing> all = new ArrayList<>();
            for (Admitted one : admitted) {
                Send send = change.sends().get(one.index()).send();
                if (one.candidate().laterDue() > 0) {
                    LaterBatch batch =
                            one.queue()
                                    .partition()
                                    .later()
                                    .batch(
                                            one.candidate().laterDue(),
                                            core.limits.batchBytes(),
                                            all);
                    one.candidate().add(send, batch, call, one.index());
                    continue;
                }
                OutBatch batch = open.get(one.queue());
                if (batch == null || batch.isFull(core.limits.batchBytes())) {
                    batch = new OutBatch(one.queue().partition(), core.now(), core.wall());
                    open.put(one.queue(), batch);
                    all.add(batch);
                }
                one.candidate().add(send, batch, call, one.index());
            }
            all.forEach(Outgoing::finish);
            return all;
        }
    }
}
