package dev.forebay.amqp.management;

import dev.forebay.access.Operation;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Shows, makes and removes bindings. On the lane. */
final class BindingActions {
    private final Administration administration;

    BindingActions(Administration administration) {
        this.administration = administration;
    }

    void list(Request request) {
        List<Row> rows = new ArrayList<>();
        for (String vhost : request.hosts()) {
            for (Exchange exchange : request.sight().exchanges(vhost)) {
                addVisible(
                        request, vhost, administration.bindingsFrom(vhost, exchange.name()), rows);
            }
        }
        answer(request, rows);
    }

    private void addVisible(Request request, String vhost, List<Binding> bindings, List<Row> rows) {
        for (Binding binding : bindings) {
            if (request.may(Operation.SEE_QUEUE, vhost, binding.destination().name())) {
                rows.add(new Row(binding.destination().name(), () -> shown(vhost, binding)));
            }
        }
    }

    private void answer(Request request, List<Row> rows) {
        Listing.answer(request, administration.queues().lane(), rows);
    }

    /** Those that lead away from an exchange. */
    void from(Request request) {
        String exchange = exchange(request);
        List<Row> rows = new ArrayList<>();
        addVisible(
                request,
                request.host(),
                administration.bindingsFrom(request.host(), exchange),
                rows);
        answer(request, rows);
    }

    /** Those that lead to an exchange. */
    void toExchange(Request request) {
        to(request, Destination.exchange(exchange(request)));
    }

    private String exchange(Request request) {
        String exchange = request.exchange("exchange");
        request.requireExchange(exchange);
        if (administration.exchange(request.host(), exchange).isEmpty()) {
            throw ApiError.notFound();
        }
        return exchange;
    }

    /** Those that lead to a queue. */
    void toQueue(Request request) {
        String queue = request.part("queue");
        request.require(queue);
        if (administration.queue(request.host(), queue).isEmpty()) {
            throw ApiError.notFound();
        }
        to(request, Destination.queue(queue));
    }

    private void to(Request request, Destination destination) {
        List<Row> rows = new ArrayList<>();
        addVisible(
                request,
                request.host(),
                administration.bindingsTo(request.host(), destination),
                rows);
        answer(request, rows);
    }

    void between(Request request) {
        List<Row> rows = new ArrayList<>();
        addVisible(request, request.host(), bindingsBetween(request), rows);
        answer(request, rows);
    }

    private List<Binding> bindingsBetween(Request request) {
        String source = request.exchange("source");
        Destination destination = destination(request);
        request.require(destination.name());
        return administration.bindingsTo(request.host(), destination).stream()
                .filter(binding -> binding.source().equals(source))
                .toList();
    }

    private static Destination destination(Request request) {
        String name = request.part("destination");
        return switch (request.part("kind")) {
            case "q" -> Destination.queue(name);
            case "e" -> Destination.exchange(name);
            default -> throw ApiError.notFound();
        };
    }

    void show(Request request) {
        request.json(shown(request.host(), named(request)));
    }

    private Binding named(Request request) {
        String key = request.part("key");
        String encoded = encoded(key);
        return bindingsBetween(request).stream()
                .filter(binding -> {
                    String own = PropertiesKey.of(binding);
                    // Some clients encode it once more as they put it into the path, some do not.
                    return own.equals(key) || own.equals(encoded);
                })
                .findFirst()
                .orElseThrow(ApiError::notFound);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%7E", "~");
    }

    /** The key is encoded once more as part of an address: tools decode the last part of it. */
    void bind(Request request) {
        Wish wish = request.wish();
        Binding binding =
                new Binding(
                        request.exchange("source"),
                        destination(request),
                        wish.text("routing_key", ""),
                        wish.object("arguments").members());
        String location =
                encoded(binding.destination().name()) + "/" + encoded(PropertiesKey.of(binding));
        administration
                .edits(request.principal())
                .bind(request.host(), binding, request.reply(_ -> request.created(location)));
    }

    void unbind(Request request) {
        administration
                .edits(request.principal())
                .unbind(request.host(), named(request), request.reply(_ -> request.empty(204)));
    }

    private static Members shown(String vhost, Binding binding) {
        return declaration(binding)
                .and("vhost", vhost)
                .and("properties_key", PropertiesKey.of(binding));
    }

    /** The binding as it was made. */
    static Members declaration(Binding binding) {
        boolean queue = binding.destination().kind() == Destination.Kind.QUEUE;
        return Members.of("source", binding.source())
                .and("destination", binding.destination().name())
                .and("destination_type", queue ? "queue" : "exchange")
                .and("routing_key", binding.routingKey())
                .and("arguments", Fields.shown(binding.arguments()));
    }
}
