package dev.forebay.amqp.management;

import dev.forebay.access.Operation;
import dev.forebay.access.Rule;
import java.util.List;

/**
 * All routes of the management API with the operation that must be allowed. Where that is about a
 * queue, the route asks for it once it knows which.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are made by List.of
public enum ManagementRoute {
    OVERVIEW("GET", "overview", Operation.LIST_QUEUES),
    WHOAMI("GET", "whoami", Operation.LIST_QUEUES),
    AUTH("GET", "auth", Operation.SEE_PAGES),
    EXTENSIONS("GET", "extensions", Operation.LIST_QUEUES),
    CLUSTER_NAME("GET", "cluster-name", Operation.LIST_QUEUES),
    SET_CLUSTER_NAME("PUT", "cluster-name", Operation.OPERATE_SERVER),
    NODES("GET", "nodes", Operation.SEE_SERVER),
    NODE("GET", "nodes/{node}", Operation.SEE_SERVER),
    NODE_MEMORY("GET", "nodes/{node}/memory", Operation.SEE_SERVER),
    ATTEMPTS("GET", "auth/attempts/{node}", Operation.SEE_SERVER),
    REBALANCE("POST", "rebalance/queues", Operation.OPERATE_SERVER),
    ENABLE_FEATURE("PUT", "feature-flags/{flag}/enable", Operation.OPERATE_SERVER),
    SHOVELS("GET", "shovels", Operation.SEE_POLICIES),
    FEDERATION_LINKS("GET", "federation-links", Operation.SEE_POLICIES),
    STREAM_CONNECTIONS("GET", "stream/connections", Operation.SEE_SERVER),
    STREAM_PUBLISHERS("GET", "stream/publishers", Operation.SEE_SERVER),
    STREAM_CONSUMERS("GET", "stream/consumers", Operation.SEE_SERVER),
    FEATURE_FLAGS("GET", "feature-flags", Operation.LIST_QUEUES),
    DEPRECATED_FEATURES("GET", "deprecated-features", Operation.LIST_QUEUES),
    DEPRECATED_IN_USE("GET", "deprecated-features/used", Operation.LIST_QUEUES),

    HOSTS("GET", "vhosts", Operation.LIST_QUEUES),
    HOST("GET", "vhosts/{vhost}", Operation.LIST_QUEUES),
    PUT_HOST("PUT", "vhosts/{vhost}", Operation.OPERATE_SERVER),
    DELETE_HOST("DELETE", "vhosts/{vhost}", Operation.OPERATE_SERVER),

    PROTECT_HOST("POST", "vhosts/{vhost}/deletion/protection", Operation.OPERATE_SERVER),
    UNPROTECT_HOST("DELETE", "vhosts/{vhost}/deletion/protection", Operation.OPERATE_SERVER),

    EXCHANGES("GET", "exchanges", Operation.LIST_QUEUES),
    HOST_EXCHANGES("GET", "exchanges/{vhost}", Operation.LIST_QUEUES),
    EXCHANGE("GET", "exchanges/{vhost}/{exchange}", Operation.SEE_QUEUE),
    DECLARE_EXCHANGE("PUT", "exchanges/{vhost}/{exchange}", Operation.CREATE_QUEUE),
    DELETE_EXCHANGE("DELETE", "exchanges/{vhost}/{exchange}", Operation.DELETE_QUEUE),
    EXCHANGE_SOURCE("GET", "exchanges/{vhost}/{exchange}/bindings/source", Operation.SEE_QUEUE),
    EXCHANGE_DESTINATION(
            "GET", "exchanges/{vhost}/{exchange}/bindings/destination", Operation.SEE_QUEUE),
    PUBLISH("POST", "exchanges/{vhost}/{exchange}/publish", Operation.SEND),

    QUEUES("GET", "queues", Operation.LIST_QUEUES),
    DETAILED_QUEUES("GET", "queues/detailed", Operation.LIST_QUEUES),
    HOST_QUEUES("GET", "queues/{vhost}", Operation.LIST_QUEUES),
    QUEUE("GET", "queues/{vhost}/{queue}", Operation.SEE_QUEUE),
    DECLARE_QUEUE("PUT", "queues/{vhost}/{queue}", Operation.CREATE_QUEUE),
    DELETE_QUEUE("DELETE", "queues/{vhost}/{queue}", Operation.DELETE_QUEUE),
    PURGE("DELETE", "queues/{vhost}/{queue}/contents", Operation.PURGE),
    QUEUE_BINDINGS("GET", "queues/{vhost}/{queue}/bindings", Operation.SEE_QUEUE),
    GET_MESSAGES("POST", "queues/{vhost}/{queue}/get", Operation.RECEIVE),
    QUEUE_ACTIONS("POST", "queues/{vhost}/{queue}/actions", Operation.SEE_QUEUE),

    BINDINGS("GET", "bindings", Operation.LIST_QUEUES),
    HOST_BINDINGS("GET", "bindings/{vhost}", Operation.LIST_QUEUES),
    BINDINGS_BETWEEN(
            "GET", "bindings/{vhost}/e/{source}/{kind}/{destination}", Operation.SEE_QUEUE),
    BIND("POST", "bindings/{vhost}/e/{source}/{kind}/{destination}", Operation.SEND),
    BINDING("GET", "bindings/{vhost}/e/{source}/{kind}/{destination}/{key}", Operation.SEE_QUEUE),
    UNBIND("DELETE", "bindings/{vhost}/e/{source}/{kind}/{destination}/{key}", Operation.SEND),

    CONNECTIONS("GET", "connections", Operation.SEE_SERVER),
    CONNECTION("GET", "connections/{connection}", Operation.SEE_SERVER),
    CLOSE_CONNECTION("DELETE", "connections/{connection}", Operation.OPERATE_SERVER),
    CONNECTION_CHANNELS("GET", "connections/{connection}/channels", Operation.SEE_SERVER),
    USERS_CONNECTIONS("GET", "connections/username/{user}", Operation.SEE_SERVER),
    CLOSE_USERS_CONNECTIONS("DELETE", "connections/username/{user}", Operation.OPERATE_SERVER),
    HOST_CONNECTIONS("GET", "vhosts/{vhost}/connections", Operation.SEE_SERVER),
    CHANNELS("GET", "channels", Operation.SEE_SERVER),
    CHANNEL("GET", "channels/{channel}", Operation.SEE_SERVER),
    HOST_CHANNELS("GET", "vhosts/{vhost}/channels", Operation.SEE_SERVER),
    CONSUMERS("GET", "consumers", Operation.SEE_SERVER),
    HOST_CONSUMERS("GET", "consumers/{vhost}", Operation.SEE_SERVER),

    USERS("GET", "users", Operation.MANAGE_USERS),
    USERS_WITHOUT("GET", "users/without-permissions", Operation.MANAGE_USERS),
    DELETE_USERS("POST", "users/bulk-delete", Operation.MANAGE_USERS),
    USER("GET", "users/{user}", Operation.MANAGE_USERS),
    PUT_USER("PUT", "users/{user}", Operation.MANAGE_USERS),
    DELETE_USER("DELETE", "users/{user}", Operation.MANAGE_USERS),
    USERS_PERMISSIONS("GET", "users/{user}/permissions", Operation.MANAGE_USERS),
    USERS_TOPIC_PERMISSIONS("GET", "users/{user}/topic-permissions", Operation.MANAGE_USERS),
    USER_LIMITS("GET", "user-limits", Operation.MANAGE_USERS),
    LIMITS_OF_USER("GET", "user-limits/{user}", Operation.MANAGE_USERS),
    PUT_USER_LIMIT("PUT", "user-limits/{user}/{name}", Operation.MANAGE_USERS),
    DELETE_USER_LIMIT("DELETE", "user-limits/{user}/{name}", Operation.MANAGE_USERS),
    PERMISSIONS("GET", "permissions", Operation.MANAGE_USERS),
    HOST_PERMISSIONS("GET", "vhosts/{vhost}/permissions", Operation.MANAGE_USERS),
    PERMISSION("GET", "permissions/{vhost}/{user}", Operation.MANAGE_USERS),
    PUT_PERMISSION("PUT", "permissions/{vhost}/{user}", Operation.MANAGE_USERS),
    DELETE_PERMISSION("DELETE", "permissions/{vhost}/{user}", Operation.MANAGE_USERS),
    TOPIC_PERMISSIONS("GET", "topic-permissions", Operation.MANAGE_USERS),
    HOST_TOPIC_PERMISSIONS("GET", "vhosts/{vhost}/topic-permissions", Operation.MANAGE_USERS),
    TOPIC_PERMISSION("GET", "topic-permissions/{vhost}/{user}", Operation.MANAGE_USERS),
    PUT_TOPIC_PERMISSION("PUT", "topic-permissions/{vhost}/{user}", Operation.MANAGE_USERS),
    DELETE_TOPIC_PERMISSIONS("DELETE", "topic-permissions/{vhost}/{user}", Operation.MANAGE_USERS),
    DELETE_TOPIC_PERMISSION(
            "DELETE", "topic-permissions/{vhost}/{user}/{exchange}", Operation.MANAGE_USERS),

    POLICIES("GET", "policies", Operation.SEE_POLICIES),
    HOST_POLICIES("GET", "policies/{vhost}", Operation.SEE_POLICIES),
    POLICY("GET", "policies/{vhost}/{name}", Operation.SEE_POLICIES),
    PUT_POLICY("PUT", "policies/{vhost}/{name}", Operation.SET_POLICIES),
    DELETE_POLICY("DELETE", "policies/{vhost}/{name}", Operation.SET_POLICIES),
    OPERATOR_POLICIES("GET", "operator-policies", Operation.SEE_POLICIES),
    HOST_OPERATOR_POLICIES("GET", "operator-policies/{vhost}", Operation.SEE_POLICIES),
    OPERATOR_POLICY("GET", "operator-policies/{vhost}/{name}", Operation.SEE_POLICIES),
    PUT_OPERATOR_POLICY("PUT", "operator-policies/{vhost}/{name}", Operation.OPERATE_SERVER),
    DELETE_OPERATOR_POLICY("DELETE", "operator-policies/{vhost}/{name}", Operation.OPERATE_SERVER),

    PARAMETERS("GET", "parameters", Operation.SEE_POLICIES),
    COMPONENT("GET", "parameters/{component}", Operation.SEE_POLICIES),
    HOST_PARAMETERS("GET", "parameters/{component}/{vhost}", Operation.SEE_POLICIES),
    PARAMETER("GET", "parameters/{component}/{vhost}/{name}", Operation.SEE_POLICIES),
    PUT_PARAMETER("PUT", "parameters/{component}/{vhost}/{name}", Operation.OPERATE_SERVER),
    DELETE_PARAMETER("DELETE", "parameters/{component}/{vhost}/{name}", Operation.OPERATE_SERVER),
    GLOBAL_PARAMETERS("GET", "global-parameters", Operation.SEE_POLICIES),
    GLOBAL_PARAMETER("GET", "global-parameters/{name}", Operation.SEE_POLICIES),
    PUT_GLOBAL_PARAMETER("PUT", "global-parameters/{name}", Operation.OPERATE_SERVER),
    DELETE_GLOBAL_PARAMETER("DELETE", "global-parameters/{name}", Operation.OPERATE_SERVER),
    HOST_LIMITS("GET", "vhost-limits", Operation.SEE_POLICIES),
    LIMITS_OF_HOST("GET", "vhost-limits/{vhost}", Operation.SEE_POLICIES),
    PUT_HOST_LIMIT("PUT", "vhost-limits/{vhost}/{name}", Operation.OPERATE_SERVER),
    DELETE_HOST_LIMIT("DELETE", "vhost-limits/{vhost}/{name}", Operation.OPERATE_SERVER),

    DEFINITIONS("GET", "definitions", Operation.MANAGE_USERS),
    HOST_DEFINITIONS("GET", "definitions/{vhost}", Operation.MANAGE_USERS),
    IMPORT("POST", "definitions", Operation.MANAGE_USERS),
    HOST_IMPORT("POST", "definitions/{vhost}", Operation.MANAGE_USERS),

    ALARMS("GET", "health/checks/alarms", Operation.LIST_QUEUES),
    LOCAL_ALARMS("GET", "health/checks/local-alarms", Operation.LIST_QUEUES),
    IN_SERVICE("GET", "health/checks/is-in-service", Operation.LIST_QUEUES),
    READY("GET", "health/checks/ready-to-serve-clients", Operation.LIST_QUEUES),
    HOSTS_UP("GET", "health/checks/virtual-hosts", Operation.LIST_QUEUES),
    PORT_LISTENER("GET", "health/checks/port-listener/{port}", Operation.LIST_QUEUES),
    PROTOCOL_LISTENER("GET", "health/checks/protocol-listener/{protocol}", Operation.LIST_QUEUES),
    CERTIFICATES(
            "GET", "health/checks/certificate-expiration/{within}/{unit}", Operation.LIST_QUEUES),
    MIRROR_CRITICAL("GET", "health/checks/node-is-mirror-sync-critical", Operation.LIST_QUEUES),
    QUORUM_CRITICAL("GET", "health/checks/node-is-quorum-critical", Operation.LIST_QUEUES),
    NODE_HEALTH("GET", "healthchecks/node", Operation.LIST_QUEUES),
    ALIVENESS("GET", "aliveness-test/{vhost}", Operation.LIST_QUEUES);

    private final String method;
    private final String path;
    private final List<String> segments;
    private final Operation operation;

    ManagementRoute(String method, String path, Operation operation) {
        this.method = method;
        this.path = path;
        this.segments = List.of(path.split("/", -1));
        this.operation = operation;
    }

    public String method() {
        return method;
    }

    /** With {@code {name}} for what stands in its place. */
    public String path() {
        return "/api/" + path;
    }

    List<String> segments() {
        return segments;
    }

    /** What must be allowed. */
    public Operation operation() {
        return operation;
    }

    /** Whether the operation is about a queue, which the route finds out itself. */
    boolean asksWithin() {
        return operation.rule() instanceof Rule.OnQueue;
    }

    /** Whether it changes or takes something. */
    boolean writes() {
        return !method.equals("GET");
    }
}
