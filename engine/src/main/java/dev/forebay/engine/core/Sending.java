package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import java.util.List;

/** Sends messages, each on its own. */
final class Sending {
    private final Core core;
    private final Candidate candidate = new Candidate();

    Sending(Core core) {
        this.core = core;
    }

    void send(Caller caller, QueueState queue, Send send, SendCall call, int index) {
        SendLine line = queue.partition().line();
        if (line != null && line.holds(send)) {
            line.join(() -> lookAndSend(line, caller, queue, send, call, index));
        } else {
            sendNow(caller, queue, send, call, index);
        }
    }

    private void lookAndSend(
            SendLine line, Caller caller, QueueState queue, Send send, SendCall call, int index) {
        if (line.mustLook(send)) {
            line.look(send, () -> lookAndSend(line, caller, queue, send, call, index));
            return;
        }
        if (queue.partition().isGone()) {
            call.done(index, new SendResult.Refused(new Refusal.NoSuchQueue(queue.name())));
        } else {
            sendNow(caller, queue, send, call, index);
        }
        line.leave();
    }

    private void sendNow(Caller caller, QueueState queue, Send send, SendCall call, int index) {
        Refusal refusal = core.gate.refusal(StoreGate.Work.SEND);
        if (refusal == null) {
            refusal = queue.partition().broken();
        }
        if (refusal == null) {
            refusal = candidate.look(core, caller, queue, send);
        }
        if (refusal != null) {
            call.done(index, new SendResult.Refused(refusal));
        } else if (candidate.isDuplicate()) {
            answerDuplicate(queue, candidate, call, index);
        } else {
            candidate.begin(core, queue);
            candidate.add(send, queue, core.outbox, call, index);
        }
    }

    /** Answers with the identity of the first message, once that is known. */
    static void answerDuplicate(QueueState queue, Candidate candidate, SendCall call, int index) {
        Partition partition = queue.partition();
        partition.work().state().counters.duplicates++;
        List<DedupWindow.Duplicate> pending = candidate.pending();
        if (pending != null) {
            pending.add(new DedupWindow.Duplicate(call, index));
            return;
        }
        LaterPlace later = candidate.duplicateLater();
        if (later != null) {
            call.done(index, partition.later().answer(later, true));
        } else {
            call.done(index, duplicateOf(queue, candidate.duplicateOf()));
        }
    }

    private static SendResult duplicateOf(QueueState queue, long offset) {
        return new SendResult.Sent(
                StoredMessage.firstPlace(queue.id(), offset),
                queue.partition().number(),
                offset,
                true);
    }
}
