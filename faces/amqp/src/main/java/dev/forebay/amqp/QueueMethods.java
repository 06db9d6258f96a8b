package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.access.Operation;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The class queue of one channel. */
final class QueueMethods {
    private final AmqpChannel channel;
    private final Broker broker;
    private final QueueDeclaration declaration;
    private String last = "";

    QueueMethods(AmqpChannel channel) {
        this.channel = channel;
        this.broker = channel.broker();
        this.declaration = new QueueDeclaration(broker, channel.topology(), channel.gate());
    }

    void declare(AMQImpl.Queue.Declare declare) {
        String given = LineBreaks.without(declare.getQueue());
        if (broker.replyAddresses().isThere(given)) {
            // So that who works on an answer can ask whether anybody waits for it.
            declared(declare, given, 0, 1);
        } else if (declare.getPassive() || ReplyAddresses.isAddress(given)) {
            QueueInfo queue = existing(AmqpRule.FIND_QUEUE, given);
            broker.unused().used(queue.id());
            declared(declare, queue);
        } else if (given.isEmpty()) {
            declare(declare, GeneratedNames.queue(broker.random()));
        } else {
            declaration.requireUnreserved(given);
            declare(declare, given);
        }
    }

    private void declare(AMQImpl.Queue.Declare declare, String name) {
        DeclaredQueue wanted =
                new DeclaredQueue(
                        declare.getDurable(),
                        declare.getExclusive(),
                        declare.getAutoDelete(),
                        FieldValues.table(declare.getArguments()));
        Optional<QueueInfo> there = declaration.equal(name, wanted, channel.connection());
        if (there.isPresent()) {
            broker.unused().used(there.get().id());
            declared(declare, there.get());
        } else {
            create(declare, name, wanted);
        }
    }

    private void create(AMQImpl.Queue.Declare declare, String name, DeclaredQueue wanted) {
        Reply<QueueInfo> reply = channel.reply(declare, queue -> declared(declare, queue));
        declaration.create(
                name,
                wanted,
                new Reply<>() {
                    @Override
                    public void ok(QueueInfo queue) {
                        if (wanted.exclusive()) {
                            channel.connection().own(queue);
                        }
                        reply.ok(queue);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        reply.refused(refusal);
                    }
                });
    }

    private void declared(AMQImpl.Queue.Declare declare, QueueInfo queue) {
        declared(
                declare,
                topology().name(queue),
                count(ready(queue)),
                broker.uses().of(queue.id()).consumers().size());
    }

    private void declared(AMQImpl.Queue.Declare declare, String name, int messages, int consumers) {
        last = name;
        if (!declare.getNowait()) {
            channel.write(new AMQImpl.Queue.DeclareOk(name, messages, consumers));
        }
    }

    /** How many messages it says that it has. */
    private long ready(QueueInfo queue) {
        if (queue.settings().kind() == QueueKind.STREAM) {
            Cursors cursors = broker.queues().cursors();
            return cursors.end(queue.name()).orElse(0) - cursors.first(queue.name()).orElse(0);
        }
        return broker.ready(queue);
    }

    private static int count(long messages) {
        return (int) Math.min(Integer.MAX_VALUE, messages);
    }

    /**
     * A queue that this connection may use. Rights come first, so that who has none does not learn
     * what exists.
     *
     * @param name empty for the one declared last on this channel
     * @throws AmqpFailure 403, 404, or 405 when it is another connection's alone
     */
    QueueInfo usable(AmqpRule rule, String name) {
        return existing(rule, meant(name));
    }

    private QueueInfo existing(AmqpRule rule, String name) {
        channel.gate().require(rule, Destination.queue(name));
        QueueInfo queue =
                topology()
                        .queue(name)
                        .orElseThrow(() ->
                                new AmqpFailure(
                                        ReplyCode.NOT_FOUND,
                                        "no " + topology().named("queue", name)));
        requireUnlocked(queue);
        return queue;
    }

    private String meant(String name) {
        if (!name.isEmpty()) {
            return name;
        }
        if (last.isEmpty()) {
            throw new AmqpFailure(ReplyCode.NOT_FOUND, "no previously declared queue");
        }
        return last;
    }

    private void requireUnlocked(QueueInfo queue) {
        declaration.requireUnlocked(queue, channel.connection());
    }

