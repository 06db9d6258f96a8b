package dev.forebay.sqs;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsRequest.SendEntry;
import dev.forebay.sqs.codec.SqsResponse;
import dev.forebay.sqs.codec.SqsResponse.Failed;
import dev.forebay.sqs.codec.SqsResponse.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sending, one or several at once. On the engine's lane. */
final class SendActions {
    private final Queues queues;
    private final QueueFinder finder;
    private final Supplier<Workbench> workbench;

    SendActions(Queues queues, QueueFinder finder, Supplier<Workbench> workbench) {
        this.queues = queues;
        this.finder = finder;
        this.workbench = workbench;
    }

    void send(Call call, SqsRequest.SendMessage request) {
        finder.use(call, request.queueUrl(), queue -> send(call, queue, request.entry()));
    }

    void send(Call call, SqsRequest.SendMessageBatch request) {
        finder.use(call, request.queueUrl(), queue -> send(call, queue, request.entries()));
    }

    private void send(Call call, QueueInfo info, SendEntry entry) {
        Outgoing outgoing =
                Outgoing.of(
                        new SqsQueue(info), entry, call.caller().user(), workbench.get().digests());
        queues.send(
                call.caller(),
                info.name(),
                call.traced(outgoing.send(), info.settings().maxMessageBytes()),
                call.reply(sent -> call.answer(outgoing.answer(sent))));
    }

    private void send(Call call, QueueInfo info, List<SendEntry> entries) {
        SqsQueue queue = new SqsQueue(info);
        BatchRules.check(call.action(), entries, SendEntry::id);
        checkTotal(entries);
        List<Outgoing> accepted = new ArrayList<>(entries.size());
        List<Send> sends = new ArrayList<>(entries.size());
        List<Failed> failed = new ArrayList<>();
        for (SendEntry entry : entries) {
            try {
                Outgoing outgoing =
                        Outgoing.of(queue, entry, call.caller().user(), workbench.get().digests());
                accepted.add(outgoing);
                sends.add(call.traced(outgoing.send(), info.settings().maxMessageBytes()));
            } catch (SqsFailure failure) {
                failed.add(new Failed(entry.id(), failure.error(), failure.text()));
            }
        }
        if (sends.isEmpty()) {
            call.answer(new SqsResponse.SentBatch(List.of(), failed));
            return;
        }
        queues.send(
                call.caller(),
                info.name(),
                sends,
                call.reply(results -> call.answer(merged(accepted, results, failed))));
    }

    private static void checkTotal(List<SendEntry> entries) {
        long total = 0;
        for (SendEntry entry : entries) {
            total += Outgoing.size(entry);
        }
        if (total > NewQueues.MAX_MESSAGE_BYTES) {
            throw new SqsFailure(
                    SqsError.BATCH_REQUEST_TOO_LONG,
                    "Batch requests cannot be longer than "
                            + NewQueues.MAX_MESSAGE_BYTES
                            + " bytes. You have sent "
                            + total
                            + " bytes.");
        }
    }

    private static SqsResponse merged(
            List<Outgoing> accepted, List<SendResult> results, List<Failed> failed) {
        List<Sent> successful = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            Outgoing outgoing = accepted.get(i);
            switch (results.get(i)) {
                case SendResult.Sent sent -> successful.add(outgoing.answer(sent));
                case SendResult.Refused refused ->
                        failed.add(
                                new Failed(
                                        outgoing.id(),
                                        Refusals.error(refused.refusal()),
                                        refused.refusal().message()));
            }
        }
        return new SqsResponse.SentBatch(successful, failed);
    }
}
