package dev.forebay.sqs;

import dev.forebay.access.LaterEffects;
import dev.forebay.access.Operation;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import java.util.Map;
import java.util.Optional;

/** Creating, changing and removing queues. On the engine's lane. */
final class QueueActions {
    private final Queues queues;
    private final QueueFinder finder;
    private final QueueAttributes attributes;
    private final RecentPurges purges;

    QueueActions(
            Queues queues, QueueFinder finder, QueueAttributes attributes, RecentPurges purges) {
        this.purges = purges;
        this.queues = queues;
        this.finder = finder;
        this.attributes = attributes;
    }

    /** Only attributes that the request gives are compared with those of a queue that exists. */
    void create(Call call, SqsRequest.CreateQueue request) {
        String name = QueueUrls.checkedName(request);
        Optional<QueueInfo> existing = queues.find(name);
        if (existing.isPresent()) {
            answerExisting(call, existing.get(), request.attributes());
            return;
        }
        TagRules.check(request.tags());
        queues.create(
                call.caller(),
                name,
                declared(
                        call,
                        queues.find(name)
                                .map(QueueInfo::settings)
                                .orElseGet(QueueSettings::defaults),
                        attributes.created(name, request.attributes())),
                request.tags(),
                call.reply(queue -> answerUrl(call, queue)));
    }

    private void answerExisting(Call call, QueueInfo queue, Map<String, String> wanted) {
        QueueSettings now = queue.settings();
        if (!attributes.changed(queue.name(), now, wanted).equals(now)) {
            throw new SqsFailure(
                    SqsError.QUEUE_NAME_EXISTS,
                    "A queue already exists with the same name and a different value for an"
                            + " attribute.");
        }
        answerUrl(call, queue);
    }

    void url(Call call, SqsRequest.GetQueueUrl request) {
        answerUrl(call, finder.named(request.queueName()));
    }

    void delete(Call call, SqsRequest.DeleteQueue request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        queues.delete(
                call.caller(), queue.name(), call.reply(_ -> call.answer(new SqsResponse.Done())));
    }

    void purge(Call call, SqsRequest.PurgeQueue request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        purges.requireNone(queue);
        queues.purge(
                call.caller(),
                queue.name(),
                call.reply(_ -> {
                    purges.made(queue);
                    call.answer(new SqsResponse.Done());
                }));
    }

    void attributes(Call call, SqsRequest.GetQueueAttributes request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        call.answer(new SqsResponse.Attributes(attributes.read(queue, request.names())));
    }

    void set(Call call, SqsRequest.SetQueueAttributes request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        queues.update(
                call.caller(),
                queue.name(),
                declared(
                        call,
                        queue.settings(),
                        attributes.changed(queue.name(), queue.settings(), request.attributes())),
                call.reply(_ -> call.answer(new SqsResponse.Done())));
    }

    /** Who declares where dead letters go must have the right to send there. */
    private static QueueSettings declared(Call call, QueueSettings before, QueueSettings after) {
        Optional<String> target = LaterEffects.declared(before, after);
        target.ifPresent(queue -> call.require(Operation.SEND, queue));
        return LaterEffects.declaredBy(call.caller().user(), before, after);
    }

    private static void answerUrl(Call call, QueueInfo queue) {
        call.answer(new SqsResponse.QueueUrl(QueueUrls.url(call.base(), queue.name())));
    }
}
