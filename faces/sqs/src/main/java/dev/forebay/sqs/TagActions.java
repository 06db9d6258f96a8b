package dev.forebay.sqs;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tags of queues. On the engine's lane. */
final class TagActions {
    private final Queues queues;
    private final QueueFinder finder;

    TagActions(Queues queues, QueueFinder finder) {
        this.queues = queues;
        this.finder = finder;
    }

    void tag(Call call, SqsRequest.TagQueue request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        Map<String, String> tags = new LinkedHashMap<>(queue.tags());
        tags.putAll(request.tags());
        TagRules.check(tags);
        replace(call, queue, tags);
    }

    void untag(Call call, SqsRequest.UntagQueue request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        Map<String, String> tags = new LinkedHashMap<>(queue.tags());
        request.keys().forEach(tags::remove);
        replace(call, queue, tags);
    }

    void list(Call call, SqsRequest.ListQueueTags request) {
        call.answer(new SqsResponse.Tags(finder.existing(request.queueUrl()).tags()));
    }

    private void replace(Call call, QueueInfo queue, Map<String, String> tags) {
        queues.tag(
                call.caller(),
                queue.name(),
                tags,
                call.reply(_ -> call.answer(new SqsResponse.Done())));
    }
}
