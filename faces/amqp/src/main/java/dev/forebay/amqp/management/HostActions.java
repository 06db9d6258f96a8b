package dev.forebay.amqp.management;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.amqp.management.Row.Members;
import java.util.List;
import java.util.Map;

/** Virtual hosts. On the lane. */
final class HostActions {
    private static final String QUEUE_TYPE = "default_queue_type";

    private final Administration administration;
    private final Rates rates;

    HostActions(Administration administration, Rates rates) {
        this.administration = administration;
        this.rates = rates;
    }

    void list(Request request) {
        Totals.of(request.sight(), totals -> request.attempt(() -> list(request, totals)));
    }

    private void list(Request request, Totals totals) {
        List<Row> rows =
                request.sight().hosts().stream()
                        .map(host -> new Row(host.name(), () -> figures(request, host, totals)))
                        .toList();
        Listing.answer(request, administration.queues().lane(), rows);
    }

    void show(Request request) {
        VirtualHost host = named(request);
        if (!request.sight().enters(host)) {
            throw ApiError.notAuthorised("Access refused.");
        }
        Totals.of(
                request.sight(),
                totals -> request.attempt(() -> request.json(figures(request, host, totals))));
    }

    private VirtualHost named(Request request) {
        return administration.host(request.part("vhost")).orElseThrow(ApiError::notFound);
    }

    private Members figures(Request request, VirtualHost host, Totals totals) {
        Sight.Total id = request.sight().total("vhost " + host.name());
        Rates.Look look = rates.look(id, totals.in(host).counts());
        return shown(host).and(look.depth()).and(look.traffic(Told.OF_ALL));
    }

    private static Members shown(VirtualHost host) {
        return Members.of("name", host.name())
                .and("description", host.description())
                .and("tags", host.tags())
                .and(
                        "metadata",
                        Members.of("description", host.description())
                                .and("tags", host.tags())
                                .and(QUEUE_TYPE, host.usualQueueType())
                                .all())
                .and(QUEUE_TYPE, host.usualQueueType())
                .and("tracing", false)
                .and("cluster_state", Map.of(ServerActions.NODE, "running"));
    }

    void put(Request request) {
        VirtualHost wanted = wanted(request.part("vhost"), request.wish());
        int status = administration.host(wanted.name()).isEmpty() ? 201 : 204;
        administration.putHost(
                request.principal().caller(), wanted, request.reply(_ -> request.empty(status)));
    }

    /**
     * A virtual host as RabbitMQ's JSON has it.
     *
     * @throws ApiError 400 for a name that no host can have
     */
    static VirtualHost wanted(String name, Wish wish) {
        Wish metadata = wish.object("metadata");
        String description = wish.text("description", metadata.text("description", ""));
        try {
            return new VirtualHost(
                    new Vhost(name),
                    description,
                    (wish.has("tags") ? wish : metadata).words("tags"),
                    queueType(wish.has(QUEUE_TYPE) ? wish : metadata));
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    /** RabbitMQ's exports write "undefined" for none. */
    private static String queueType(Wish wish) {
        String type = wish.text(QUEUE_TYPE, "");
        return type.equals("undefined") ? "" : type;
    }

    void delete(Request request) {
        administration.deleteHost(
                request.principal().caller(),
                named(request).vhost(),
                request.reply(_ -> request.empty(204)));
    }
}
