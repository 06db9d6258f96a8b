package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.amqp.routing.Routing;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to make an exchange and to delete one that is there, for one client: a channel or a
 * caller of the management API. On the lane.
 */
final class ExchangeDeclaration {
    /** In bytes, as in AMQP's short strings. */
    private static final int LONGEST_NAME = 255;

    private static final String ALTERNATE = "alternate-exchange";

    private final Topology topology;
    private final Gate gate;

    ExchangeDeclaration(Topology topology, Gate gate) {
        this.topology = topology;
        this.gate = gate;
    }

    /**
     * What somebody who may declares.
     *
     * @throws AmqpFailure 403, 406, or 503 for an unknown type
     */
    Exchange wanted(
            String name,
            String type,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            Map<String, @Nullable Object> arguments) {
        requireName(topology.vhost(), "exchange", name);
        gate.require(AmqpRule.DECLARE_EXCHANGE, Destination.exchange(name));
        ExchangeType known = ExchangeType.named(type);
        if (known == null) {
            throw new AmqpFailure(
                    ReplyCode.COMMAND_INVALID, "unknown exchange type '" + type + "'");
        }
        Object alternate = arguments.get(ALTERNATE);
        if (alternate != null && !FieldValues.isText(alternate)) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "invalid arg '"
                            + ALTERNATE
                            + "' for "
                            + topology.named("exchange", name)
                            + ": it is no string");
        }
        return new Exchange(
                name, topology.vhost().name(), known, durable, autoDelete, internal, arguments);
    }

    /**
     * Whether the exchange is there, declared the same; false when it can be made.
     *
     * @throws AmqpFailure 403 for a name that is the server's, 406 when it is another or cannot be
     */
    boolean isThere(Exchange wanted) {
        Exchange there = topology.exchange(wanted.name());
        if (there != null) {
            requireEqual(there, wanted);
            return true;
        }
        permitAlternate(wanted);
        if (wanted.name().startsWith(Topology.RESERVED)) {
            throw reserved(wanted.name());
        }
        Routing.requireSound(wanted);
        return false;
    }

    /** Who says where messages go that match nothing answers for each of them. */
    private void permitAlternate(Exchange wanted) {
        String alternate = wanted.alternate();
        if (alternate != null) {
            gate.require(AmqpRule.ALTERNATE_SOURCE, Destination.exchange(wanted.name()));
            gate.require(AmqpRule.ALTERNATE, Destination.exchange(alternate));
        }
    }

    /**
     * Refuses the names that the default virtual host leaves to the others, and those that AMQP
     * cannot say.
     *
     * @throws AmqpFailure 403 or 406
     */
    static void requireName(Vhost vhost, String kind, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "the name of a " + kind + " has at most " + LONGEST_NAME + " bytes");
        }
        if (vhost.leavesToOthers(name)) {
            throw new AmqpFailure(
                    ReplyCode.ACCESS_REFUSED,
                    kind + " name '" + name + "' begins with '@', which names a virtual host");
        }
    }

    private static AmqpFailure reserved(String name) {
        return new AmqpFailure(
                ReplyCode.ACCESS_REFUSED,
                "exchange name '" + name + "' contains reserved prefix 'amq.*'");
    }

    /**
     * The exchange if it is there and may be deleted; null when it is gone already.
     *
     * @throws AmqpFailure 403
     */
    @Nullable Exchange deletable(String name) {
        if (name.isEmpty()) {
            throw ExchangeMethods.refused();
        }
        if (topology.isPredeclared(name)) {
            throw reserved(name);
        }
        gate.require(AmqpRule.DELETE_EXCHANGE, Destination.exchange(name));
        return topology.exchange(name);
    }

    /**
     * Fails when something is bound to the exchange.
     *
     * @throws AmqpFailure 406
     */
    void requireUnused(Exchange exchange) {
        if (topology.isUsed(exchange.name())) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    topology.named("exchange", exchange.name()) + " in use");
        }
    }

    /**
     * The exchange of that name, which is not the default one.
     *
     * @throws AmqpFailure 404
     */
    Exchange existing(String name) {
        Exchange there = topology.exchange(name);
        if (there == null) {
            throw new AmqpFailure(ReplyCode.NOT_FOUND, "no " + topology.named("exchange", name));
        }
        return there;
    }

    private void requireEqual(Exchange there, Exchange wanted) {
        requireEqual(there.name(), "type", wanted.type().wireName(), there.type().wireName());
        requireEqual(there.name(), "durable", wanted.durable(), there.durable());
        requireEqual(there.name(), "auto_delete", wanted.autoDelete(), there.autoDelete());
        requireEqual(there.name(), "internal", wanted.internal(), there.internal());
        requireEqual(
                there.name(),
                ALTERNATE,
                Objects.requireNonNullElse(wanted.alternate(), ""),
                Objects.requireNonNullElse(there.alternate(), ""));
    }

    private void requireEqual(String exchange, String argument, Object received, Object current) {
        if (!received.equals(current)) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    new DeclaredQueue.Difference(
                                    argument, "'" + received + "'", "'" + current + "'")
                            .text(topology.named("exchange", exchange)));
        }
    }
}
