package dev.forebay.amqp;

import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes and removes queues, exchanges and bindings for somebody who has no channel; the same rights
 * and rules hold. A virtual host that is not there is a fault, 530. On the lane.
 */
public final class TopologyEdits {
    private final Administration administration;
    private final Broker broker;
    private final Principal by;

    TopologyEdits(Administration administration, Broker broker, Principal by) {
        this.administration = administration;
        this.broker = broker;
        this.by = by;
    }

    /** Whether something had to be made. */
    public enum Made {
        NEW,
        THERE_ALREADY
    }

    /**
     * Makes a queue, unless one declared the same is there.
     *
     * @throws AmqpFailure 403, 405, 406 or 540
     */
    public void declareQueue(String vhost, String name, DeclaredQueue wanted, Reply<Made> reply) {
        QueueDeclaration declaration = declaration(administration.topology(vhost));
        declaration.requireUnreserved(name);
        if (declaration.equal(name, wanted, null).isPresent()) {
            reply.ok(Made.THERE_ALREADY);
        } else {
            declaration.create(name, wanted, Administration.then(reply, _ -> reply.ok(Made.NEW)));
        }
    }

    /**
     * Deletes a queue.
     *
     * @throws AmqpFailure 403, 404, 405 or 406
     */
    public void deleteQueue(String vhost, String name, DeleteRule rule, Reply<Long> reply) {
        QueueInfo queue = usable(vhost, AmqpRule.DELETE_QUEUE, name);
        QueueDeclaration declaration = declaration(administration.topology(vhost));
        if (rule.onlyUnused()) {
            declaration.requireUnused(queue);
        }
        if (rule.onlyEmpty()) {
            declaration.requireEmpty(queue);
        }
        broker.removal().delete(by.caller(), queue, reply);
    }

    /**
     * What {@link #declareQueue} would do, also in a virtual host that is not there yet; changes
     * nothing.
     *
     * @throws AmqpFailure as that would
     */
    public Made lookAtQueue(String vhost, String name, DeclaredQueue wanted) {
        QueueDeclaration declaration = declaration(orBlank(vhost));
        declaration.requireUnreserved(name);
        return declaration.equal(name, wanted, null).isPresent() ? Made.THERE_ALREADY : Made.NEW;
    }

    /**
     * What {@link #declareExchange} would do, also in a virtual host that is not there yet; changes
     * nothing.
     *
     * @throws AmqpFailure as that would
     */
    public Made lookAtExchange(Exchange wanted) {
        Topology topology = orBlank(wanted.vhost());
        ExchangeDeclaration declaration =
                new ExchangeDeclaration(topology, administration.gate(by, topology));
        return declaration.isThere(checked(declaration, wanted)) ? Made.THERE_ALREADY : Made.NEW;
    }

    private static Exchange checked(ExchangeDeclaration declaration, Exchange wanted) {
        return declaration.wanted(
                wanted.name(),
                wanted.type().wireName(),
                wanted.durable(),
                wanted.autoDelete(),
                wanted.internal(),
                wanted.arguments());
    }

    /**
     * What {@link #bind} would do; changes nothing.
     *
     * @throws AmqpFailure as that would
     */
    public Made lookAtBinding(String vhost, Binding binding) {
        Topology topology = administration.topology(vhost);
        var _ = bindable(topology, binding);
        return made(topology, binding);
    }

    private static Made made(Topology topology, Binding binding) {
        return topology.bindingsTo(binding.destination()).contains(binding)
                ? Made.THERE_ALREADY
                : Made.NEW;
    }

    /** An exchange that a virtual host has, or will have from its beginning. */
    public Optional<Exchange> exchange(String vhost, String name) {
        return Optional.ofNullable(orBlank(vhost).exchange(name));
    }

    public boolean hasQueue(String vhost, String name) {
        return orBlank(vhost).queue(name).isPresent();
    }

    private Topology orBlank(String vhost) {
        Topology there = broker.vhosts().find(vhost);
        return there == null ? broker.vhosts().blank(new Vhost(vhost)) : there;
    }

    /** When something may be deleted. */
    public record DeleteRule(boolean onlyUnused, boolean onlyEmpty) {}

