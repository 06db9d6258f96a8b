package dev.forebay.httpapi;

import dev.forebay.access.Access;
import dev.forebay.access.Authentication;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.http.BodySink;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.RefusedAnswer;
import dev.forebay.http.Rejection;
import dev.forebay.http.ResponseHead;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP and JSON API as a handler of requests under {@code /v1}. Thread-safe: handles requests
 * on any event loop and calls the engine on its lane.
 */
public final class HttpApi implements HttpHandler {
    private static final Route[] ROUTES = Route.values();
    private static final String LINES = "application/x-ndjson";

    private final Map<Route, Action> actions = new EnumMap<>(Route.class);
    private final Entrance entrance;
    private final BrowserGuard guard;
    private final Door door;
    private final Idempotency idempotency;
    private final Sampling sampling;
    private final FastThreadLocal<Workbench> workbenches;

    /**
     * Makes the face.
     *
     * @param queues the engine
     * @param clock the engine's
     * @param leaseKey secret under which leases are named to clients; the same over restarts. At
     *     least 16 bytes
     * @param access who may do what
     * @param guard keeps other sites' pages out
     * @param keys remembers what was carried out under which Idempotency-Key
     * @param server the process it runs in
     * @param lookout where what is seen in passing is kept and told
     * @param random for names of streams
     */
    public HttpApi(
            Queues queues,
            EngineClock clock,
            byte[] leaseKey,
            Access access,
            BrowserGuard guard,
            IdempotencyKeys keys,
            ServerView server,
            Lookout lookout,
            RandomGenerator random) {
        byte[] key = Arrays.copyOf(leaseKey, leaseKey.length);
        this.workbenches =
                new FastThreadLocal<>() {
                    @Override
                    protected Workbench initialValue() {
                        return new Workbench(key);
                    }
                };
        this.entrance = new Entrance(access);
        this.guard = guard;
        this.door = new Door(queues, clock, workbenches::get, new Masking(server::masked));
        this.idempotency = new Idempotency(door, keys);
        this.sampling = new Sampling(door, server, lookout);
        queueActions();
        subscriptionActions();
        redriveActions();
        scheduleActions();
        lookingActions();
        messageActions();
        streamActions(server, random);
        watchingActions(access);
        serverActions(server, access);
        userActions(access);
    }

    private void userActions(Access access) {
        SessionActions sessions = new SessionActions(door, access);
        actions.put(Route.SIGN_IN, sessions::signIn);
        actions.put(Route.SHOW_SESSION, sessions::show);
        actions.put(Route.SIGN_OUT, sessions::signOut);
        UserActions users = new UserActions(door, access);
        actions.put(Route.LIST_USERS, users::list);
        actions.put(Route.ADD_USER, users::add);
        actions.put(Route.SHOW_USER, users::show);
        actions.put(Route.CHANGE_USER, users::change);
        actions.put(Route.REMOVE_USER, users::remove);
        actions.put(Route.MAY, users::may);
        CredentialActions credentials = new CredentialActions(door, access);
        actions.put(Route.SET_PASSWORD, credentials::setPassword);
        actions.put(Route.ADD_KEY, credentials::addKey);
        actions.put(Route.ROTATE_KEY, credentials::rotateKey);
        actions.put(Route.REVOKE_KEY, credentials::revokeKey);
        actions.put(Route.ADD_TOKEN, credentials::addToken);
        actions.put(Route.REVOKE_TOKEN, credentials::revokeToken);
        actions.put(Route.AUDIT, new AuditAction(door, access.audit())::show);
    }

    private void streamActions(ServerView server, RandomGenerator random) {
        DeliveryStreams streams = new DeliveryStreams(door, random);
        actions.put(Route.CHANGE_CONSUMER, new ConsumerActions(door, server, streams)::change);
        actions.put(Route.DELIVERIES, streams::open);
        actions.put(Route.ADD_CREDIT, streams::addCredit);
    }

    private void watchingActions(Access access) {
        StatsActions stats = new StatsActions(door, sampling);
        actions.put(Route.STATS, stats::now);
        actions.put(Route.LIVE_STATS, stats::live);
        actions.put(Route.HISTORY, stats::history);
        actions.put(Route.QUEUE_HISTORY, stats::queueHistory);
        AlertActions alerts = new AlertActions(door, sampling.alerts(), access.noting());
        actions.put(Route.LIST_ALERTS, alerts::list);
        actions.put(Route.SILENCE_ALERT, alerts::silence);
        actions.put(Route.UNSILENCE_ALERT, alerts::unsilence);
        door.onLane(sampling::begin);
    }

