package dev.forebay.amqp.management;

import dev.forebay.access.Authorizer;
import dev.forebay.access.Decision;
import dev.forebay.access.Principal;
import dev.forebay.access.Rule;
import dev.forebay.access.login.LocalUser;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.RefusedAnswer;
import dev.forebay.http.Rejection;
import dev.forebay.http.ResponseHead;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's management API as a handler of requests under {@code /api}. Thread-safe: handles
 * requests on any event loop and carries them out on the engine's lane.
 */
public final class ManagementApi implements HttpHandler {
    private static final ManagementRoute[] ROUTES = ManagementRoute.values();
    private static final int MOST_SEGMENTS = 10;
    private static final String JSON = "application/json";
    private static final byte[] ASKING =
            ResponseHead.line("WWW-Authenticate", "Basic realm=\"Forebay\"");

    private final Map<ManagementRoute, Consumer<Request>> actions =
            new EnumMap<>(ManagementRoute.class);
    private final Administration administration;
    private final Entrance entrance;

    /**
     * Serves nothing before the AMQP face is loaded.
     *
     * @param node the process it runs in
     * @param reader reads long bodies, some hundred milliseconds at a time
     */
    public ManagementApi(Administration administration, NodeView node, Executor reader) {
        this.administration = administration;
        this.entrance = new Entrance(administration.access(), administration.queues().lane());
        Rates rates = new Rates(administration.clock());
        server(new ServerActions(administration, node, rates));
        health(new HealthActions(administration.clock(), node));
        hosts(new HostActions(administration, rates));
        exchanges(new ExchangeActions(administration, rates));
        queues(new QueueActions(administration, rates));
        bindings(new BindingActions(administration));
        connections(new ConnectionActions(administration, rates));
        users(new UserActions(administration));
        permissions(new PermissionActions(administration));
        policies();
        parameters(new ParameterActions(administration));
        limits(new HostLimits(administration));
        definitions(new DefinitionActions(administration, reader));
        MessageActions messages = new MessageActions(administration);
        actions.put(ManagementRoute.PUBLISH, messages::publish);
        actions.put(ManagementRoute.GET_MESSAGES, messages::get);
    }

    private void server(ServerActions server) {
        actions.put(ManagementRoute.OVERVIEW, server::overview);
        actions.put(ManagementRoute.WHOAMI, server::whoami);
        actions.put(ManagementRoute.AUTH, server::auth);
        actions.put(ManagementRoute.EXTENSIONS, server::none);
        actions.put(ManagementRoute.CLUSTER_NAME, server::clusterName);
        actions.put(ManagementRoute.SET_CLUSTER_NAME, server::setClusterName);
        actions.put(ManagementRoute.NODES, server::nodes);
        actions.put(ManagementRoute.NODE, server::node);
        actions.put(ManagementRoute.FEATURE_FLAGS, server::none);
        actions.put(ManagementRoute.DEPRECATED_FEATURES, server::none);
        actions.put(ManagementRoute.DEPRECATED_IN_USE, server::none);
        actions.put(ManagementRoute.NODE_MEMORY, server::memory);
        actions.put(ManagementRoute.ATTEMPTS, server::attempts);
        actions.put(ManagementRoute.REBALANCE, server::nothingToDo);
        absent(server);
    }

    private static Consumer<Request> refusing(String why) {
        return _ -> {
            throw ApiError.badRequest(why);
        };
    }

    /** What tools ask for and is not here. */
    private void absent(ServerActions server) {
        actions.put(ManagementRoute.USER_LIMITS, server::none);
        actions.put(ManagementRoute.LIMITS_OF_USER, server::none);
        actions.put(ManagementRoute.PUT_USER_LIMIT, refusing("limits of users are not kept"));
        actions.put(ManagementRoute.DELETE_USER_LIMIT, refusing("limits of users are not kept"));
        actions.put(
                ManagementRoute.ENABLE_FEATURE,
                refusing("there are no feature flags: all that is there is on"));
        actions.put(
                ManagementRoute.PROTECT_HOST,
                refusing("virtual hosts are not protected from deletion"));
        actions.put(
                ManagementRoute.UNPROTECT_HOST,
                refusing("virtual hosts are not protected from deletion"));
        actions.put(ManagementRoute.SHOVELS, server::none);
        actions.put(ManagementRoute.FEDERATION_LINKS, server::none);
        actions.put(ManagementRoute.STREAM_CONNECTIONS, server::none);
        actions.put(ManagementRoute.STREAM_PUBLISHERS, server::none);
        actions.put(ManagementRoute.STREAM_CONSUMERS, server::none);
    }

