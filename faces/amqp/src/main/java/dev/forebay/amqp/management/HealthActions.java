package dev.forebay.amqp.management;

import dev.forebay.amqp.management.Row.Members;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks for load balancers and alarms: 200 when all is well, else 503. On the lane. */
final class HealthActions {
    private static final Map<String, String> WELL = Map.of("status", "ok");
    private static final String REASON = "reason";

    private final NodeView node;

    HealthActions(NodeView node) {
        this.node = node;
    }

    void well(Request request) {
        request.json(WELL);
    }

    void alarms(Request request) {
        List<String> alarms = node.alarms();
        if (alarms.isEmpty()) {
            request.json(WELL);
        } else {
            failed(request, Members.of(REASON, String.join("; ", alarms)).and("alarms", alarms));
        }
    }

    void port(Request request) {
        String port = request.part("port");
        if (node.listeners().stream().anyMatch(one -> Integer.toString(one.port()).equals(port))) {
            request.json(Members.of("status", "ok").and("port", port).all());
        } else {
            failed(
                    request,
                    Members.of(REASON, "No active listener")
                            .and("missing", port)
                            .and(
                                    "ports",
                                    node.listeners().stream()
                                            .map(NodeView.Listener::port)
                                            .toList()));
        }
    }

    void protocol(Request request) {
        String protocol = request.part("protocol").toLowerCase(Locale.ROOT);
        String meant =
                switch (protocol) {
                    case "amqp091", "amqp0.9.1" -> "amqp";
                    case "amqps" -> "amqp/ssl";
                    default -> protocol;
                };
        if (node.listeners().stream().anyMatch(one -> one.protocol().equals(meant))) {
            request.json(Members.of("status", "ok").and("protocol", protocol).all());
        } else {
            failed(
                    request,
                    Members.of(REASON, "No active listener")
                            .and("missing", protocol)
                            .and(
                                    "protocols",
                                    node.listeners().stream()
                                            .map(NodeView.Listener::protocol)
                                            .toList()));
        }
    }

    /** That this was decided on the lane, which all queues share, says that a host is alive. */
    void alive(Request request) {
        var _ = request.host();
        alarms(request);
    }

    private static void failed(Request request, Members why) {
        request.json(503, Members.of("status", "failed").and(why).all());
    }
}