    private void serverActions(ServerView view, Access access) {
        ServerActions server = new ServerActions(door, view, access.noting());
        actions.put(Route.SERVER_INFO, server::info);
        actions.put(Route.SERVER_SETTINGS, server::settings);
        actions.put(Route.SNAPSHOT, server::snapshot);
        actions.put(Route.RELOAD_SETTINGS, server::reload);
        actions.put(Route.SERVER_LOG, server::log);
        actions.put(Route.QUEUE_WAITS, server::waits);
        actions.put(Route.QUEUE_ORIGINS, server::origins);
        actions.put(Route.HEALTH, server::health);
        actions.put(Route.PROBLEM_TYPE, server::problemType);
        actions.put(Route.OPENAPI, new OpenApi(view.version())::show);
    }

    private void queueActions() {
        InTurn changes = new InTurn();
        OverrideActions overrides = new OverrideActions(door, sampling, changes);
        actions.put(Route.OVERRIDE_LIMITS, overrides::put);
        actions.put(Route.END_OVERRIDE, overrides::end);
        QueueActions queues = new QueueActions(door, sampling, changes);
        actions.put(Route.LIST_QUEUES, queues::list);
        actions.put(Route.CREATE_QUEUE, queues::create);
        actions.put(Route.PREVIEW_QUEUE, queues::preview);
        actions.put(Route.SHOW_QUEUE, queues::show);
        actions.put(Route.CHANGE_QUEUE, queues::change);
        actions.put(Route.DELETE_QUEUE, queues::delete);
        actions.put(Route.PURGE_QUEUE, queues::purge);
        actions.put(Route.TAG_QUEUE, queues::tag);
        actions.put(Route.QUEUE_STATS, queues::stats);
    }

    private void subscriptionActions() {
        SubscriptionActions subscriptions = new SubscriptionActions(door, sampling);
        actions.put(Route.LIST_SUBSCRIPTIONS, subscriptions::list);
        actions.put(Route.SUBSCRIBE, subscriptions::subscribe);
        actions.put(Route.UNSUBSCRIBE, subscriptions::unsubscribe);
        ConsumersAction consumers = new ConsumersAction(door);
        actions.put(Route.LIST_CONSUMERS, consumers::list);
        actions.put(Route.ALL_CONSUMERS, consumers::all);
        ReplayActions replays = new ReplayActions(door);
        actions.put(Route.LIST_REPLAYS, replays::list);
        actions.put(Route.START_REPLAY, replays::start);
        actions.put(Route.PREVIEW_REPLAY, replays::preview);
        actions.put(Route.SHOW_REPLAY, replays::show);
        actions.put(Route.CHANGE_REPLAY, replays::change);
    }

    private void lookingActions() {
        LookingActions looking = new LookingActions(door);
        actions.put(Route.BROWSE, looking::browse);
        actions.put(Route.TIMELINE, looking::timeline);
        actions.put(Route.FIND_MESSAGE, looking::find);
        actions.put(Route.AUDIT_QUEUE, looking::audit);
        actions.put(Route.DEAD_LETTERS, new DeadLetterAction(door)::groups);
        actions.put(Route.DEAD_LETTER_QUEUES, new DeadLetterQueues(door)::list);
    }

    private void redriveActions() {
        RedriveActions redrives = new RedriveActions(door);
        actions.put(Route.LIST_REDRIVES, redrives::list);
        actions.put(Route.ALL_REDRIVES, redrives::all);
        actions.put(Route.START_REDRIVE, redrives::start);
        actions.put(Route.PREVIEW_REDRIVE, redrives::preview);
        actions.put(Route.SHOW_REDRIVE, redrives::show);
        actions.put(Route.CHANGE_REDRIVE, redrives::change);
    }

    private void scheduleActions() {
        ScheduleActions schedules = new ScheduleActions(door);
        actions.put(Route.LIST_SCHEDULES, schedules::list);
        actions.put(Route.PREVIEW_SCHEDULE, schedules::preview);
        actions.put(Route.SHOW_SCHEDULE, schedules::show);
        actions.put(Route.PUT_SCHEDULE, schedules::put);
        actions.put(Route.DELETE_SCHEDULE, schedules::delete);
        actions.put(Route.SCHEDULE_RUNS, schedules::runs);
        actions.put(Route.RUN_SCHEDULE, schedules::run);
        actions.put(Route.CHANGE_SCHEDULE, schedules::change);
    }

