package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.access.Operation;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The class exchange of one channel. */
final class ExchangeMethods {
    private final AmqpChannel channel;
    private final Topology topology;
    private final ExchangeDeclaration declaration;

    ExchangeMethods(AmqpChannel channel) {
        this.channel = channel;
        this.topology = channel.topology();
        this.declaration = new ExchangeDeclaration(topology, channel.gate());
    }

    void declare(AMQImpl.Exchange.Declare declare) {
        String name = LineBreaks.without(declare.getExchange());
        if (name.isEmpty()) {
            throw refused();
        }
        if (declare.getPassive()) {
            channel.gate().require(AmqpRule.FIND_EXCHANGE, Destination.exchange(name));
            var _ = existing(name);
            declared(declare.getNowait());
            return;
        }
        Exchange wanted =
                declaration.wanted(
                        name,
                        declare.getType(),
                        declare.getDurable(),
                        declare.getAutoDelete(),
                        declare.getInternal(),
                        FieldValues.table(declare.getArguments()));
        if (declaration.isThere(wanted)) {
            declared(declare.getNowait());
        } else {
            topology.declare(wanted, channel.reply(declare, _ -> declared(declare.getNowait())));
        }
    }

    private void declared(boolean silent) {
        if (!silent) {
            channel.write(new AMQImpl.Exchange.DeclareOk());
        }
    }

    void delete(AMQImpl.Exchange.Delete delete) {
        String name = LineBreaks.without(delete.getExchange());
        Exchange there = declaration.deletable(name);
        if (there == null) {
            deleted(delete.getNowait());
            return;
        }
        if (delete.getIfUnused()) {
            declaration.requireUnused(there);
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
        Exchange source = existing(binding.source());
        var _ = existing(binding.destination().name());
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
                        topology.exchange(binding.source()),
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
            String source, String target, String key, Map<String, @Nullable Object> arguments) {
        String from = LineBreaks.without(source);
        String to = LineBreaks.without(target);
        if (from.isEmpty() || to.isEmpty()) {
            throw refused();
        }
        channel.gate().require(AmqpRule.BIND_TARGET, Destination.exchange(to));
        channel.gate().require(AmqpRule.BIND_SOURCE, Destination.exchange(from));
        return new Binding(from, Destination.exchange(to), key, arguments);
    }

    private Exchange existing(String name) {
        return declaration.existing(name);
    }

    static AmqpFailure refused() {
        return new AmqpFailure(
                ReplyCode.ACCESS_REFUSED, "operation not permitted on the default exchange");
    }
}
