package dev.forebay.amqp.management;

import dev.forebay.access.vhost.UserTags;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.ConnectionView;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.routing.ExchangeType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server as a cluster of one node. On the lane. */
final class ServerActions {
    /** The one node's name. */
    static final String NODE = NodeView.NAME;

    static final String PRODUCT = "Forebay";

    /** The version of RabbitMQ whose API this is like. */
    static final String LIKE = NodeView.LIKE_RABBITMQ;

    private static final RuntimeParameter.Key CLUSTER_NAME =
            new RuntimeParameter.Key("", "", "cluster_name");

    /** RabbitMQ's limit of its processes: threads here have none of their own. */
    private static final long MOST_THREADS = 1 << 20;

    private static final String WHOLE_SERVER = "server";
    private static final String NAME = "name";

    private static final List<String> CHURN =
            List.of(
                    "connection_created",
                    "connection_closed",
                    "channel_created",
                    "channel_closed",
                    "queue_declared",
                    "queue_created",
                    "queue_deleted");

    private final Administration administration;
    private final NodeView node;
    private final Rates rates;

    ServerActions(Administration administration, NodeView node, Rates rates) {
        this.administration = administration;
        this.node = node;
        this.rates = rates;
    }

    void overview(Request request) {
        Totals.of(
                request.sight(), totals -> request.attempt(() -> overview(request, totals.all())));
    }

    private void overview(Request request, Totals.Total total) {
        Rates.Look look = rates.look(request.sight().total(WHOLE_SERVER), total.counts());
        Members members =
                Members.of("management_version", LIKE)
                        .and("rates_mode", "basic")
                        .and("exchange_types", exchangeTypes())
                        .and("product_name", PRODUCT)
                        .and("product_version", node.version())
                        .and("rabbitmq_version", LIKE)
                        .and("cluster_name", name())
                        .and("erlang_version", "")
                        .and("erlang_full_version", "")
                        .and("disable_stats", false)
                        .and("enable_queue_totals", false)
                        .and("message_stats", Map.of())
                        .and(look.traffic(Told.OF_ALL))
                        .and("churn_rates", churn())
                        .and("queue_totals", look.depth().all())
                        .and("object_totals", objects(request.sight(), total.queues()))
                        .and("statistics_db_event_queue", 0)
                        .and("node", NODE)
                        .and("listeners", listeners())
                        .and("contexts", List.of());
        request.json(members);
    }

    /** Not counted, but tools want the members. */
    private static Map<String, @Nullable Object> churn() {
        Members members = new Members();
        for (String what : CHURN) {
            members.and(what, 0).and(what + "_details", Map.of("rate", 0.0));
        }
        return members.all();
    }

    private Map<String, @Nullable Object> objects(Sight sight, int queues) {
        List<ConnectionView> connections = sight.connections();
        return Members.of("channels", connections.stream().mapToInt(c -> c.channels().size()).sum())
                .and("connections", connections.size())
                .and(
                        "consumers",
                        connections.stream()
                                .mapToLong(c -> ConnectionActions.consumers(c).count())
                                .sum())
                .and(
                        "exchanges",
                        sight.hosts().stream()
                                .mapToInt(host -> sight.exchanges(host.name()).size())
                                .sum())
                .and("queues", queues)
                .all();
    }

    private static List<?> exchangeTypes() {
        return Arrays.stream(ExchangeType.values())
                .map(type ->
                        Members.of(NAME, type.wireName())
                                .and("description", "")
                                .and("enabled", true)
                                .all())
                .toList();
    }

    private List<?> listeners() {
        return node.listeners().stream()
                .map(listener ->
                        Members.of("node", NODE)
                                .and("protocol", listener.protocol())
                                .and("ip_address", listener.address())
                                .and("port", listener.port())
                                .and("socket_opts", Map.of())
                                .all())
                .toList();
    }

    void clusterName(Request request) {
        request.json(Map.of(NAME, name()));
    }

    private String name() {
        RuntimeParameter set = administration.parameter(CLUSTER_NAME);
        return set == null ? NODE : String.valueOf(set.value().get(RuntimeParameter.PLAIN));
    }

    void setClusterName(Request request) {
        String name = request.wish().requiring(NAME).text(NAME);
        administration.put(
                request.principal(),
                new RuntimeParameter("", "", "cluster_name", Map.of(RuntimeParameter.PLAIN, name)),
                request.reply(_ -> request.empty(204)));
    }

    /** While there are no users, whoever asks is who he says, and may do everything. */
    void whoami(Request request) {
        String name = request.principal().name();
        UserTags tags =
                request.principal().anonymous()
                        ? new UserTags(List.of("administrator"))
                        : administration.access().directory().tags(name);
        request.json(
                Members.of(NAME, name.isEmpty() ? "guest" : name).and("tags", tags.list()).all());
    }

    void auth(Request request) {
        request.json(
                Members.of("enable_uaa", false)
                        .and("oauth_enabled", false)
                        .and("uaa_client_id", "")
                        .and("uaa_location", "")
                        .all());
    }

    void none(Request request) {
        request.json(List.of());
    }

    /** Which part of the server uses how much of its memory is not known. */
    void memory(Request request) {
        requireNode(request);
        request.json(Map.of("memory", "not_available"));
    }

    void attempts(Request request) {
        requireNode(request);
        request.json(List.of());
    }

    /** There is one server, and all queues are on it. */
    void nothingToDo(Request request) {
        request.empty(204);
    }

    void nodes(Request request) {
        Listing.answer(
                request, administration.queues().lane(), List.of(new Row(NODE, this::shownNode)));
    }

    void node(Request request) {
        requireNode(request);
        request.json(shownNode());
    }

    private static void requireNode(Request request) {
        if (!request.part("node").equals(NODE)) {
            throw ApiError.notFound();
        }
    }

    private Members shownNode() {
        boolean alarm = !node.alarms().isEmpty();
        NodeView.Figures figures = node.figures();
        return Members.of(NAME, NODE)
                .and("type", "disc")
                .and("running", true)
                .and("being_drained", false)
                .and("os_pid", Long.toString(node.processId()))
                .and("uptime", administration.clock().wall() - node.startedAt())
                .and("processors", node.processors())
                .and("rates_mode", "basic")
                .and("mem_used", node.memoryUsed())
                .and("mem_limit", node.memoryLimit())
                .and("mem_alarm", false)
                .and("disk_free_alarm", alarm)
                .and("disk_free", figures.diskFree())
                .and("disk_free_limit", figures.diskReserve())
                .and("fd_used", figures.filesOpen())
                .and("fd_total", figures.filesMost())
                .and("proc_used", figures.threads())
                .and("proc_total", MOST_THREADS)
                .and("run_queue", figures.load())
                .and("sockets_used", administration.connections().size())
                .and("sockets_total", figures.filesMost())
                .and("exchange_types", exchangeTypes())
                .and("auth_mechanisms", mechanisms())
                .and("applications", List.of())
                .and("contexts", List.of())
                .and("enabled_plugins", List.of("rabbitmq_management"))
                .and("partitions", List.of())
                .and("cluster_links", List.of())
                .and("config_files", List.of())
                .and("log_files", List.of());
    }

    private static List<?> mechanisms() {
        return List.of("PLAIN", "AMQPLAIN").stream()
                .map(name ->
                        Members.of(NAME, name).and("description", "").and("enabled", true).all())
                .toList();
    }
}
