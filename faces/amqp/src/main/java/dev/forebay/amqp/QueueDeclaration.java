package dev.forebay.amqp;

import dev.forebay.access.LaterEffects;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to make a queue, and to use and delete one that is there, for one client: a channel
 * or a caller of the management API. On the lane.
 */
final class QueueDeclaration {
    /** Browsers and proxies walk them, so that no path of a URL arrives with such a segment. */
    private static final Set<String> STEPS = Set.of(".", "..");

    private final Broker broker;
    private final Topology topology;
    private final Gate gate;

    QueueDeclaration(Broker broker, Topology topology, Gate gate) {
        this.broker = broker;
        this.topology = topology;
        this.gate = gate;
    }

    /**
     * Fails for a name that no URL can hold, for none, and for one that only the server gives
     * unless the queue is there.
     *
     * @throws AmqpFailure 403 or 406
     */
    void requireUnreserved(String name) {
        if (name.isEmpty()) {
            throw new AmqpFailure(ReplyCode.PRECONDITION_FAILED, "a queue needs a name");
        }
        if (STEPS.contains(topology.vhost().qualified(name)) && topology.queue(name).isEmpty()) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "queue name '"
                            + name
                            + "' is a step in a URL's path, so that HTTP cannot name"
                            + " it; choose another");
        }
        if (name.startsWith(Topology.RESERVED) && topology.queue(name).isEmpty()) {
            throw new AmqpFailure(
                    ReplyCode.ACCESS_REFUSED,
                    "queue name '" + name + "' contains reserved prefix 'amq.*'");
        }
    }

    /**
     * The queue if it is there, declared the same; empty when it can be made.
     *
     * @param by the connection that declares it, or null for none
     * @throws AmqpFailure 403, 405, 406 or 540
     */
    Optional<QueueInfo> equal(String name, DeclaredQueue said, @Nullable AmqpConnection by) {
        DeclaredQueue wanted = said.inside(topology.host());
        ExchangeDeclaration.requireName(topology.vhost(), "queue", name);
        gate.require(AmqpRule.DECLARE_QUEUE, Destination.queue(name));
        var _ =
                new QueueArguments(topology.vhost(), name, wanted.arguments())
                        .settings(wanted, broker.settings().ackTimeoutMillis());
        Optional<QueueInfo> there = topology.queue(name);
        if (there.isPresent()) {
            requireEqual(there.get(), wanted, by);
        } else {
            deadLettersPermitted(name, wanted);
        }
        return there;
    }

    /**
     * Makes a queue that {@link #equal} said can be made.
     *
     * @param reply told of the queue
     */
    void create(String name, DeclaredQueue wanted, Reply<QueueInfo> reply) {
        QueueSettings none = QueueSettings.defaults();
        QueueSettings settings =
                LaterEffects.declaredBy(gate.caller().user(), none, settings(name, wanted));
        broker.queues()
                .create(
                        gate.caller(),
                        topology.vhost().qualified(name),
                        settings,
                        Map.of(),
                        new Reply<>() {
                            @Override
                            public void ok(QueueInfo queue) {
                                broker.unused().know(queue);
                                reply.ok(queue);
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                reply.refused(refusal);
                            }
                        });
    }

    private QueueSettings settings(String name, DeclaredQueue wanted) {
        return broker.policies().settings(topology, name, wanted.inside(topology.host()));
    }

    /** Who declares where dead letters go answers for each of them. */
    private void deadLettersPermitted(String name, DeclaredQueue wanted) {
        Object exchange = wanted.arguments().get("x-dead-letter-exchange");
        if (exchange == null) {
            return;
        }
        gate.require(AmqpRule.DEAD_LETTER_SOURCE, Destination.queue(name));
        Object key = wanted.arguments().get("x-dead-letter-routing-key");
        if (!exchange.toString().isEmpty()) {
            gate.require(AmqpRule.DEAD_LETTER, Destination.exchange(exchange.toString()));
        } else if (key != null) {
            // As a message with this key is asked for: by the default exchange, or by the queue.
            gate.requirePublish("", topology.vhost().qualified(key.toString()));
        } else {
            gate.requirePublish("");
        }
    }

    private void requireEqual(QueueInfo there, DeclaredQueue wanted, @Nullable AmqpConnection by) {
        requireUnlocked(there, by);
        DeclaredQueue declared = DeclaredQueue.of(there);
        if (declared.exclusive() != wanted.exclusive()) {
            throw locked(there);
        }
        Optional<DeclaredQueue.Difference> difference = declared.difference(wanted);
        if (difference.isPresent()) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED, difference.get().text(named(there)));
        }
    }

    /**
     * Fails when the queue is another connection's alone.
     *
     * @throws AmqpFailure 405
     */
    void requireUnlocked(QueueInfo queue, @Nullable AmqpConnection by) {
        if (isLocked(queue, by)) {
            throw locked(queue);
        }
    }

    /** Whether the queue is another connection's alone. */
    boolean isLocked(QueueInfo queue, @Nullable AmqpConnection by) {
        AmqpConnection owner = broker.uses().owner(queue.id());
        return owner != null && owner != by;
    }

    private AmqpFailure locked(QueueInfo queue) {
        return new AmqpFailure(
                ReplyCode.RESOURCE_LOCKED,
                "cannot obtain exclusive access to locked "
                        + named(queue)
                        + ". It was declared by another connection, or otherwise.");
    }

    /**
     * Fails when somebody consumes from the queue.
     *
     * @throws AmqpFailure 406
     */
    void requireUnused(QueueInfo queue) {
        if (!broker.uses().of(queue.id()).consumers().isEmpty()) {
            throw new AmqpFailure(ReplyCode.PRECONDITION_FAILED, named(queue) + " in use");
        }
    }

    /**
     * Fails when the queue has messages that are ready, or will be when their delay has ended, for
     * named subscriptions too.
     *
     * @throws AmqpFailure 406
     */
    void requireEmpty(QueueInfo queue) {
        if (QueueReaders.of(broker.queues(), queue.name()).stream()
                .anyMatch(reader -> waiting(reader) > 0)) {
            throw new AmqpFailure(ReplyCode.PRECONDITION_FAILED, named(queue) + " not empty");
        }
    }

    private static long waiting(QueueStats stats) {
        return stats.ready() + stats.delayed();
    }

    private String named(QueueInfo queue) {
        return topology.named("queue", topology.name(queue));
    }
}
