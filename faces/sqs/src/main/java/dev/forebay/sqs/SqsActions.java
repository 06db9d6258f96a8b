package dev.forebay.sqs;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.codec.SqsRequest;
import java.util.function.Supplier;

/** Sends each request to the action that performs it. On the engine's lane. */
final class SqsActions {
    private final QueueActions queueActions;
    private final QueueListing listing;
    private final TagActions tags;
    private final PermissionActions permissions;
    private final SendActions sends;
    private final ReceiveAction receive;
    private final SettleActions settles;
    private final MoveTasks moves;

    SqsActions(
            Queues queues, SqsSettings settings, EngineClock clock, Supplier<Workbench> workbench) {
        QueueUrls urls = new QueueUrls(settings.region());
        QueueFinder finder = new QueueFinder(queues, settings);
        QueueAttributes attributes = new QueueAttributes(queues, settings, urls);
        this.queueActions = new QueueActions(queues, finder, attributes, new RecentPurges(clock));
        this.listing = new QueueListing(queues, finder);
        this.tags = new TagActions(queues, finder);
        this.permissions = new PermissionActions(queues, finder, urls);
        this.sends = new SendActions(queues, finder, workbench);
        this.receive = new ReceiveAction(queues, clock, finder, urls, workbench);
        this.moves = new MoveTasks(queues, urls);
        this.settles = new SettleActions(queues, finder, workbench);
    }

    void perform(Call call, SqsRequest request) {
        call.admit(request);
        switch (request) {
            case SqsRequest.SendMessage send -> sends.send(call, send);
            case SqsRequest.SendMessageBatch batch -> sends.send(call, batch);
            case SqsRequest.ReceiveMessage wish -> receive.receive(call, wish);
            case SqsRequest.DeleteMessage delete -> settles.delete(call, delete);
            case SqsRequest.DeleteMessageBatch batch -> settles.delete(call, batch);
            case SqsRequest.ChangeMessageVisibility change -> settles.change(call, change);
            case SqsRequest.ChangeMessageVisibilityBatch batch -> settles.change(call, batch);
            case SqsRequest.CreateQueue create -> queueActions.create(call, create);
            case SqsRequest.DeleteQueue delete -> queueActions.delete(call, delete);
            case SqsRequest.PurgeQueue purge -> queueActions.purge(call, purge);
            case SqsRequest.GetQueueUrl get -> queueActions.url(call, get);
            case SqsRequest.GetQueueAttributes get -> queueActions.attributes(call, get);
            case SqsRequest.SetQueueAttributes set -> queueActions.set(call, set);
            case SqsRequest.ListQueues list -> listing.list(call, list);
            case SqsRequest.ListDeadLetterSourceQueues list -> listing.sources(call, list);
            case SqsRequest.TagQueue tag -> tags.tag(call, tag);
            case SqsRequest.UntagQueue untag -> tags.untag(call, untag);
            case SqsRequest.ListQueueTags list -> tags.list(call, list);
            case SqsRequest.AddPermission add -> permissions.add(call, add);
            case SqsRequest.RemovePermission remove -> permissions.remove(call, remove);
            case SqsRequest.StartMessageMoveTask start -> moves.start(call, start);
            case SqsRequest.ListMessageMoveTasks list -> moves.list(call, list);
            case SqsRequest.CancelMessageMoveTask cancel -> moves.cancel(call, cancel);
        }
    }
}
