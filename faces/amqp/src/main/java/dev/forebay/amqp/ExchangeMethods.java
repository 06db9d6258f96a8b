package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.access.Operation;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The class exchange of one channel. */
final class ExchangeMethods {
    private static final String ALTERNATE = "alternate-exchange";

    private final AmqpChannel channel;
    private final Topology topology;

    ExchangeMethods(AmqpChannel channel) {
        this.channel = channel;
        this.topology = channel.topology();
    }

    void declare(AMQImpl.Exchange.Declare declare) {
        String name = declare.getExchange();
        if (name.isEmpty()) {
            if (!declare.getPassive()) {
                throw refused();
            }
            declared(declare.getNowait());
            return;
        }
        if (declare.getPassive()) {
            channel.gate().require(AmqpRule.FIND_EXCHANGE, name);
            existing(name);
            declared(declare.getNowait());
            return;
        }
        requireOwnName(topology.vhost(), "exchange", name);
        channel.gate().require(AmqpRule.DECLARE_EXCHANGE, name);
        Exchange wanted = wanted(declare);
        Exchange there = topology.exchange(name);
        if (there == null) {
            permitAlternate(wanted);
            if (name.startsWith(Topology.RESERVED)) {
                throw new AmqpFailure(
                        ReplyCode.ACCESS_REFUSED,
                        "exchange name '" + name + "' contains reserved prefix 'amq.*'");
            }
            topology.declare(wanted, channel.reply(declare, _ -> declared(declare.getNowait())));
        } else {
            requireEqual(there, wanted);
            declared(declare.getNowait());
        }
    }

    /** Who says where messages go that match nothing answers for each of them. */
    private void permitAlternate(Exchange wanted) {
        String alternate = wanted.alternate();
        if (alternate != null) {
            channel.gate().require(AmqpRule.ALTERNATE_SOURCE, wanted.name());
            channel.gate().require(AmqpRule.ALTERNATE, alternate);
        }
    }

    /**
     * Refuses the names that the default virtual host leaves to the others.
     *
     * @throws AmqpFailure 403
     */
    static void requireOwnName(Vhost vhost, String kind, String name) {
        if (vhost.leavesToOthers(name)) {
            throw new AmqpFailure(
                    ReplyCode.ACCESS_REFUSED,
                    kind + " name '" + name + "' begins with '@', which names a virtual host");
        }
    }

    private void declared(boolean silent) {
        if (!silent) {
            channel.write(new AMQImpl.Exchange.DeclareOk());
        }
    }

    private Exchange wanted(AMQImpl.Exchange.Declare declare) {
        ExchangeType type = ExchangeType.named(declare.getType());
        if (type == null) {
            throw new AmqpFailure(
                    ReplyCode.COMMAND_INVALID, "unknown exchange type '" + declare.getType() + "'");
        }
        Map<String, @Nullable Object> arguments = FieldValues.table(declare.getArguments());
        Object alternate = arguments.get(ALTERNATE);
        if (alternate != null && !FieldValues.isText(alternate)) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "invalid arg '"
                            + ALTERNATE
                            + "' for "
                            + topology.named("exchange", declare.getExchange())
                            + ": it is no string");
        }
        return new Exchange(
                declare.getExchange(),
                topology.vhost().name(),
                type,
                declare.getDurable(),
                declare.getAutoDelete(),
                declare.getInternal(),
                arguments);
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

    void delete(AMQImpl.Exchange.Delete delete) {
        String name = delete.getExchange();
        if (topology.isPredeclared(name)) {
            throw name.isEmpty()
                    ? refused()
                    : new AmqpFailure(
                            ReplyCode.ACCESS_REFUSED,
                            "exchange name '" + name + "' contains reserved prefix 'amq.*'");
        }
        channel.gate().require(AmqpRule.DELETE_EXCHANGE, name);
        Exchange there = topology.exchange(name);
        if (there == null) {
            deleted(delete.getNowait());
            return;
        }
        if (delete.getIfUnused() && topology.isUsed(name)) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED, topology.named("exchange", name) + " in use");
        }
        topology.delete(there, channel.reply(delete, _ -> deleted(delete.getNowait())));
    }

    private void deleted(boolean silent) {
        if (!silent) {
            channel.write(new AMQImpl.Exchange.DeleteOk());
        }
    }

    void bind(AMQImpl.Exchange.Bind bind) {
        Binding binding =
                binding(
                        bind.getSource(),
                        bind.getDestination(),
                        bind.getRoutingKey(),
                        FieldValues.table(bind.getArguments()));
        Exchange source = existing(bind.getSource());
        existing(bind.getDestination());
        channel.gate().requireKey(source, Operation.RECEIVE, bind.getRoutingKey());
        topology.bind(
                binding,
                null,
                channel.reply(
                        bind,
                        _ -> {
                            if (!bind.getNowait()) {
                                channel.write(new AMQImpl.Exchange.BindOk());
                            }
                        }));
    }

    void unbind(AMQImpl.Exchange.Unbind unbind) {
        Binding binding =
                binding(
                        unbind.getSource(),
                        unbind.getDestination(),
                        unbind.getRoutingKey(),
                        FieldValues.table(unbind.getArguments()));
        channel.gate()
                .requireKey(
                        topology.exchange(unbind.getSource()),
                        Operation.RECEIVE,
                        unbind.getRoutingKey());
        topology.unbind(
                binding,
                null,
                channel.reply(
                        unbind,
                        _ -> {
                            if (!unbind.getNowait()) {
                                channel.write(new AMQImpl.Exchange.UnbindOk());
                            }
                        }));
    }

    private Binding binding(
            String from, String to, String key, Map<String, @Nullable Object> arguments) {
        if (from.isEmpty() || to.isEmpty()) {
            throw refused();
        }
        channel.gate().require(AmqpRule.BIND_TARGET, to);
        channel.gate().require(AmqpRule.BIND_SOURCE, from);
        return new Binding(from, Destination.exchange(to), key, arguments);
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

    static AmqpFailure refused() {
        return new AmqpFailure(
                ReplyCode.ACCESS_REFUSED, "operation not permitted on the default exchange");
    }
}
