package dev.forebay.amqp;

import dev.forebay.access.Authorizer;
import dev.forebay.access.Decision;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.engine.Caller;
import org.jspecify.annotations.Nullable;

/** Asks whether one client may do something in its virtual host. On the lane. */
final class Gate {
    /** How permissions name the exchange that has no name. */
    private static final String DEFAULT_EXCHANGE = "amq.default";

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

    /**
     * Goes on only if it is allowed.
     *
     * @param name of the queue, as the virtual host names it; for exchanges, which have names of
     *     the same kind, of the exchange
     * @throws AmqpFailure 403
     */
    void require(AmqpRule rule, String name) {
        requireOn(rule, vhost.qualified(named(name)));
    }

    /**
     * Goes on only if it is allowed.
     *
     * @param queue as the engine names it
     * @throws AmqpFailure 403
     */
    void requireOn(AmqpRule rule, String queue) {
        require(authorizer.authorize(principal, rule.operation(), queue));
    }

    private static void require(Decision decision) {
        if (decision instanceof Decision.Denied denied) {
            throw new AmqpFailure(ReplyCode.ACCESS_REFUSED, denied.reason());
        }
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
     * Goes on only if a message may go to a queue by way of an exchange.
     *
     * @param exchange empty for the default one
     * @param queue as the engine names it
     * @throws AmqpFailure 403
     */
    void requirePublish(String exchange, String queue) {
        require(authorizer.publish(principal, named(exchange), queue));
    }

    /**
     * Goes on only if a message that reaches no queue may be published to an exchange.
     *
     * @throws AmqpFailure 403
     */
    void requirePublish(String exchange) {
        require(authorizer.publishNowhere(principal, vhost, named(exchange)));
    }

    /**
     * Goes on only if a routing key may be used with an exchange; all may, unless that is of type
     * topic.
     *
     * @param operation SEND for a message's key, RECEIVE for a binding's
     * @throws AmqpFailure 403
     */
    void requireKey(@Nullable Exchange exchange, Operation operation, String key) {
        if (exchange != null && exchange.type() == ExchangeType.TOPIC) {
            require(authorizer.topic(principal, vhost, exchange.name(), operation, key));
        }
    }

    private static String named(String exchange) {
        return exchange.isEmpty() ? DEFAULT_EXCHANGE : exchange;
    }
}
