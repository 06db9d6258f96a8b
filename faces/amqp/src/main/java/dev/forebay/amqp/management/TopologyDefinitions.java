package dev.forebay.amqp.management;

import dev.forebay.access.Principal;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.DeclaredQueue;
import dev.forebay.amqp.TopologyEdits;
import dev.forebay.amqp.TopologyEdits.Made;
import dev.forebay.amqp.management.DefinitionsImport.Outcome;
import dev.forebay.amqp.management.Foreseen.Place;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.Routing;
import java.util.Optional;

/** Exchanges, queues and bindings of a definitions file. On the lane. */
final class TopologyDefinitions {
    private static final String NAME = "name";
    private static final String EXCHANGE = "exchange";
    private static final String QUEUE = "queue";

    private final Administration administration;
    private final Principal by;
    private final Foreseen foreseen;

    TopologyDefinitions(Administration administration, Principal by, Foreseen foreseen) {
        this.administration = administration;
        this.by = by;
        this.foreseen = foreseen;
    }

    Definition exchange(Wish one, String vhost) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                EXCHANGE,
                vhost,
                name,
                () -> look(exchange(one, vhost, name)),
                reply ->
                        administration
                                .edits(by)
                                .declareExchange(
                                        exchange(one, vhost, name), Definition.told(reply)));
    }

    private static Exchange exchange(Wish one, String vhost, String name) {
        return ExchangeActions.wanted(vhost, name, one.requiring("type"));
    }

    Definition queue(Wish one, String vhost) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                QUEUE,
                vhost,
                name,
                () -> look(vhost, name, QueueActions.declared(one)),
                reply -> {
                    DeclaredQueue wanted = QueueActions.declared(one);
                    administration
                            .edits(by)
                            .declareQueue(vhost, name, wanted, Definition.told(reply));
                });
    }

    private Outcome look(Exchange wanted) {
        foreseen.requireHost(wanted.vhost());
        return foreseen.declare(
                new Place(EXCHANGE, wanted.vhost(), wanted.name()),
                wanted,
                outcome(administration.edits(by).lookAtExchange(wanted)));
    }

    private Outcome look(String vhost, String name, DeclaredQueue wanted) {
        foreseen.requireHost(vhost);
        return foreseen.declare(
                new Place(QUEUE, vhost, name),
                wanted,
                outcome(administration.edits(by).lookAtQueue(vhost, name, wanted)));
    }

    Definition binding(Wish one, String vhost) {
        var _ = one.requiring("source", "destination", "destination_type", "routing_key");
        String name =
                "%s -> %s (%s)"
                        .formatted(
                                one.text("source"),
                                one.text("destination"),
                                one.text("routing_key"));
        return new Definition(
                "binding",
                vhost,
                name,
                () -> look(vhost, binding(one)),
                reply ->
                        administration.edits(by).bind(vhost, binding(one), Definition.told(reply)));
    }

    private static Binding binding(Wish one) {
        return new Binding(
                one.text("source"),
                destination(one.text("destination_type"), one.text("destination")),
                one.text("routing_key"),
                one.object("arguments").members());
    }

    private static Destination destination(String type, String name) {
        return switch (type) {
            case QUEUE -> Destination.queue(name);
            case EXCHANGE -> Destination.exchange(name);
            default ->
                    throw ApiError.badRequest(
                            "destination_type " + type + " is neither queue nor exchange");
        };
    }

    private Outcome look(String vhost, Binding wanted) {
        foreseen.requireHost(vhost);
        TopologyEdits edits = administration.edits(by);
        Place from = new Place(EXCHANGE, vhost, wanted.source());
        Optional<Exchange> source = edits.exchange(vhost, wanted.source());
        foreseen.requireThere(from, source.isPresent());
        boolean target = requireTarget(edits, vhost, wanted.destination());
        source.or(() -> foreseen.made(from).map(Exchange.class::cast))
                .ifPresent(exchange -> Routing.requireFit(exchange, wanted));
        boolean isThere = administration.host(vhost).isPresent() && source.isPresent() && target;
        return foreseen.put(
                new VhostBinding(vhost, wanted),
                wanted,
                isThere ? outcome(edits.lookAtBinding(vhost, wanted)) : Outcome.CREATE);
    }

    /** Whether what a binding leads to is there already. */
    private boolean requireTarget(TopologyEdits edits, String vhost, Destination to) {
        boolean queue = to.kind() == Destination.Kind.QUEUE;
        boolean isThere =
                queue
                        ? edits.hasQueue(vhost, to.name())
                        : edits.exchange(vhost, to.name()).isPresent();
        foreseen.requireThere(new Place(queue ? QUEUE : EXCHANGE, vhost, to.name()), isThere);
        return isThere;
    }

    private record VhostBinding(String vhost, Binding binding) {}

    private static Outcome outcome(Made made) {
        return made == Made.NEW ? Outcome.CREATE : Outcome.SAME;
    }
}
