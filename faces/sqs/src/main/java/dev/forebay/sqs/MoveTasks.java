package dev.forebay.sqs;

import dev.forebay.access.Operation;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Message move tasks: redrives of dead-letter queues as SQS knows them. A task whose messages could
 * not all move has failed, as on AWS. On the engine's lane.
 */
final class MoveTasks {
    private static final int MOST_PER_SECOND = 500;
    private static final int MOST_RESULTS = 10;

    private final Queues queues;
    private final QueueUrls urls;

    MoveTasks(Queues queues, QueueUrls urls) {
        this.queues = queues;
        this.urls = urls;
    }

    void start(Call call, SqsRequest.StartMessageMoveTask request) {
        QueueInfo source = source(request.sourceArn());
        Integer rate = request.maxNumberOfMessagesPerSecond();
        if (rate != null && (rate < 1 || rate > MOST_PER_SECOND)) {
            throw SqsFailure.invalid(
                    "MaxNumberOfMessagesPerSecond",
                    rate.toString(),
                    "Must be between 1 and " + MOST_PER_SECOND + ", if provided.");
        }
        List<String> origins = origins(source.name());
        if (origins.isEmpty()) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "Source queue must be configured as a Dead Letter Queue.");
        }
        RedriveRequest redrive =
                RedriveRequest.all(source.name()).withRate(rate == null ? 0 : rate);
        Optional<QueueInfo> target = target(source, request.destinationArn());
        if (target.isPresent()) {
            call.require(Operation.SEND, target.get().name());
            redrive = redrive.withTarget(target.get().name());
        } else {
            origins.forEach(origin -> call.require(Operation.SEND, origin));
            redrive = call.isOpen() ? redrive : redrive.onlyFrom(origins);
        }
        queues.redrives().start(call.caller(), redrive, begun(call));
    }

    /** One task at a time is a rule of the parameter here. */
    private static Reply<RedriveInfo> begun(Call call) {
        Reply<RedriveInfo> plain =
                call.reply(info -> call.answer(new SqsResponse.MoveTaskBegun(handle(info))));
        return new Reply<>() {
            @Override
            public void ok(RedriveInfo info) {
                plain.ok(info);
            }

            @Override
            public void refused(Refusal refusal) {
                if (refusal instanceof Refusal.RedriveInProgress) {
                    call.fail(
                            SqsError.INVALID_PARAMETER_VALUE,
                            "There is already a task running. Only one active task is allowed for"
                                    + " a source queue arn at a given time.");
                } else {
                    plain.refused(refusal);
                }
            }
        };
    }

    private QueueInfo source(String arn) {
        return named("SourceArn", arn);
    }

    private Optional<QueueInfo> target(QueueInfo source, @Nullable String arn) {
        if (arn == null || arn.isEmpty()) {
            return Optional.empty();
        }
        QueueInfo target = named("DestinationArn", arn);
        if (target.name().equals(source.name())) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "Source queue arn and destination queue arn cannot be the same.");
        }
        if (SqsQueue.isFifo(target.settings()) != SqsQueue.isFifo(source.settings())) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "The destination queue must be of the same type as the source queue.");
        }
        return Optional.of(target);
    }

    private QueueInfo named(String parameter, String arn) {
        String name = QueueUrls.nameInArn(arn);
        if (name.isEmpty()) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "You must use this format to specify the "
                            + parameter
                            + ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
        }
        return queues.find(name)
                .orElseThrow(() ->
                        new SqsFailure(
                                SqsError.RESOURCE_NOT_FOUND,
                                "The resource that you specified for the "
                                        + parameter
                                        + " parameter doesn't exist."));
    }

    /** The queues whose dead letters go there. */
    private List<String> origins(String deadLetterQueue) {
        return queues.all().stream()
                .filter(queue ->
                        queue.settings()
                                .deadLetter()
                                .filter(rule -> rule.queue().equals(deadLetterQueue))
                                .isPresent())
                .map(QueueInfo::name)
                .toList();
    }

    void list(Call call, SqsRequest.ListMessageMoveTasks request) {
        QueueInfo source = source(request.sourceArn());
        int most = request.maxResults() == null ? 1 : request.maxResults();
        if (most < 1 || most > MOST_RESULTS) {
            throw SqsFailure.invalid(
                    "MaxResults", String.valueOf(most), "Must be between 1 and 10, if provided.");
        }
        List<SqsResponse.MoveTask> tasks =
                queues.redrives().all().stream()
                        .filter(info -> info.request().queue().equals(source.name()))
                        .filter(info -> info.startedAt() >= source.createdAt())
                        .limit(most)
                        .map(this::task)
                        .toList();
        call.answer(new SqsResponse.MoveTasks(tasks));
    }

    private SqsResponse.MoveTask task(RedriveInfo info) {
        String status = status(info);
        RedriveRequest request = info.request();
        return new SqsResponse.MoveTask(
                info.state().isEnded() ? null : handle(info),
                status,
                urls.arn(request.queue()),
                request.target().map(urls::arn).orElse(null),
                request.perSecond() == 0 ? null : request.perSecond(),
                info.moved(),
                info.total(),
                status.equals("FAILED") ? info.failure() : null,
                info.startedAt());
    }

    private static String status(RedriveInfo info) {
        return switch (info.state()) {
            case RUNNING, PAUSED -> "RUNNING";
            case COMPLETED -> info.failed() > 0 ? "FAILED" : "COMPLETED";
            case CANCELLED -> "CANCELLED";
            case FAILED -> "FAILED";
        };
    }

    void cancel(Call call, SqsRequest.CancelMessageMoveTask request) {
        MoveTaskHandle handle =
                MoveTaskHandle.of(request.taskHandle())
                        .orElseThrow(() ->
                                SqsFailure.invalid(
                                        "TaskHandle",
                                        request.taskHandle(),
                                        "It is not the handle of a task."));
        RedriveInfo info =
                queues.redrives()
                        .find(handle.id())
                        // Rights were asked for on the queue that the handle names.
                        .filter(task -> task.request().queue().equals(handle.queue()))
                        .orElseThrow(() ->
                                new SqsFailure(
                                        SqsError.RESOURCE_NOT_FOUND, "Task does not exist."));
        if (info.state().isEnded()) {
            throw new SqsFailure(
                    SqsError.UNSUPPORTED_OPERATION, "Only active tasks can be cancelled.");
        }
        queues.redrives()
                .cancel(
                        call.caller(),
                        info.id(),
                        call.reply(end ->
                                call.answer(new SqsResponse.MoveTaskCancelled(end.moved()))));
    }

    private static String handle(RedriveInfo info) {
        return new MoveTaskHandle(info.id(), info.request().queue()).text();
    }
}
