package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Message;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Admits messages to a queue: size, limits, deduplication, delay. */
final class Sending {
    private final Core core;

    Sending(Core core) {
        this.core = core;
    }

    void send(QueueState queue, Send send, SendCall call, int index) {
        Refusal refusal = core.gate.refusal(StoreGate.Work.SEND);
        if (refusal == null) {
            refusal = queue.partition().broken();
        }
        if (refusal == null) {
            refusal = admit(queue, send, call, index);
        }
        if (refusal != null) {
            call.done(index, new SendResult.Refused(refusal));
        }
    }

    private @Nullable Refusal admit(QueueState queue, Send send, SendCall call, int index) {
        Message message = send.message();
        List<Header> headers = EngineHeaders.senders(message.headers());
        int size = message.body().remaining() + EngineHeaders.size(headers);
        if (size > queue.settings().maxMessageBytes()) {
            return new Refusal.MessageTooLarge(size, queue.settings().maxMessageBytes());
        }
        DedupWindow.Id id = null;
        Deduplication rule = queue.deduplication();
        if (rule != null && send.deduplicationId() != null) {
            id = queue.partition().dedup().id(rule, send.deduplicationId(), message.key());
            if (isDuplicate(queue, rule, id, call, index)) {
                return null;
            }
            if (queue.partition().dedup().isFull(rule)) {
                long room = queue.partition().dedup().roomAt(rule) - core.now();
                return new Refusal.Throttled("Deduplication of \"" + queue.name() + "\"", room);
            }
        }
        Refusal full = queue.full(size);
        if (full != null) {
            return full;
        }
        if (id != null) {
            queue.partition().dedup().begin(id);
        }
        long delay =
                send.delayMillis() == Send.QUEUE_DELAY
                        ? queue.settings().delayMillis()
                        : send.delayMillis();
        long due = delay > 0 ? core.now() + delay : 0;
        queue.coming(size);
        core.outbox
                .batch(queue)
                .add(
                        message.key(),
                        message.body(),
                        stored(headers, due, send.deduplicationId()),
                        new OutBatch.Sending(call, index, size, due, id));
        return null;
    }

    private boolean isDuplicate(
            QueueState queue, Deduplication rule, DedupWindow.Id id, SendCall call, int index) {
        Partition partition = queue.partition();
        long offset = partition.dedup().find(id, core.now(), rule);
        if (offset != DedupWindow.NONE) {
            partition.work().state().counters.duplicates++;
            call.done(
                    index,
                    new SendResult.Sent(
                            StoredMessage.firstPlace(queue.id(), offset),
                            partition.number(),
                            offset,
                            true));
            return true;
        }
        List<DedupWindow.Duplicate> pending = partition.dedup().pending(id);
        if (pending != null) {
            partition.work().state().counters.duplicates++;
            pending.add(new DedupWindow.Duplicate(call, index));
            return true;
        }
        return false;
    }

    private static List<Header> stored(
            List<Header> headers, long due, @Nullable String deduplicationId) {
        if (due == 0 && deduplicationId == null) {
            return headers;
        }
        List<Header> all = new ArrayList<>(headers.size() + 2);
        if (due != 0) {
            all.add(EngineHeaders.number(EngineHeaders.DUE, due));
        }
        if (deduplicationId != null) {
            all.add(EngineHeaders.text(EngineHeaders.DEDUPLICATION, deduplicationId));
        }
        all.addAll(headers);
        return all;
    }
}
