package dev.forebay.access;

import java.util.Optional;

/**
 * The one decision table: everything that somebody can ask for through any face, with its rule.
 * Faces map their actions and routes to it; {@code docs/permissions.md} is made from both, and a
 * test fails the build when an action or route is not in it.
 */
@SuppressWarnings("ImmutableEnumChecker") // rules are records of enums
public enum Operation {
    LIST_QUEUES(new Rule.SignedIn(), "list the queues one may see"),
    FIND_QUEUE(onQueue(Right.VIEW), "GetQueueUrl", "find a queue by its name"),
    SEE_QUEUE(onQueue(Right.VIEW), "GetQueueAttributes", "see settings and figures of a queue"),
    SEE_TAGS(onQueue(Right.VIEW), "ListQueueTags", "see a queue's tags"),
    SEE_SOURCES(
            onQueue(Right.VIEW),
            "ListDeadLetterSourceQueues",
            "see which queues send their dead letters to this one"),
    BROWSE(onQueue(Right.BROWSE), "see, search and count messages without taking them"),
    UNMASK(onQueue(Right.UNMASK), "see what is masked in messages that are looked at"),
    SEND(onQueue(Right.SEND), "SendMessage", "send messages"),
    RECEIVE(onQueue(Right.RECEIVE), "ReceiveMessage", "receive messages"),
    SETTLE(onQueue(Right.RECEIVE), "DeleteMessage", "settle received messages: ack, reject"),
    EXTEND(
            onQueue(Right.RECEIVE),
            "ChangeMessageVisibility",
            "extend or release leases of received messages"),
    PURGE(onQueue(Right.OPERATE), "PurgeQueue", "drop all messages of a queue"),
    CANCEL_SCHEDULED(onQueue(Right.OPERATE), "take back messages that are not due yet"),
    REDRIVE(
            onQueue(Right.OPERATE),
            "StartMessageMoveTask",
            "move messages out of a queue, dead letters above all"),
    CANCEL_REDRIVE(onQueue(Right.OPERATE), "CancelMessageMoveTask", "cancel such a move"),
    SEE_REDRIVES(onQueue(Right.VIEW), "ListMessageMoveTasks", "see moves, running and past"),
    REPLAY(onQueue(Right.OPERATE), "replay messages that were settled"),
    PAUSE(onQueue(Right.OPERATE), "pause, resume and drain a queue"),
    LIMIT(onQueue(Right.OPERATE), "limit the rates of a queue for a while"),
    SILENCE(onQueue(Right.OPERATE), "silence alerts about a queue"),
    SCHEDULE(onQueue(Right.OPERATE), "repeat sends on a schedule"),
    LIST_SCHEDULES(new Rule.SignedIn(), "list the schedules of queues one may see"),
    SUBSCRIBE(onQueue(Right.MANAGE), "make and remove subscriptions of a queue"),
    CREATE_QUEUE(onQueue(Right.MANAGE), "CreateQueue", "create a queue of the name"),
    CHANGE_QUEUE(onQueue(Right.MANAGE), "SetQueueAttributes", "change a queue's settings"),
    DELETE_QUEUE(onQueue(Right.MANAGE), "DeleteQueue", "delete a queue"),
    TAG_QUEUE(onQueue(Right.MANAGE), "TagQueue", "tag a queue"),
    UNTAG_QUEUE(onQueue(Right.MANAGE), "UntagQueue", "remove tags of a queue"),
    ADD_PERMISSION(onQueue(Right.MANAGE), "AddPermission", "add a statement to a queue's policy"),
    REMOVE_PERMISSION(
            onQueue(Right.MANAGE), "RemovePermission", "remove a statement of a queue's policy"),
    SEE_SERVER(new Rule.OnServer(Right.VIEW), "see figures, clients and settings of the server"),
    SEE_POLICIES(new Rule.OnServer(Right.VIEW), "see RabbitMQ's policies and parameters"),
    SET_POLICIES(new Rule.OnServer(Right.MANAGE), "set policies, which change many queues"),
    OPERATE_SERVER(new Rule.OnServer(Right.ADMINISTER), "change the server as it runs"),
    MANAGE_USERS(new Rule.OnServer(Right.ADMINISTER), "see and change users and credentials"),
    SEE_AUDIT(new Rule.OnServer(Right.ADMINISTER), "read the audit log"),
    SEE_ONESELF(new Rule.Oneself(), "see the rights, keys and tokens of their own"),
    OWN_CREDENTIALS(new Rule.Oneself(), "change the password, keys and tokens of their own"),
    SIGN_IN(new Rule.Anyone(), "sign in and out"),
    SEE_HEALTH(new Rule.Anyone(), "ask whether the server is alive and ready"),
    SEE_PAGES(new Rule.Anyone(), "load pages that hold no data");

    private final Rule rule;
    private final String policyAction;
    private final String text;

    Operation(Rule rule, String text) {
        this(rule, "", text);
    }

    Operation(Rule rule, String policyAction, String text) {
        this.rule = rule;
        this.policyAction = policyAction;
        this.text = text;
    }

    private static Rule onQueue(Right right) {
        return new Rule.OnQueue(right);
    }

    public Rule rule() {
        return rule;
    }

    /** The action that names this operation in a queue's policy, where there is one. */
    public Optional<String> policyAction() {
        return policyAction.isEmpty() ? Optional.empty() : Optional.of(policyAction);
    }

    /**
     * Whether a policy cannot open it to those who are not signed in: what AWS keeps to the queue's
     * own account, whatever the policy says.
     */
    boolean isOwners() {
        return switch (this) {
            case REDRIVE, CANCEL_REDRIVE -> true;
            default -> rule instanceof Rule.OnQueue onQueue && onQueue.right() == Right.MANAGE;
        };
    }

    /**
     * Whether it changes what there is beside messages on their usual way: what the audit log is
     * about.
     */
    public boolean changes() {
        return switch (this) {
            case PURGE,
                    CANCEL_SCHEDULED,
                    REDRIVE,
                    CANCEL_REDRIVE,
                    REPLAY,
                    PAUSE,
                    LIMIT,
                    SILENCE,
                    SCHEDULE,
                    SUBSCRIBE,
                    CREATE_QUEUE,
                    CHANGE_QUEUE,
                    DELETE_QUEUE,
                    TAG_QUEUE,
                    UNTAG_QUEUE,
                    ADD_PERMISSION,
                    REMOVE_PERMISSION,
                    SET_POLICIES,
                    OPERATE_SERVER,
                    MANAGE_USERS,
                    OWN_CREDENTIALS ->
                    true;
            case LIST_QUEUES,
                    FIND_QUEUE,
                    SEE_QUEUE,
                    SEE_TAGS,
                    SEE_SOURCES,
                    BROWSE,
                    UNMASK,
                    SEND,
                    RECEIVE,
                    SETTLE,
                    EXTEND,
                    SEE_REDRIVES,
                    LIST_SCHEDULES,
                    SEE_SERVER,
                    SEE_POLICIES,
                    SEE_AUDIT,
                    SEE_ONESELF,
                    SIGN_IN,
                    SEE_HEALTH,
                    SEE_PAGES ->
                    false;
        };
    }

    /** What it is, for people: completes "may ...". */
    public String text() {
        return text;
    }
}
