package dev.forebay.sqs;

import dev.forebay.access.Operation;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.SqsSettings.MissingQueues;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the queue that a request names. On the engine's lane. */
final class QueueFinder {
    private final Queues queues;
    private final SqsSettings settings;

    QueueFinder(Queues queues, SqsSettings settings) {
        this.queues = queues;
        this.settings = settings;
    }

    /**
     * The queue of a URL.
     *
     * @throws SqsFailure QueueDoesNotExist when there is none
     */
    QueueInfo existing(String queueUrl) {
        return named(QueueUrls.nameIn(queueUrl));
    }

    /**
     * The queue of a name.
     *
     * @throws SqsFailure QueueDoesNotExist when there is none
     */
    QueueInfo named(String name) {
        return queues.find(name)
                .orElseThrow(() ->
                        new SqsFailure(
                                SqsError.QUEUE_DOES_NOT_EXIST,
                                "The specified queue does not exist."));
    }

    /**
     * Goes on with the queue of a URL, which is created first where the settings say so and SQS has
     * such names.
     */
    void use(Call call, String queueUrl, Consumer<QueueInfo> next) {
        String name = QueueUrls.nameIn(queueUrl);
        Optional<QueueInfo> found = queues.find(name);
        if (found.isEmpty()
                && settings.missingQueues() == MissingQueues.CREATE
                && QueueUrls.isName(name)) {
            call.require(Operation.CREATE_QUEUE, name);
            queues.create(
                    call.caller(),
                    name,
                    NewQueues.settings(name, settings),
                    Map.of(),
                    call.reply(next));
        } else {
            next.accept(found.isPresent() ? found.get() : named(name));
        }
    }
}
