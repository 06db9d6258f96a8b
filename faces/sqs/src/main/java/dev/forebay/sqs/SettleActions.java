package dev.forebay.sqs;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsRequest.DeleteEntry;
import dev.forebay.sqs.codec.SqsRequest.VisibilityEntry;
import dev.forebay.sqs.codec.SqsResponse;
import dev.forebay.sqs.codec.SqsResponse.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Deleting messages and changing their visibility. On the engine's lane. */
final class SettleActions {
    private static final int MILLIS = 1_000;

    private final Queues queues;
    private final QueueFinder finder;
    private final Supplier<Workbench> workbench;

    SettleActions(Queues queues, QueueFinder finder, Supplier<Workbench> workbench) {
        this.queues = queues;
        this.finder = finder;
        this.workbench = workbench;
    }

    void delete(Call call, SqsRequest.DeleteMessage request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        one(call, queue, ack(queue, request.receiptHandle()));
    }

    void delete(Call call, SqsRequest.DeleteMessageBatch request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        several(
                call,
                queue,
                request.entries(),
                DeleteEntry::id,
                entry -> ack(queue, entry.receiptHandle()));
    }

    void change(Call call, SqsRequest.ChangeMessageVisibility request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        one(call, queue, change(queue, request.receiptHandle(), request.visibilityTimeout()));
    }

    void change(Call call, SqsRequest.ChangeMessageVisibilityBatch request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        several(
                call,
                queue,
                request.entries(),
                VisibilityEntry::id,
                entry -> {
                    Integer timeout = entry.visibilityTimeout();
                    if (timeout == null) {
                        throw SqsFailure.missing("VisibilityTimeout");
                    }
                    return change(queue, entry.receiptHandle(), timeout);
                });
    }

    private Settlement ack(QueueInfo queue, String handle) {
        return new Settlement.Ack(workbench.get().handles().read(queue.id(), handle));
    }

    private Settlement change(QueueInfo queue, String handle, int seconds) {
        QueueRanges.VISIBILITY.check("VisibilityTimeout", seconds);
        var lease = workbench.get().handles().read(queue.id(), handle);
        return seconds == 0
                ? new Settlement.Release(lease, 0)
                : new Settlement.Extend(lease, (long) seconds * MILLIS);
    }

    private void one(Call call, QueueInfo queue, Settlement settlement) {
        SettleOutcomes outcomes = new SettleOutcomes(new SqsQueue(queue).fifo());
        queues.settle(
                call.caller(),
                queue.name(),
                List.of(settlement),
                call.reply(results -> {
                    SqsFailure failure = outcomes.failure(settlement, results.getFirst());
                    if (failure != null) {
                        throw failure;
                    }
                    call.answer(new SqsResponse.Done());
                }));
    }

    private <T> void several(
            Call call,
            QueueInfo queue,
            List<T> entries,
            Function<T, String> id,
            Function<T, Settlement> read) {
        BatchRules.check(call.action(), entries, id);
        List<String> ids = new ArrayList<>(entries.size());
        List<Settlement> settlements = new ArrayList<>(entries.size());
        List<Failed> failed = new ArrayList<>();
        for (T entry : entries) {
            try {
                settlements.add(read.apply(entry));
                ids.add(id.apply(entry));
            } catch (SqsFailure failure) {
                failed.add(new Failed(id.apply(entry), failure.error(), failure.text()));
            }
        }
        if (settlements.isEmpty()) {
            call.answer(new SqsResponse.Settled(List.of(), failed));
            return;
        }
        SettleOutcomes outcomes = new SettleOutcomes(new SqsQueue(queue).fifo());
        queues.settle(
                call.caller(),
                queue.name(),
                settlements,
                call.reply(results ->
                        call.answer(merged(ids, settlements, results, failed, outcomes))));
    }

    private static SqsResponse merged(
            List<String> ids,
            List<Settlement> settlements,
            List<SettleResult> results,
            List<Failed> failed,
            SettleOutcomes outcomes) {
        List<String> successful = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            SqsFailure failure = outcomes.failure(settlements.get(i), results.get(i));
            if (failure == null) {
                successful.add(ids.get(i));
            } else {
                failed.add(new Failed(ids.get(i), failure.error(), failure.text()));
            }
        }
        return new SqsResponse.Settled(successful, failed);
    }
}