    private void messageActions() {
        actions.put(Route.SEND, new SendAction(door)::send);
        actions.put(Route.RECEIVE, new ReceiveAction(door)::receive);
        actions.put(Route.CHANGE, new ChangeAction(door)::change);
        ScheduledActions scheduled = new ScheduledActions(door);
        actions.put(Route.LIST_SCHEDULED, scheduled::list);
        actions.put(Route.SHOW_SCHEDULED, scheduled::show);
        actions.put(Route.CANCEL_SCHEDULED, scheduled::cancel);
        SettleAction settle = new SettleAction(door);
        actions.put(Route.SETTLE, settle::several);
        actions.put(Route.SETTLE_ONE, settle::one);
    }

    /**
     * Keeps what was seen in passing for the next start. On any thread.
     *
     * @param then run on any thread when that is done
     */
    public void keep(Runnable then) {
        door.onLane(() -> sampling.keep(then));
    }

    @Override
    public void handle(HttpExchange exchange) {
        try {
            Call call = call(exchange);
            checkType(exchange, call.route());
            int length = exchange.body().readableBytes();
            byte[] body = workbenches.get().bytes(exchange.body());
            Action action = Objects.requireNonNull(actions.get(call.route()));
            if (entrance.open()) {
                call.attempt(() -> idempotency.perform(call, action, body, length));
            } else {
                admitted(call, action, body, length);
            }
        } catch (ApiFailure failure) {
            byte[] allow =
                    failure.allowed().isEmpty()
                            ? HttpExchange.NO_LINES
                            : ResponseHead.line("Allow", failure.allowed());
            Answers.problem(exchange, failure.problem(), exchange.path(), allow);
        }
    }

    /** Asks on the lane whether the caller may, before anything else is done. */
    private void admitted(Call call, Action action, byte[] body, int length) {
        if (door.queues().lane().inLane()) {
            call.attempt(() -> {
                call.admit();
                idempotency.perform(call, action, body, length);
            });
            return;
        }
        byte[] kept = Arrays.copyOf(body, length);
        door.onLane(
                call,
                () -> {
                    call.admit();
                    call.exchange()
                            .onLoop(() ->
                                    call.attempt(
                                            () -> idempotency.perform(call, action, kept, length)));
                });
    }

    @Override
    public @Nullable BodySink stream(HttpExchange exchange) {
        String type = exchange.header(HttpHeaderNames.CONTENT_TYPE);
        if (type == null || !media(type).equals(LINES)) {
            return null;
        }
        try {
            Call call = call(exchange);
            if (call.route() != Route.SEND) {
                return null;
            }
            Idempotency.checkStream(exchange);
            return new StreamedSend(door, call);
        } catch (ApiFailure failure) {
            return new Refused(exchange, failure.problem());
        }
    }

    @Override
    public RefusedAnswer refused(Rejection rejection, String path) {
        return Rejections.answer(rejection, path);
    }

    /** Answers a stream before it has begun. */
    private record Refused(HttpExchange exchange, Problem problem) implements BodySink {
        @Override
        public void begin() {
            Answers.problem(exchange, problem, exchange.path());
        }

        @Override
        public void piece(ByteBuf bytes) {}

        @Override
        public void end() {}
    }

    /** Finds the route and who asks. */
    private Call call(HttpExchange exchange) {
        List<String> segments = Path.segments(exchange.path());
        Route route = route(exchange.method().name(), segments);
        Authentication.Known asker =
                entrance.denials()
                        .watch(
                                Callers.of(exchange).caller(),
                                route,
                                segments,
                                () -> {
                                    guard.check(exchange, route);
                                    return entrance.enter(exchange, route);
                                });
        Query query = Query.of(exchange.query(), route.query());
        return new Call(exchange, route, segments, query, entrance, asker);
    }

    private static Route route(String method, List<String> segments) {
        List<String> others = new ArrayList<>(0);
        for (Route route : ROUTES) {
            if (Path.matches(route.segments(), segments)) {
                if (route.method().equals(method)) {
                    return route;
                }
                others.add(route.method());
            }
        }
        if (others.isEmpty()) {
            throw new ApiFailure(
                    ProblemType.NO_SUCH_ROUTE,
                    "Nothing has this address; /v1/openapi.json tells what there is.");
        }
        throw ApiFailure.methodNotAllowed(String.join(", ", others));
    }

    private static void checkType(HttpExchange exchange, Route route) {
        String type = exchange.header(HttpHeaderNames.CONTENT_TYPE);
        if (type == null && !exchange.body().isReadable()) {
            return;
        }
        if (type == null || !media(type).equals(Answers.JSON)) {
            throw new ApiFailure(
                    ProblemType.NOT_JSON,
                    "Say Content-Type: application/json"
                            + (route == Route.SEND ? ", or " + LINES + " for a stream" : "")
                            + ".");
        }
    }

    private static String media(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
