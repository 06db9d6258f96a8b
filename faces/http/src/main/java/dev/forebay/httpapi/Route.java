package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import java.util.List;
import java.util.Locale;

/**
 * Every route of the API: what it is called, where it is, who may use it, and what goes in and
 * comes out. Dispatch, permissions and the OpenAPI document all come from this table, so that none
 * can know a route that the others do not.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are made by List.of
public enum Route {
    // The busiest come first: routes are looked through in this order.
    SEND(
            "POST /v1/queues/{queue}/messages",
            Operation.SEND,
            "Sends one message, or several, or a stream of JSON lines",
            "SendRequest",
            Form.CREATED,
            "SendAnswer",
            "results"),
    RECEIVE(
            "POST /v1/queues/{queue}/receive",
            Operation.RECEIVE,
            "Leases messages, waiting for the first",
            "ReceiveRequest",
            Form.JSON,
            "ReceiveAnswer"),
    SETTLE(
            "POST /v1/queues/{queue}/settle",
            Operation.SETTLE,
            "Settles or extends several leases",
            "SettleRequest",
            Form.JSON,
            "SettleAnswer"),
    SETTLE_ONE(
            "POST /v1/queues/{queue}/leases/{lease}/{outcome}",
            Operation.SETTLE,
            "Settles or extends one lease: ack, release, reject or extend",
            "SettleOneRequest",
            Form.EMPTY,
            ""),
    CHANGE(
            "POST /v1/changes",
            Operation.SETTLE,
            "Acks leases and sends messages, of several queues, all together or not at all",
            "ChangeRequest",
            Form.JSON,
            "ChangeAnswer"),
    DELIVERIES(
            "GET /v1/queues/{queue}/deliveries",
            Operation.RECEIVE,
            "Leases messages as they come, as server-sent events, as long as there is credit",
            "",
            Form.EVENTS,
            "DeliveryEvent",
            "credit",
            "leaseMillis",
            "subscription"),
    ADD_CREDIT(
            "POST /v1/streams/{stream}/credit",
            Operation.RECEIVE,
            "Lets a stream of deliveries have more messages",
            "CreditRequest",
            Form.JSON,
            "Credit"),
    LIST_QUEUES(
            "GET /v1/queues",
            Operation.LIST_QUEUES,
            "Lists queues by name",
            "",
            Form.JSON,
            "QueueList",
            "prefix",
            "contains",
            "limit",
            "cursor"),
    CREATE_QUEUE(
            "POST /v1/queues",
            Operation.CREATE_QUEUE,
            "Creates a queue; one that exists with equal settings is as good",
            "CreateQueueRequest",
            Form.CREATED,
            "Queue"),
    PREVIEW_QUEUE(
            "POST /v1/queues/preview",
            Operation.CREATE_QUEUE,
            "Tells whether a queue would be created or changed to be so, and does neither",
            "CreateQueueRequest",
            Form.JSON,
            "QueuePreview"),
    SHOW_QUEUE(
            "GET /v1/queues/{queue}",
            Operation.SEE_QUEUE,
            "Shows a queue with its settings in force and its figures",
            "",
            Form.JSON,
            "Queue"),
    CHANGE_QUEUE(
            "PATCH /v1/queues/{queue}",
            Operation.CHANGE_QUEUE,
            "Changes the settings named; If-Match makes it depend on what was read",
            "ChangeQueueRequest",
            Form.JSON,
            "Queue"),
    DELETE_QUEUE(
            "DELETE /v1/queues/{queue}",
            Operation.DELETE_QUEUE,
            "Deletes a queue with all its messages",
            "",
            Form.EMPTY,
            ""),
    PURGE_QUEUE(
            "POST /v1/queues/{queue}/purge",
            Operation.PURGE,
            "Settles every message sent before now",
            "NoMembers",
            Form.EMPTY,
            ""),
    TAG_QUEUE(
            "PUT /v1/queues/{queue}/tags",
            Operation.TAG_QUEUE,
            "Replaces the tags of a queue",
            "Tags",
            Form.JSON,
            "Queue"),
    OVERRIDE_LIMITS(
            "PUT /v1/queues/{queue}/override",
            Operation.LIMIT,
            "Sets other limits for a while, after which those from before come back by themselves",
            "OverrideRequest",
            Form.JSON,
            "Queue"),
    END_OVERRIDE(
            "DELETE /v1/queues/{queue}/override",
            Operation.LIMIT,
            "Brings back the limits from before an override",
            "",
            Form.JSON,
            "Queue"),
    QUEUE_STATS(
            "GET /v1/queues/{queue}/stats",
            Operation.SEE_QUEUE,
            "The figures of a queue now",
            "",
            Form.JSON,
            "QueueStats"),
    QUEUE_HISTORY(
            "GET /v1/queues/{queue}/history",
            Operation.SEE_QUEUE,
            "The figures of a queue over time",
            "",
            Form.JSON,
            "History",
            "step",
            "points"),
    QUEUE_WAITS(
            "GET /v1/queues/{queue}/waits",
            Operation.SEE_QUEUE,
            "How long messages waited for their first delivery, over the last ten minutes",
            "",
            Form.JSON,
            "Waits"),
    QUEUE_ORIGINS(
            "GET /v1/queues/{queue}/origins",
            Operation.SEE_QUEUE,
            "Where a queue's settings and messages come from: defaults, policies, bindings of AMQP",
            "",
            Form.JSON,
            "QueueOrigins"),
    LIST_SCHEDULED(
            "GET /v1/queues/{queue}/scheduled",
            Operation.BROWSE,
            "Lists messages sent with long delays that are not due yet, about in the order of their time",
            "",
            Form.JSON,
            "ScheduledList",
            "filter",
            "bodies",
            "limit",
            "cursor"),
    SHOW_SCHEDULED(
            "GET /v1/queues/{queue}/scheduled/{message}",
            Operation.BROWSE,
            "Shows a message that is not due yet",
            "",
            Form.JSON,
            "ScheduledMessage"),
    CANCEL_SCHEDULED(
            "DELETE /v1/queues/{queue}/scheduled/{message}",
            Operation.CANCEL_SCHEDULED,
            "Takes a message back before it is due",
            "",
            Form.EMPTY,
            ""),
    LIST_SCHEDULES(
            "GET /v1/schedules",
            Operation.LIST_SCHEDULES,
            "Lists repeating schedules by name",
            "",
            Form.JSON,
            "ScheduleList",
            "prefix",
            "queue",
            "limit",
            "cursor"),
    PREVIEW_SCHEDULE(
            "POST /v1/schedules/preview",
            Operation.LIST_SCHEDULES,
            "Tells when a schedule would run next",
            "ScheduleTimes",
            Form.JSON,
            "ScheduleRuns"),
    SHOW_SCHEDULE(
            "GET /v1/schedules/{schedule}",
            Operation.SEE_QUEUE,
            "Shows a schedule: its next and its last run, how many were made and missed",
            "",
            Form.JSON,
            "Schedule"),
    PUT_SCHEDULE(
            "PUT /v1/schedules/{schedule}",
            Operation.SCHEDULE,
            "Makes a schedule or replaces it; If-Match and If-None-Match make it depend on what was"
                    + " read",
            "ScheduleRequest",
            Form.JSON,
            "Schedule"),
    DELETE_SCHEDULE(
            "DELETE /v1/schedules/{schedule}",
            Operation.SCHEDULE,
            "Deletes a schedule; messages that it sent stay",
            "",
            Form.EMPTY,
            ""),
    SCHEDULE_RUNS(
            "GET /v1/schedules/{schedule}/runs",
            Operation.SEE_QUEUE,
            "Tells when a schedule runs next",
            "",
            Form.JSON,
            "ScheduleRuns",
            "count"),
    RUN_SCHEDULE(
            "POST /v1/schedules/{schedule}/runs",
            Operation.SCHEDULE,
            "Makes a run now, which moves no other",
            "NoMembers",
            Form.CREATED,
            "Sent"),
    CHANGE_SCHEDULE(
            "POST /v1/schedules/{schedule}/{change}",
            Operation.SCHEDULE,
            "Changes a schedule: enable or disable",
            "NoMembers",
            Form.JSON,
            "Schedule"),
    LIST_SUBSCRIPTIONS(
            "GET /v1/queues/{queue}/subscriptions",
            Operation.SEE_QUEUE,
            "Lists the subscriptions of a queue with their figures; work is that of ordinary receives",
            "",
            Form.JSON,
            "SubscriptionList",
            "limit",
            "cursor"),
    SUBSCRIBE(
            "POST /v1/queues/{queue}/subscriptions",
            Operation.SUBSCRIBE,
            "Makes a subscription: an independent reader with a delivery state of its own",
            "SubscribeRequest",
            Form.CREATED,
            "Subscription"),
    UNSUBSCRIBE(
            "DELETE /v1/queues/{queue}/subscriptions/{subscription}",
            Operation.SUBSCRIBE,
            "Removes a subscription with its delivery state",
            "",
            Form.EMPTY,
            ""),
    LIST_CONSUMERS(
            "GET /v1/queues/{queue}/consumers",
            Operation.SEE_QUEUE,
            "Lists who receives from a subscription, and what holds each back until when",
            "",
            Form.JSON,
            "ConsumerList",
            "subscription",
            "limit",
            "cursor"),
    CHANGE_CONSUMER(
            "POST /v1/queues/{queue}/consumers/{change}",
            Operation.PAUSE,
            "Drains a consumer, which is given nothing more then, resumes or disconnects it",
            "ConsumerChange",
            Form.JSON,
            "Consumer"),
    ALL_CONSUMERS(
            "GET /v1/consumers",
            Operation.LIST_QUEUES,
            "Lists who receives from any queue that one may see, by queue",
            "",
            Form.JSON,
            "AllConsumers",
            "limit",
            "cursor"),
    LIST_REPLAYS(
            "GET /v1/queues/{queue}/replays",
            Operation.SEE_QUEUE,
            "Lists the replays of a queue, past ones included",
            "",
            Form.JSON,
            "ReplayList",
            "limit",
            "cursor"),
    START_REPLAY(
            "POST /v1/queues/{queue}/replays",
            Operation.REPLAY,
            "Delivers again what the queue still keeps, settled or not",
            "ReplayRequest",
            Form.CREATED,
            "Replay"),
    PREVIEW_REPLAY(
            "POST /v1/queues/{queue}/replays/preview",
            Operation.BROWSE,
            "Counts what a replay would give",
            "ReplayRequest",
            Form.JSON,
            "ReplayPreview"),
    SHOW_REPLAY(
            "GET /v1/queues/{queue}/replays/{replay}",
            Operation.SEE_QUEUE,
            "Shows how far a replay is",
            "",
            Form.JSON,
            "Replay"),
    CHANGE_REPLAY(
            "POST /v1/queues/{queue}/replays/{replay}/{change}",
            Operation.REPLAY,
            "Changes a replay: pause, resume or cancel",
            "NoMembers",
            Form.JSON,
            "Replay"),
    LIST_REDRIVES(
            "GET /v1/queues/{queue}/redrives",
            Operation.SEE_REDRIVES,
            "Lists the redrives of a queue, newest first, past ones included",
            "",
            Form.JSON,
            "RedriveList",
            "limit",
            "cursor"),
    BROWSE(
            "GET /v1/queues/{queue}/messages",
            Operation.BROWSE,
            "Shows messages in any state without taking them, in the order of their offsets",
            "",
            Form.JSON,
            "MessagePage",
            "subscription",
            "from",
            "to",
            "states",
            "filter",
            "bodies",
            "json",
            "failures",
            "limit",
            "cursor"),
    DEAD_LETTERS(
            "GET /v1/queues/{queue}/dead-letters",
            Operation.BROWSE,
            "Groups the dead letters in a queue by whence they came and why",
            "",
            Form.JSON,
            "DeadLetterGroups",
            "filter",
            "limit",
            "cursor"),
    DEAD_LETTER_QUEUES(
            "GET /v1/dead-letters",
            Operation.LIST_QUEUES,
            "Lists the queues that others send their dead letters to, and how many wait there",
            "",
            Form.JSON,
            "DeadLetterQueues",
            "limit",
            "cursor"),
    ALL_REDRIVES(
            "GET /v1/redrives",
            Operation.LIST_QUEUES,
            "Lists the redrives of all queues that one may see, newest first, past ones included",
            "",
            Form.JSON,
            "RedriveList",
            "limit",
            "cursor"),
    TIMELINE(
            "GET /v1/queues/{queue}/messages/{message}/timeline",
            Operation.BROWSE,
            "Tells what happened to a message that is or was in the queue",
            "",
            Form.JSON,
            "Timeline"),
    FIND_MESSAGE(
            "GET /v1/messages/{message}/timeline",
            Operation.LIST_QUEUES,
            "Tells what happened to a message, in those of its queues that one may browse",
            "",
            Form.JSON,
            "Timeline"),
    AUDIT_QUEUE(
            "GET /v1/queues/{queue}/audit",
            Operation.BROWSE,
            "Proves the queue's counters against its log and journal",
            "",
            Form.JSON,
            "QueueAudit"),
    START_REDRIVE(
            "POST /v1/queues/{queue}/redrives",
            Operation.REDRIVE,
            "Moves messages to the queues that dead-lettered them, or to another; each exactly once."
                    + " With discard they end instead, as if purged",
            "RedriveRequest",
            Form.CREATED,
            "Redrive"),
    PREVIEW_REDRIVE(
            "POST /v1/queues/{queue}/redrives/preview",
            Operation.BROWSE,
            "Counts what a redrive would move, and shows the first of it",
            "RedriveRequest",
            Form.JSON,
            "RedrivePreview"),
    SHOW_REDRIVE(
            "GET /v1/queues/{queue}/redrives/{redrive}",
            Operation.SEE_REDRIVES,
            "Shows how far a redrive is",
            "",
            Form.JSON,
            "Redrive"),
    CHANGE_REDRIVE(
            "POST /v1/queues/{queue}/redrives/{redrive}/{change}",
            Operation.CANCEL_REDRIVE,
            "Changes a redrive: pause, resume or cancel",
            "NoMembers",
            Form.JSON,
            "Redrive"),
    HISTORY(
            "GET /v1/history",
            Operation.SEE_SERVER,
            "The figures of the server over time: ten minutes by the second, six hours by 15 s, seven days by five minutes",
            "",
            Form.JSON,
            "History",
            "step",
            "points"),
    LIST_ALERTS(
            "GET /v1/alerts",
            Operation.LIST_QUEUES,
            "Lists what needs somebody, or did, of what one may see; the latest first",
            "",
            Form.JSON,
            "AlertList",
            "state",
            "queue",
            "limit",
            "cursor"),
    SILENCE_ALERT(
            "POST /v1/alerts/{alert}/silence",
            Operation.SILENCE,
            "Has nobody told of an alert for a while, nor of another of its kind about its queue",
            "Silence",
            Form.JSON,
            "Alert"),
    UNSILENCE_ALERT(
            "DELETE /v1/alerts/{alert}/silence",
            Operation.SILENCE,
            "Ends a silence",
            "",
            Form.JSON,
            "Alert"),
    LIVE_STATS(
            "GET /v1/stats/live",
            Operation.LIST_QUEUES,
            "The figures of what one may see once a second, as server-sent events of at most 4 KB",
            "",
            Form.EVENTS,
            "StatsEvent",
            "queues",
            Query.SEVERAL),
    STATS(
            "GET /v1/stats",
            Operation.LIST_QUEUES,
            "The figures now of what one may see",
            "",
            Form.JSON,
            "StatsEvent",
            "queues",
            Query.SEVERAL),
    SERVER_INFO(
            "GET /v1/server",
            Operation.SEE_SERVER,
            "What server this is: version, start, the ports that are open",
            "",
            Form.JSON,
            "Server"),
    SERVER_SETTINGS(
            "GET /v1/server/settings",
            Operation.SEE_SERVER,
            "The server's settings in force, and who set them",
            "",
            Form.JSON,
            "ServerSettings"),
    SNAPSHOT(
            "POST /v1/server/snapshot",
            Operation.OPERATE_SERVER,
            "Writes a checkpoint now, from which a start after a crash would begin to read the log",
            "NoMembers",
            Form.JSON,
            "Snapshot"),
    RELOAD_SETTINGS(
            "POST /v1/server/settings/reload",
            Operation.OPERATE_SERVER,
            "Reads anew the settings that need no restart: messages.masked",
            "NoMembers",
            Form.JSON,
            "ServerSettings"),
    SERVER_LOG(
            "GET /v1/server/log",
            Operation.OPERATE_SERVER,
            "The latest lines of the server's log",
            "",
            Form.JSON,
            "ServerLog",
            "after"),
    SIGN_IN(
            "POST /v1/session",
            Operation.SIGN_IN,
            "Signs in with a password: a cookie names the session, its csrf goes with each write",
            "SignInRequest",
            Form.CREATED,
            "Session"),
    SHOW_SESSION(
            "GET /v1/session",
            Operation.SIGN_IN,
            "Who asks, and what he may",
            "",
            Form.JSON,
            "Session"),
    SIGN_OUT("DELETE /v1/session", Operation.SIGN_IN, "Ends the session", "", Form.EMPTY, ""),
    LIST_USERS(
            "GET /v1/users",
            Operation.MANAGE_USERS,
            "Lists users by name",
            "",
            Form.JSON,
            "UserList",
            "limit",
            "cursor"),
    ADD_USER(
            "POST /v1/users",
            Operation.MANAGE_USERS,
            "Adds a user; the first must be an administrator, and ends the open state",
            "AddUserRequest",
            Form.CREATED,
            "User"),
    SHOW_USER(
            "GET /v1/users/{user}",
            Operation.SEE_ONESELF,
            "Shows a user, oneself or for administrators any, with keys and tokens, without their"
                    + " secrets",
            "",
            Form.JSON,
            "User"),
    CHANGE_USER(
            "PATCH /v1/users/{user}",
            Operation.MANAGE_USERS,
            "Replaces the roles or grants named, or switches the user off or on",
            "ChangeUserRequest",
            Form.JSON,
            "User"),
    REMOVE_USER(
            "DELETE /v1/users/{user}",
            Operation.MANAGE_USERS,
            "Removes a user with keys, tokens and sessions",
            "",
            Form.EMPTY,
            ""),
    MAY(
            "GET /v1/users/{user}/may",
            Operation.MANAGE_USERS,
            "Whether a user may do something, and why not",
            "",
            Form.JSON,
            "May",
            "operation",
            "queue"),
    SET_PASSWORD(
            "PUT /v1/users/{user}/password",
            Operation.OWN_CREDENTIALS,
            "Sets a password and ends the user's sessions; one's own with the current one",
            "PasswordRequest",
            Form.EMPTY,
            ""),
    ADD_KEY(
            "POST /v1/users/{user}/keys",
            Operation.OWN_CREDENTIALS,
            "Makes an access key for signed requests; its secret is shown this once",
            "NoMembers",
            Form.CREATED,
            "NewKey"),
    ROTATE_KEY(
            "POST /v1/users/{user}/keys/{key}/rotate",
            Operation.OWN_CREDENTIALS,
            "Makes a key in place of one, which works on for a while",
            "RotateRequest",
            Form.CREATED,
            "NewKey"),
    REVOKE_KEY(
            "DELETE /v1/users/{user}/keys/{key}",
            Operation.OWN_CREDENTIALS,
            "Ends an access key at once",
            "",
            Form.EMPTY,
            ""),
    ADD_TOKEN(
            "POST /v1/users/{user}/tokens",
            Operation.OWN_CREDENTIALS,
            "Makes a token for this API; its text is shown this once",
            "TokenRequest",
            Form.CREATED,
            "NewToken"),
    REVOKE_TOKEN(
            "DELETE /v1/users/{user}/tokens/{token}",
            Operation.OWN_CREDENTIALS,
            "Ends a token at once",
            "",
            Form.EMPTY,
            ""),
    AUDIT(
            "GET /v1/audit",
            Operation.SEE_AUDIT,
            "Who changed what, from where, when, and what became of it; oldest first",
            "",
            Form.JSON,
            "AuditPage",
            "user",
            "action",
            "target",
            "outcome",
            "from",
            "to",
            "limit",
            "cursor"),
    HEALTH(
            "GET /v1/health",
            Operation.SEE_HEALTH,
            "Whether the server is well",
            "",
            Form.JSON,
            "Health"),
    PROBLEM_TYPE(
            "GET /v1/problems/{type}",
            Operation.SEE_PAGES,
            "What a type of problem means",
            "",
            Form.JSON,
            "ProblemType"),
    OPENAPI(
            "GET /v1/openapi.json",
            Operation.SEE_PAGES,
            "This description, as OpenAPI 3.1",
            "",
            Form.JSON,
            "OpenApi");

    /** How a route answers when all goes well. */
    public enum Form {
        /** 200 with JSON. */
        JSON(200, "application/json"),
        /** 201 with JSON. */
        CREATED(201, "application/json"),
        /** 204. */
        EMPTY(204, ""),
        /** 200 with server-sent events whose data is JSON. */
        EVENTS(200, "text/event-stream");

        private final int status;
        private final String contentType;

        Form(int status, String contentType) {
            this.status = status;
            this.contentType = contentType;
        }

        public int status() {
            return status;
        }

        public String contentType() {
            return contentType;
        }
    }

    private final String method;
    private final String path;
    private final List<String> segments;
    private final Operation operation;
    private final String summary;
    private final String request;
    private final Form form;
    private final String answer;
    private final List<String> query;

    Route(
            String route,
            Operation operation,
            String summary,
            String request,
            Form form,
            String answer,
            String... query) {
        int space = route.indexOf(' ');
        this.method = route.substring(0, space);
        this.path = route.substring(space + 1);
        this.segments = List.of(path.substring(1).split("/", -1));
        this.operation = operation;
        this.summary = summary;
        this.request = request;
        this.form = form;
        this.answer = answer;
        this.query = List.of(query);
    }

    /** Its name for programs, such as {@code listQueues}. */
    public String id() {
        StringBuilder id = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            id.append(
                    id.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return id.toString();
    }

    public String method() {
        return method;
    }

    /** With parts in braces, such as {@code /v1/queues/{queue}}. */
    public String path() {
        return path;
    }

    List<String> segments() {
        return segments;
    }

    /** What must be allowed, on the queue that the path names if the operation is about one. */
    public Operation operation() {
        return operation;
    }

    /**
     * Whether its action asks for what must be allowed, since that depends on what the body says or
     * on whose matter it is.
     */
    boolean asksWithin() {
        return switch (this) {
            case SETTLE,
                    SETTLE_ONE,
                    CHANGE,
                    ADD_CREDIT,
                    CREATE_QUEUE,
                    PREVIEW_QUEUE,
                    CHANGE_QUEUE ->
                    true;
            // The queue is the schedule's.
            case SHOW_SCHEDULE,
                    PUT_SCHEDULE,
                    DELETE_SCHEDULE,
                    SCHEDULE_RUNS,
                    RUN_SCHEDULE,
                    CHANGE_SCHEDULE ->
                    true;
            // The queue is the alert's, if it has one.
            case SILENCE_ALERT, UNSILENCE_ALERT -> true;
            default -> false;
        };
    }

    /** Whether secrets go in or come out, which are not to be kept for a repeated answer. */
    boolean isSecret() {
        return switch (this) {
            case SIGN_IN, ADD_USER, SET_PASSWORD, ADD_KEY, ROTATE_KEY, ADD_TOKEN -> true;
            default -> false;
        };
    }

    /** Whether it is carried out once under an Idempotency-Key, and can be asked again. */
    boolean takesKey() {
        return switch (this) {
            // Messages that were handed out, and what a stream may send, are gone with the client.
            case RECEIVE, DELIVERIES, ADD_CREDIT -> false;
            case PREVIEW_QUEUE, PREVIEW_REPLAY, PREVIEW_REDRIVE, PREVIEW_SCHEDULE -> false;
            default -> writes() && !isSecret();
        };
    }

    /** Whether carried out a second time it does no more than it did the first. */
    boolean isRepeatable() {
        return switch (this) {
            case SEND, CHANGE, RUN_SCHEDULE, START_REPLAY, START_REDRIVE, PURGE_QUEUE -> false;
            default -> true;
        };
    }

    /** One line for people. */
    public String summary() {
        return summary;
    }

    /** Name of the schema of what it takes; empty when it takes no body. */
    public String request() {
        return request;
    }

    public Form form() {
        return form;
    }

    /** Name of the schema of what it answers; empty when it answers nothing. */
    public String answer() {
        return answer;
    }

    /** The parameters it knows. */
    public List<String> query() {
        return query;
    }

    /** Whether it changes or hands out anything. */
    public boolean writes() {
        return !method.equals("GET") || this == DELIVERIES;
    }
}
