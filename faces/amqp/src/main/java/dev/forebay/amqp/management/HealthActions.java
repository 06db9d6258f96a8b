package dev.forebay.amqp.management;

import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.EngineClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks for load balancers and alarms: 200 when all is well, else 503. On the lane. */
final class HealthActions {
    private static final Map<String, String> WELL = Map.of("status", "ok");
    private static final String REASON = "reason";

    private final EngineClock clock;
    private final NodeView node;

    HealthActions(EngineClock clock, NodeView node) {
        this.clock = clock;
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
            failed(
                    request,
                    Members.of(REASON, String.join("; ", alarms))
                            .and("alarms", alarms.stream().map(HealthActions::alarm).toList()));
        }
    }

    /** All that stops publishers is about the disk. */
    private static Map<String, @Nullable Object> alarm(String detail) {
        return Members.of("node", ServerActions.NODE)
                .and("resource", "disk")
                .and("detail", detail)
                .all();
    }

    void port(Request request) {
        String port = request.part("port");
        if (!port.matches("\\d{1,5}")) {
            throw ApiError.badRequest("Not a port: " + port);
        }
        if (node.listeners().stream().anyMatch(one -> Integer.toString(one.port()).equals(port))) {
            request.json(Members.of("status", "ok").and("port", port).all());
        } else {
            failed(
                    request,
                    Members.of(REASON, "No active listener")
                            .and("missing", Long.valueOf(port))
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

    /** That no certificate of a listener ends within a time. */
    void certificates(Request request) {
        Instant until = after(request.part("within"), request.part("unit"));
        List<NodeView.Listener> ending =
                node.listeners().stream().filter(one -> one.endsBefore(until)).toList();
        if (ending.isEmpty()) {
            request.json(WELL);
        } else {
            failed(
                    request,
                    Members.of(REASON, "Certificates expiring")
                            .and("expired", ending.stream().map(HealthActions::ending).toList()));
        }
    }

    private Instant after(String within, String unit) {
        if (!within.matches("\\d{1,4}")) {
            throw ApiError.badRequest("Invalid expiration value: wanted is 0 to 9999");
        }
        ChronoUnit meant =
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "days" -> ChronoUnit.DAYS;
                    case "weeks" -> ChronoUnit.WEEKS;
                    case "months" -> ChronoUnit.MONTHS;
                    case "years" -> ChronoUnit.YEARS;
                    default ->
                            throw ApiError.badRequest(
                                    "Invalid unit: wanted is days, weeks, months or years");
                };
        // Months and years have no length of their own: they are counted on a calendar.
        return Instant.ofEpochMilli(clock.wall())
                .atOffset(ZoneOffset.UTC)
                .plus(Long.parseLong(within), meant)
                .toInstant();
    }

    private static Map<String, @Nullable Object> ending(NodeView.Listener listener) {
        return Members.of("node", ServerActions.NODE)
                .and("protocol", listener.protocol())
                .and("interface", listener.address())
                .and("port", listener.port())
                .and("certfile_expires_on", listener.certificateEnds().orElseThrow().toString())
                .all();
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