    private void health(HealthActions health) {
        actions.put(ManagementRoute.ALARMS, health::alarms);
        actions.put(ManagementRoute.LOCAL_ALARMS, health::alarms);
        actions.put(ManagementRoute.NODE_HEALTH, health::alarms);
        actions.put(ManagementRoute.IN_SERVICE, health::well);
        actions.put(ManagementRoute.READY, health::alarms);
        actions.put(ManagementRoute.HOSTS_UP, health::well);
        actions.put(ManagementRoute.CERTIFICATES, health::certificates);
        actions.put(ManagementRoute.MIRROR_CRITICAL, health::well);
        actions.put(ManagementRoute.QUORUM_CRITICAL, health::well);
        actions.put(ManagementRoute.PORT_LISTENER, health::port);
        actions.put(ManagementRoute.PROTOCOL_LISTENER, health::protocol);
        actions.put(ManagementRoute.ALIVENESS, health::alive);
    }

    private void hosts(HostActions hosts) {
        actions.put(ManagementRoute.HOSTS, hosts::list);
        actions.put(ManagementRoute.HOST, hosts::show);
        actions.put(ManagementRoute.PUT_HOST, hosts::put);
        actions.put(ManagementRoute.DELETE_HOST, hosts::delete);
    }

    private void exchanges(ExchangeActions exchanges) {
        actions.put(ManagementRoute.EXCHANGES, exchanges::list);
        actions.put(ManagementRoute.HOST_EXCHANGES, exchanges::list);
        actions.put(ManagementRoute.EXCHANGE, exchanges::show);
        actions.put(ManagementRoute.DECLARE_EXCHANGE, exchanges::declare);
        actions.put(ManagementRoute.DELETE_EXCHANGE, exchanges::delete);
    }

    private void queues(QueueActions queues) {
        actions.put(ManagementRoute.QUEUES, queues::list);
        actions.put(ManagementRoute.DETAILED_QUEUES, queues::list);
        actions.put(ManagementRoute.HOST_QUEUES, queues::list);
        actions.put(ManagementRoute.QUEUE, queues::show);
        actions.put(ManagementRoute.DECLARE_QUEUE, queues::declare);
        actions.put(ManagementRoute.DELETE_QUEUE, queues::delete);
        actions.put(ManagementRoute.PURGE, queues::purge);
        actions.put(ManagementRoute.QUEUE_ACTIONS, queues::act);
    }

    private void bindings(BindingActions bindings) {
        actions.put(ManagementRoute.BINDINGS, bindings::list);
        actions.put(ManagementRoute.HOST_BINDINGS, bindings::list);
        actions.put(ManagementRoute.EXCHANGE_SOURCE, bindings::from);
        actions.put(ManagementRoute.EXCHANGE_DESTINATION, bindings::toExchange);
        actions.put(ManagementRoute.QUEUE_BINDINGS, bindings::toQueue);
        actions.put(ManagementRoute.BINDINGS_BETWEEN, bindings::between);
        actions.put(ManagementRoute.BIND, bindings::bind);
        actions.put(ManagementRoute.BINDING, bindings::show);
        actions.put(ManagementRoute.UNBIND, bindings::unbind);
    }

    private void connections(ConnectionActions connections) {
        actions.put(ManagementRoute.CONNECTIONS, connections::list);
        actions.put(ManagementRoute.HOST_CONNECTIONS, connections::list);
        actions.put(ManagementRoute.CONNECTION, connections::show);
        actions.put(ManagementRoute.CLOSE_CONNECTION, connections::close);
        actions.put(ManagementRoute.CONNECTION_CHANNELS, connections::channelsOf);
        actions.put(ManagementRoute.USERS_CONNECTIONS, connections::ofUser);
        actions.put(ManagementRoute.CLOSE_USERS_CONNECTIONS, connections::closeOfUser);
        actions.put(ManagementRoute.CHANNELS, connections::channels);
        actions.put(ManagementRoute.HOST_CHANNELS, connections::channels);
        actions.put(ManagementRoute.CHANNEL, connections::channel);
        actions.put(ManagementRoute.CONSUMERS, connections::consumers);
        actions.put(ManagementRoute.HOST_CONSUMERS, connections::consumers);
    }