    void bind(AMQImpl.Queue.Bind bind) {
        String exchange = LineBreaks.without(bind.getExchange());
        requireNamed(exchange);
        channel.gate().require(AmqpRule.BIND_SOURCE, Destination.exchange(exchange));
        QueueInfo queue =
                existing(AmqpRule.BIND_TARGET, LineBreaks.without(meant(bind.getQueue())));
        requireExchange(exchange);
        requireKey(exchange, bind.getRoutingKey());
        topology()
                .bind(
                        binding(
                                exchange,
                                queue,
                                key(bind.getQueue(), bind.getRoutingKey()),
                                FieldValues.table(bind.getArguments())),
                        queue,
                        channel.reply(
                                bind,
                                _ -> {
                                    if (!bind.getNowait()) {
                                        channel.write(new AMQImpl.Queue.BindOk());
                                    }
                                }));
    }

    /** What is not there is unbound already. */
    void unbind(AMQImpl.Queue.Unbind unbind) {
        String exchange = LineBreaks.without(unbind.getExchange());
        requireNamed(exchange);
        String name = LineBreaks.without(meant(unbind.getQueue()));
        channel.gate().require(AmqpRule.BIND_SOURCE, Destination.exchange(exchange));
        channel.gate().require(AmqpRule.BIND_TARGET, Destination.queue(name));
        QueueInfo queue = topology().queue(name).orElse(null);
        if (queue == null || topology().exchange(exchange) == null) {
            channel.write(new AMQImpl.Queue.UnbindOk());
            return;
        }
        requireKey(exchange, unbind.getRoutingKey());
        Binding binding =
                binding(
                        exchange,
                        queue,
                        key(unbind.getQueue(), unbind.getRoutingKey()),
                        FieldValues.table(unbind.getArguments()));
        if (declaration.isLocked(queue, channel.connection())
                && !topology().isBound(binding, queue)) {
            channel.write(new AMQImpl.Queue.UnbindOk());
            return;
        }
        requireUnlocked(queue);
        topology()
                .unbind(
                        binding,
                        queue,
                        channel.reply(unbind, _ -> channel.write(new AMQImpl.Queue.UnbindOk())));
    }

    private void requireKey(String exchange, String key) {
        channel.gate().requireKey(topology().exchange(exchange), Operation.RECEIVE, key);
    }

    private Topology topology() {
        return channel.topology();
    }

    private static void requireNamed(String exchange) {
        if (exchange.isEmpty()) {
            throw ExchangeMethods.refused();
        }
    }

    private void requireExchange(String name) {
        if (topology().exchange(name) == null) {
            throw new AmqpFailure(ReplyCode.NOT_FOUND, "no " + topology().named("exchange", name));
        }
    }

    /** Neither named: the queue's name is the key. */
    private String key(String queue, String routingKey) {
        return queue.isEmpty() && routingKey.isEmpty() ? last : routingKey;
    }

    private Binding binding(
            String exchange, QueueInfo queue, String key, Map<String, @Nullable Object> arguments) {
        return new Binding(exchange, Destination.queue(topology().name(queue)), key, arguments);
    }

    void purge(AMQImpl.Queue.Purge purge) {
        QueueInfo queue = usable(AmqpRule.PURGE_QUEUE, purge.getQueue());
        if (queue.settings().kind() == QueueKind.STREAM) {
            throw new AmqpFailure(
                    ReplyCode.NOT_IMPLEMENTED,
                    "queue.purge not supported by "
                            + topology().named("stream", topology().name(queue))
                            + ": its messages go by x-max-age and x-max-length-bytes");
        }
        broker.queues()
                .purgeReady(
                        channel.connection().caller(),
                        queue.name(),
                        channel.<Long>reply(
                                purge,
                                messages -> {
                                    if (!purge.getNowait()) {
                                        channel.write(new AMQImpl.Queue.PurgeOk(count(messages)));
                                    }
                                }));
    }

    void delete(AMQImpl.Queue.Delete delete) {
        String name = LineBreaks.without(meant(delete.getQueue()));
        channel.gate().require(AmqpRule.DELETE_QUEUE, Destination.queue(name));
        QueueInfo queue = topology().queue(name).orElse(null);
        if (queue == null) {
            deleted(delete, 0);
            return;
        }
        requireUnlocked(queue);
        if (delete.getIfUnused()) {
            declaration.requireUnused(queue);
        }
        if (delete.getIfEmpty()) {
            declaration.requireEmpty(queue);
        }
        broker.removal()
                .delete(
                        channel.connection().caller(),
                        queue,
                        channel.reply(delete, messages -> deleted(delete, messages)));
    }

    private void deleted(AMQImpl.Queue.Delete delete, long messages) {
        if (!delete.getNowait()) {
            channel.write(new AMQImpl.Queue.DeleteOk(count(messages)));
        }
    }
}
