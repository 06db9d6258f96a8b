package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.TopologyEdits;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.InForce;
import dev.forebay.amqp.policy.Policy;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import java.util.ArrayList;
import java.util.List;

/** Shows, makes and deletes exchanges. On the lane. */
final class ExchangeActions {
    private final Administration administration;
    private final Rates rates;

    /** An exchange among all. */
    private record Id(String vhost, String name) {}

    ExchangeActions(Administration administration, Rates rates) {
        this.administration = administration;
        this.rates = rates;
    }

    void list(Request request) {
        List<Row> rows = new ArrayList<>();
        for (String vhost : request.hosts()) {
            for (Exchange exchange : request.sight().exchanges(vhost)) {
                rows.add(new Row(exchange.name(), () -> shown(vhost, exchange)));
            }
        }
        Listing.answer(request, administration.queues().lane(), rows);
    }

    void show(Request request) {
        Exchange exchange = exchange(request);
        Members members =
                shown(request.host(), exchange)
                        .and("incoming", List.of())
                        .and("outgoing", List.of());
        request.json(members);
    }

    /** The exchange of the path, which the caller may see. */
    private Exchange exchange(Request request) {
        String name = request.exchange("exchange");
        request.requireExchange(name);
        return administration.exchange(request.host(), name).orElseThrow(ApiError::notFound);
    }

    private Members shown(String vhost, Exchange exchange) {
        InForce policies = administration.policies(exchange);
        Policy policy = policies.policy();
        Rates.Look look =
                rates.look(
                        new Id(vhost, exchange.name()),
                        Rates.Counts.of(administration.traffic(exchange)));
        Members members =
                declaration(exchange)
                        .and("vhost", vhost)
                        .and("user_who_performed_action", "")
                        .and(look.traffic(Told.OF_EXCHANGES));
        return policy == null ? members : members.and("policy", policy.name());
    }

    /** What the exchange was declared with. */
    static Members declaration(Exchange exchange) {
        return Members.of("name", exchange.name())
                .and("type", exchange.type().wireName())
                .and("durable", exchange.durable())
                .and("auto_delete", exchange.autoDelete())
                .and("internal", exchange.internal())
                .and("arguments", Fields.shown(exchange.arguments()));
    }

    void declare(Request request) {
        Wish wish = request.wish();
        administration
                .edits(request.principal())
                .declareExchange(
                        wanted(request.host(), request.exchange("exchange"), wish),
                        request.reply(request::made));
    }

    /**
     * An exchange as RabbitMQ's JSON has it, of type direct unless it says otherwise.
     *
     * @throws ApiError 400 for the default one, or a type that there is not
     */
    static Exchange wanted(String vhost, String name, Wish wish) {
        if (name.isEmpty()) {
            throw ApiError.notAuthorised("Access refused.");
        }
        String named = wish.text("type", ExchangeType.DIRECT.wireName());
        ExchangeType type = ExchangeType.named(named);
        if (type == null) {
            throw ApiError.badRequest("unknown exchange type '" + named + "'");
        }
        return new Exchange(
                name,
                vhost,
                type,
                wish.flag("durable", false),
                wish.flag("auto_delete", false),
                wish.flag("internal", false),
                wish.object("arguments").members());
    }

    void delete(Request request) {
        administration
                .edits(request.principal())
                .deleteExchange(
                        request.host(),
                        request.exchange("exchange"),
                        new TopologyEdits.DeleteRule(
                                request.query("if-unused").equals("true"), false),
                        request.reply(_ -> request.empty(204)));
    }
}