    private void users(UserActions users) {
        actions.put(ManagementRoute.USERS, users::list);
        actions.put(ManagementRoute.USERS_WITHOUT, users::withoutPermissions);
        actions.put(ManagementRoute.DELETE_USERS, users::deleteSeveral);
        actions.put(ManagementRoute.USER, users::show);
        actions.put(ManagementRoute.PUT_USER, users::put);
        actions.put(ManagementRoute.DELETE_USER, users::delete);
    }

    private void permissions(PermissionActions permissions) {
        actions.put(ManagementRoute.PERMISSIONS, permissions::list);
        actions.put(ManagementRoute.USERS_PERMISSIONS, permissions::list);
        actions.put(ManagementRoute.HOST_PERMISSIONS, permissions::list);
        actions.put(ManagementRoute.PERMISSION, permissions::show);
        actions.put(ManagementRoute.PUT_PERMISSION, permissions::put);
        actions.put(ManagementRoute.DELETE_PERMISSION, permissions::delete);
        actions.put(ManagementRoute.TOPIC_PERMISSIONS, permissions::listTopics);
        actions.put(ManagementRoute.USERS_TOPIC_PERMISSIONS, permissions::listTopics);
        actions.put(ManagementRoute.HOST_TOPIC_PERMISSIONS, permissions::listTopics);
        actions.put(ManagementRoute.TOPIC_PERMISSION, permissions::showTopics);
        actions.put(ManagementRoute.PUT_TOPIC_PERMISSION, permissions::putTopic);
        actions.put(ManagementRoute.DELETE_TOPIC_PERMISSION, permissions::deleteTopic);
        actions.put(ManagementRoute.DELETE_TOPIC_PERMISSIONS, permissions::deleteTopics);
    }

    private void policies() {
        PolicyActions users = new PolicyActions(administration, RuntimeParameter.POLICY);
        actions.put(ManagementRoute.POLICIES, users::list);
        actions.put(ManagementRoute.HOST_POLICIES, users::list);
        actions.put(ManagementRoute.POLICY, users::show);
        actions.put(ManagementRoute.PUT_POLICY, users::put);
        actions.put(ManagementRoute.DELETE_POLICY, users::delete);
        PolicyActions operators =
                new PolicyActions(administration, RuntimeParameter.OPERATOR_POLICY);
        actions.put(ManagementRoute.OPERATOR_POLICIES, operators::list);
        actions.put(ManagementRoute.HOST_OPERATOR_POLICIES, operators::list);
        actions.put(ManagementRoute.OPERATOR_POLICY, operators::show);
        actions.put(ManagementRoute.PUT_OPERATOR_POLICY, operators::put);
        actions.put(ManagementRoute.DELETE_OPERATOR_POLICY, operators::delete);
    }

    private void parameters(ParameterActions parameters) {
        actions.put(ManagementRoute.PARAMETERS, parameters::list);
        actions.put(ManagementRoute.COMPONENT, parameters::list);
        actions.put(ManagementRoute.HOST_PARAMETERS, parameters::list);
        actions.put(ManagementRoute.PARAMETER, parameters::show);
        actions.put(ManagementRoute.PUT_PARAMETER, parameters::put);
        actions.put(ManagementRoute.DELETE_PARAMETER, parameters::delete);
        actions.put(ManagementRoute.GLOBAL_PARAMETERS, parameters::listGlobal);
        actions.put(ManagementRoute.GLOBAL_PARAMETER, parameters::show);
        actions.put(ManagementRoute.PUT_GLOBAL_PARAMETER, parameters::put);
        actions.put(ManagementRoute.DELETE_GLOBAL_PARAMETER, parameters::delete);
    }

    private void limits(HostLimits limits) {
        actions.put(ManagementRoute.HOST_LIMITS, limits::list);
        actions.put(ManagementRoute.LIMITS_OF_HOST, limits::list);
        actions.put(ManagementRoute.PUT_HOST_LIMIT, limits::put);
        actions.put(ManagementRoute.DELETE_HOST_LIMIT, limits::delete);
    }

    private void definitions(DefinitionActions definitions) {
        actions.put(ManagementRoute.DEFINITIONS, definitions::export);
        actions.put(ManagementRoute.HOST_DEFINITIONS, definitions::export);
        actions.put(ManagementRoute.IMPORT, definitions::take);
        actions.put(ManagementRoute.HOST_IMPORT, definitions::take);
    }

