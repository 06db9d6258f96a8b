package dev.forebay.amqp;

import dev.forebay.access.Authorizer;
import dev.forebay.access.Decision;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.engine.Caller;
import org.jspecify.annotations.Nullable;

/** Asks whether one client may do something in its virtual host. On the lane. */
final class Gate {
    /** How permissions name the exchange that has no name. */
    private static final String DEFAULT_EXCHANGE = "amq.default";

    private static final String QUEUE = "queue";
    private static final String EXCHANGE = "exchange";

    private final Authorizer authorizer;
    private final Principal principal;
    private final Vhost vhost;

    Gate(Authorizer authorizer, Principal principal, Vhost vhost) {
        this.authorizer = authorizer;
        this.principal = principal;
        this.vhost = vhost;
    }

    /** Who asks, for the engine. */
    Caller caller() {
        return principal.caller();
    }

    /** Whether the client may publish in other users' names. */
    boolean actsForOthers() {
        return authorizer.mayImpersonate(principal);
    }

    /**
     * Goes on only if it is allowed.
     *
     * @param what the queue or exchange, as the virtual host names it
     * @throws AmqpFailure 403
     */
    void require(AmqpRule rule, Destination what) {
        String name = named(what.name());
        if (!allowsOn(rule, vhost.qualified(name))) {
            throw refused(what.kind() == Destination.Kind.QUEUE ? QUEUE : EXCHANGE, name);
        }
    }

    /**
     * Goes on only if it is allowed.
     *
     * @param queue as the engine names it
     * @throws AmqpFailure 403
     */
    void requireOn(AmqpRule rule, String queue) {
        if (!allowsOn(rule, queue)) {
            throw refused(QUEUE, vhost.local(queue));
        }
    }

    /** Says it as RabbitMQ does, so that people and programs know it. */
    private AmqpFailure refused(String kind, String name) {
        return new AmqpFailure(
                ReplyCode.ACCESS_REFUSED,
                "access to %s '%s' in vhost '%s' refused for user '%s'"
                        .formatted(kind, name, vhost.name(), principal.name()));
    }

    /**
     * Whether it is allowed.
     *
     * @param queue as the engine names it
     */
    boolean allowsOn(AmqpRule rule, String queue) {
        return authorizer.authorize(principal, rule.operation(), queue).allowed();
    }

    /**
     * Goes on only if a message may go to a queue by way of an exchange. What is told of a refusal
     * is about the exchange: where it leads to is not everybody's to know.
     *
     * @param exchange empty for the default one
     * @param queue as the engine names it
     * @throws AmqpFailure 403
     */
    void requirePublish(String exchange, String queue) {
        requireOnExchange(authorizer.publish(principal, named(exchange), queue), exchange);
    }

    /**
     * Goes on only if a message that reaches no queue may be published to an exchange.
     *
     * @throws AmqpFailure 403
     */
    void requirePublish(String exchange) {
        requireOnExchange(authorizer.publishNowhere(principal, vhost, named(exchange)), exchange);
    }

    private void requireOnExchange(Decision decision, String exchange) {
        if (!decision.allowed()) {
            throw refused(EXCHANGE, named(exchange));
        }
    }

    /**
     * Goes on only if a routing key may be used with an exchange; all may, unless that is of type
     * topic.
     *
     * @param operation SEND for a message's key, RECEIVE for a binding's
     * @throws AmqpFailure 403
     */
    void requireKey(@Nullable Exchange exchange, Operation operation, String key) {
        if (exchange != null
                && exchange.type() == ExchangeType.TOPIC
                && !authorizer.topic(principal, vhost, exchange.name(), operation, key).allowed()) {
            throw refused("topic '" + key + "' in exchange", exchange.name());
        }
    }

    private static String named(String exchange) {
        return exchange.isEmpty() ? DEFAULT_EXCHANGE : exchange;
    }
}