    /**
     * Drops the messages of a queue.
     *
     * @throws AmqpFailure 403, 404 or 405
     */
    public void purge(String vhost, String name, Reply<QueueInfo> reply) {
        QueueInfo queue = usable(vhost, AmqpRule.PURGE_QUEUE, name);
        broker.queues().purge(by.caller(), queue.name(), reply);
    }

    /**
     * A queue that somebody may use.
     *
     * @throws AmqpFailure 403, 404, or 405 when it is a connection's alone
     */
    QueueInfo usable(String vhost, AmqpRule rule, String name) {
        Topology topology = administration.topology(vhost);
        administration.gate(by, topology).require(rule, Destination.queue(name));
        QueueInfo queue =
                topology.queue(name)
                        .orElseThrow(() ->
                                new AmqpFailure(
                                        ReplyCode.NOT_FOUND,
                                        "no " + topology.named("queue", name)));
        declaration(topology).requireUnlocked(queue, null);
        return queue;
    }

    private QueueDeclaration declaration(Topology topology) {
        return new QueueDeclaration(broker, topology, administration.gate(by, topology));
    }

    /**
     * Makes an exchange, unless one declared the same is there.
     *
     * @throws AmqpFailure 403, 406 or 503
     */
    public void declareExchange(Exchange wanted, Reply<Made> reply) {
        Topology topology = administration.topology(wanted.vhost());
        ExchangeDeclaration declaration =
                new ExchangeDeclaration(topology, administration.gate(by, topology));
        Exchange checked = checked(declaration, wanted);
        if (declaration.isThere(checked)) {
            reply.ok(Made.THERE_ALREADY);
        } else {
            topology.declare(checked, Administration.then(reply, _ -> reply.ok(Made.NEW)));
        }
    }

    /**
     * Deletes an exchange.
     *
     * @throws AmqpFailure 403, 404 or 406
     */
    public void deleteExchange(String vhost, String name, DeleteRule rule, Reply<Long> reply) {
        Topology topology = administration.topology(vhost);
        ExchangeDeclaration declaration =
                new ExchangeDeclaration(topology, administration.gate(by, topology));
        Exchange there = declaration.deletable(name);
        if (there == null) {
            there = declaration.existing(name);
        }
        if (rule.onlyUnused()) {
            declaration.requireUnused(there);
        }
        topology.delete(there, reply);
    }

    /**
     * Binds, or does nothing when that is so already.
     *
     * @throws AmqpFailure 403, 404, 405 or 406
     */
    public void bind(String vhost, Binding binding, Reply<Made> reply) {
        Topology topology = administration.topology(vhost);
        QueueInfo queue = bindable(topology, binding);
        Made made = made(topology, binding);
        topology.bind(binding, queue, Administration.then(reply, _ -> reply.ok(made)));
    }

    /**
     * Removes a binding if it is there.
     *
     * @throws AmqpFailure 403, 404 or 405
     */
    public void unbind(String vhost, Binding binding, Reply<Long> reply) {
        Topology topology = administration.topology(vhost);
        QueueInfo queue = bindable(topology, binding);
        topology.unbind(binding, queue, reply);
    }

    /** What a binding leads to, if it is a queue. */
    private @Nullable QueueInfo bindable(Topology topology, Binding binding) {
        Destination to = binding.destination();
        if (binding.source().isEmpty() || to.name().isEmpty()) {
            throw ExchangeMethods.refused();
        }
        Gate gate = administration.gate(by, topology);
        gate.require(AmqpRule.BIND_TARGET, to);
        gate.require(AmqpRule.BIND_SOURCE, Destination.exchange(binding.source()));
        ExchangeDeclaration declaration = new ExchangeDeclaration(topology, gate);
        Exchange source = declaration.existing(binding.source());
        gate.requireKey(source, Operation.RECEIVE, binding.routingKey());
        if (to.kind() == Destination.Kind.EXCHANGE) {
            var _ = declaration.existing(to.name());
            return null;
        }
        return usable(topology.vhost().name(), AmqpRule.BIND_TARGET, to.name());
    }
}