    @Override
    public void handle(HttpExchange exchange) {
        List<String> segments = segments(exchange.path());
        ManagementRoute route = route(exchange, segments);
        if (route == null) {
            return;
        }
        byte[] body = ByteBufUtil.getBytes(exchange.body());
        if (route.operation().rule() instanceof Rule.Anyone) {
            entrance.asNobody(exchange, nobody -> perform(exchange, route, segments, nobody, body));
            return;
        }
        entrance.enter(
                exchange,
                answer -> {
                    switch (answer) {
                        case Entrance.Answer.In in ->
                                perform(exchange, route, segments, in.principal(), body);
                        case Entrance.Answer.Rejected _ ->
                                answer(exchange, 401, ASKING, "not_authorised", "Login failed");
                        case Entrance.Answer.Elsewhere _ ->
                                answer(
                                        exchange,
                                        401,
                                        HttpExchange.NO_LINES,
                                        "not_authorised",
                                        LocalUser.REFUSAL);
                        case Entrance.Answer.Later _ ->
                                answer(
                                        exchange,
                                        429,
                                        HttpExchange.NO_LINES,
                                        "too_many_requests",
                                        "too many tries; wait a little");
                    }
                });
    }

    private void perform(
            HttpExchange exchange,
            ManagementRoute route,
            List<String> segments,
            Principal principal,
            byte[] body) {
        Request request;
        try {
            request = new Request(exchange, route, segments, administration, principal, body);
        } catch (ApiError broken) {
            answer(
                    exchange,
                    broken.status(),
                    HttpExchange.NO_LINES,
                    broken.error(),
                    broken.reason());
            return;
        }
        request.attempt(() -> {
            admit(request);
            Objects.requireNonNull(actions.get(route)).accept(request);
        });
    }

    /** What is about a queue is asked for by its action. */
    private void admit(Request request) {
        ManagementRoute route = request.route();
        Authorizer authorizer = administration.access().authorizer();
        if (!(route.operation().rule() instanceof Rule.Anyone)
                && !authorizer.mayManage(request.principal())) {
            throw ApiError.notAuthorised("Not management user");
        }
        if (!route.asksWithin()
                && authorizer.authorize(request.principal(), route.operation())
                        instanceof Decision.Denied denied) {
            throw ApiError.notAuthorised(denied.reason());
        }
    }

    /** The route that a request means; null when it was answered that there is none. */
    private static @Nullable ManagementRoute route(HttpExchange exchange, List<String> segments) {
        String method =
                exchange.method().equals(HttpMethod.HEAD) ? "GET" : exchange.method().name();
        List<String> others = new ArrayList<>(0);
        for (ManagementRoute route : ROUTES) {
            if (matches(route.segments(), segments)) {
                if (route.method().equals(method)) {
                    return route;
                }
                others.add(route.method());
            }
        }
        if (others.isEmpty()) {
            ApiError nothing = ApiError.notFound();
            answer(exchange, 404, HttpExchange.NO_LINES, nothing.error(), nothing.reason());
        } else {
            answer(
                    exchange,
                    405,
                    ResponseHead.line("Allow", String.join(", ", others)),
                    "method_not_allowed",
                    "Method Not Allowed");
        }
        return null;
    }

    private static boolean matches(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            String segment = segments.get(i);
            if (part.startsWith("{") ? mayNotBe(part, segment) : !part.equals(segment)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Something without a name is nothing, but for the default exchange that bindings lead from.
     */
    private static boolean mayNotBe(String part, String segment) {
        return segment.isEmpty() && !part.equals("{source}");
    }

    /** What follows {@code /api/}, decoded; nothing matches where that cannot be done. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", MOST_SEGMENTS + 2)) {
            try {
                // Plus is a plus in a path.
                segments.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
            } catch (IllegalArgumentException broken) {
                return List.of();
            }
        }
        List<String> named = segments.subList(Math.min(2, segments.size()), segments.size());
        // Tools ask for /api/queues/ too.
        return !named.isEmpty() && named.getLast().isEmpty()
                ? named.subList(0, named.size() - 1)
                : named;
    }

    private static void answer(
            HttpExchange exchange, int status, byte[] lines, String error, String reason) {
        byte[] body = json(error, reason);
        exchange.answer(
                ResponseHead.of(status, JSON, Map.of()),
                lines,
                exchange.allocate(body.length).writeBytes(body));
    }

    private static byte[] json(String error, String reason) {
        return JsonText.write(Members.of("error", error).and("reason", reason).all());
    }

    @Override
    public RefusedAnswer refused(Rejection rejection, String path) {
        return new RefusedAnswer(
                ResponseHead.of(rejection.status(), JSON, Map.of()),
                HttpExchange.NO_LINES,
                json("bad_request", rejection.text()));
    }
}
