package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import org.jspecify.annotations.Nullable;

/** The index of an exchange's bindings. */
sealed interface Matcher
        permits DirectMatcher, FanoutMatcher, TopicMatcher, HeadersMatcher, HashMatcher {
    /**
     * Adds a binding that is not there yet.
     *
     * @throws AmqpFailure 406 when exchanges of the type can have no such binding
     */
    void add(Binding binding, Target target);

    /** Removes a binding that is there. */
    void remove(Binding binding, Target target);

    /** Reaches the target of each binding that the message matches. */
    void match(RoutedMessage message, Walk walk);

    /**
     * An empty index for an exchange.
     *
     * @throws AmqpFailure 406 when its arguments are wrong for its type
     */
    static Matcher of(Exchange exchange) {
        return of(exchange.type(), exchange);
    }

    private static Matcher of(ExchangeType type, Exchange exchange) {
        return switch (type) {
            case DIRECT -> new DirectMatcher();
            case FANOUT -> new FanoutMatcher();
            case TOPIC -> new TopicMatcher();
            case HEADERS -> new HeadersMatcher();
            case CONSISTENT_HASH -> new HashMatcher(HashSource.of(exchange.arguments()));
            case DELAYED_MESSAGE -> of(delayedType(exchange), exchange);
        };
    }

    private static ExchangeType delayedType(Exchange exchange) {
        @Nullable Object name = exchange.arguments().get("x-delayed-type");
        ExchangeType type =
                FieldValues.isText(name) ? ExchangeType.named(FieldValues.text(name)) : null;
        if (type == null || type == ExchangeType.DELAYED_MESSAGE) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "Invalid argument, 'x-delayed-type' must be another exchange type");
        }
        return type;
    }
}
