package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.policy.RuntimeParameters;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.amqp.routing.RoutedMessage;
import dev.forebay.amqp.routing.Routing;
import dev.forebay.amqp.traffic.Traffic;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges and bindings of one virtual host, in front of the queues that there are. All names
 * are as the host names them; a {@link QueueInfo} has the engine's. A change counts at once, and is
 * answered when what is durable of it is on disk, with all changes before it. A binding belongs to
 * the very queue that it was made for: when that is deleted, through whatever face, it is gone,
 * also when another queue takes the name.
 *
 * <p>On the lane.
 */
final class Topology {
    static final String RESERVED = "amq.";

    /** What RabbitMQ tells its tracers through; bindings to it are taken, and nothing comes. */
    private static final String TRACE = "amq.rabbitmq.trace";

    private static final Map<String, ExchangeType> PREDECLARED =
            Map.of(
                    TRACE,
                    ExchangeType.TOPIC,
                    "amq.direct",
                    ExchangeType.DIRECT,
                    "amq.fanout",
                    ExchangeType.FANOUT,
                    "amq.topic",
                    ExchangeType.TOPIC,
                    "amq.headers",
                    ExchangeType.HEADERS,
                    "amq.match",
                    ExchangeType.HEADERS);

    private final Queues queues;
    private final TopologyStore store;
    private final Vhost vhost;
    private final Routing routing;
    private final Map<String, Integer> boundQueues = new HashMap<>();
    private final RuntimeParameters parameters = new RuntimeParameters();
    private final Traffic traffic = new Traffic();
    private final Traffic ofDefault = new Traffic();
    private VirtualHost host;

    Topology(VirtualHost host, Queues queues, TopologyStore store) {
        this.host = host;
        this.vhost = host.vhost();
        this.queues = queues;
        this.store = store;
        this.routing = new Routing(vhost.name());
        PREDECLARED.forEach((name, type) -> routing.add(predeclared(name, type)));
    }

    private Exchange predeclared(String name, ExchangeType type) {
        return new Exchange(name, vhost.name(), type, true, false, name.equals(TRACE), Map.of());
    }

    Vhost vhost() {
        return vhost;
    }

    /** The virtual host as it was made. */
    VirtualHost host() {
        return host;
    }

    /** The same with another description and other tags. */
    void become(VirtualHost changed) {
        host = changed;
    }

    /** How a name is told of in a refusal. */
    String named(String kind, String name) {
        return named(vhost, kind, name);
    }

    static String named(Vhost vhost, String kind, String name) {
        return kind + " '" + name + "' in vhost '" + vhost.name() + "'";
    }

    /** The queue of that name. */
    Optional<QueueInfo> queue(String name) {
        return vhost.leavesToOthers(name) ? Optional.empty() : queues.find(vhost.qualified(name));
    }

    /** How the virtual host names a queue of its own. */
    String name(QueueInfo queue) {
        return vhost.local(queue.name());
    }

    /** What was kept at an earlier time. */
    void recall(TopologyChange change) {
        if (change instanceof TopologyChange.PutBinding put && !canBind(put.binding())) {
            return;
        }
        apply(change);
    }

    private boolean canBind(Binding binding) {
        Destination to = binding.destination();
        return routing.exchange(binding.source()) != null
                && (to.kind() == Destination.Kind.QUEUE || routing.exchange(to.name()) != null);
    }

    /** The exchange of that name, the default one aside, or null. */
    @Nullable Exchange exchange(String name) {
        return routing.exchange(name);
    }

    /** What its publishers were told and what they were not. */
    Traffic traffic() {
        return traffic;
    }

    /** What was published through an exchange that is there; the default one has no name. */
    Traffic traffic(String exchange) {
        return exchange.isEmpty() ? ofDefault : routing.traffic(exchange);
    }

    boolean isPredeclared(String exchange) {
        return exchange.isEmpty() || PREDECLARED.containsKey(exchange);
    }

    boolean isUsed(String exchange) {
        return !routing.bindingsFrom(exchange).isEmpty();
    }

    void declare(Exchange exchange, Reply<Long> reply) {
        change(new TopologyChange.PutExchange(exchange), exchange.durable(), reply);
    }

    void delete(Exchange exchange, Reply<Long> reply) {
        List<Binding> gone = new ArrayList<>(routing.bindingsFrom(exchange.name()));
        gone.addAll(routing.bindingsTo(Destination.exchange(exchange.name())));
        change(new TopologyChange.RemoveExchange(exchange.name()), exchange.durable(), reply);
        removeUnused(gone);
    }

    /**
     * Binds, or does nothing when that is so already.
     *
     * @param queue what it leads to, when it leads to a queue
     * @throws dev.forebay.amqp.codec.AmqpFailure 406 when the source can have no such binding
     */
    void bind(Binding binding, @Nullable QueueInfo queue, Reply<Long> reply) {
        if (queue != null) {
            forgetOther(queue);
        }
        if (routing.bindingsTo(binding.destination()).contains(binding)) {
            store.whenKept(reply);
            return;
        }
        int id = queue == null ? 0 : queue.id();
        change(new TopologyChange.PutBinding(binding, id), isKept(binding, queue), reply);
    }

    /** Whether that very queue is so bound. */
    boolean isBound(Binding binding, QueueInfo queue) {
        forgetOther(queue);
        return routing.bindingsTo(binding.destination()).contains(binding);
    }

    /** Removes a binding if it is there. */
    void unbind(Binding binding, @Nullable QueueInfo queue, Reply<Long> reply) {
        if (queue != null) {
            forgetOther(queue);
        }
        change(new TopologyChange.RemoveBinding(binding), isKept(binding, queue), reply);
        removeUnused(List.of(binding));
    }

    /** A queue was deleted; no binding of a volatile one was ever on disk. */
    void queueDeleted(QueueInfo queue, Reply<Long> reply) {
        removeQueue(name(queue), !queue.settings().isVolatile(), reply);
    }

    private void removeQueue(String name, boolean kept, Reply<Long> reply) {
        List<Binding> gone = routing.bindingsTo(Destination.queue(name));
        if (gone.isEmpty()) {
            store.whenKept(reply);
            return;
        }
        change(new TopologyChange.RemoveQueue(name), kept, reply);
        removeUnused(gone);
    }

    /** Nothing is left of a queue that had the name before. */
    private void forgetOther(QueueInfo queue) {
        Integer id = boundQueues.get(name(queue));
        if (id != null && id != queue.id()) {
            removeQueue(name(queue), true, TopologyStore.UNHEARD);
        }
    }

    /** Exchanges that go with their last binding. */
    private void removeUnused(List<Binding> gone) {
        for (Binding binding : gone) {
            Exchange source = routing.exchange(binding.source());
            if (source != null && source.autoDelete() && !isUsed(source.name())) {
                delete(source, TopologyStore.UNHEARD);
            }
        }
    }

    private boolean isKept(Binding binding, @Nullable QueueInfo queue) {
        Exchange source = routing.exchange(binding.source());
        boolean from = source != null && source.durable();
        if (queue != null) {
            return from && !queue.settings().isVolatile();
        }
        Exchange to = routing.exchange(binding.destination().name());
        return from && to != null && to.durable();
    }

    private void change(TopologyChange change, boolean kept, Reply<Long> reply) {
        apply(change);
        if (kept) {
            store.keep(new TopologyRecord.Within(vhost, change), () -> undo(change), reply);
        } else {
            store.whenKept(reply);
        }
    }

    private void apply(TopologyChange change) {
        switch (change) {
            case TopologyChange.PutExchange put -> {
                routing.add(put.exchange());
                alternateByPolicy(put.exchange());
            }
            case TopologyChange.RemoveExchange remove -> routing.removeExchange(remove.name());
            case TopologyChange.PutBinding put -> {
                routing.bind(put.binding());
                if (put.binding().destination().kind() == Destination.Kind.QUEUE) {
                    boundQueues.put(put.binding().destination().name(), put.queueId());
                }
            }
            case TopologyChange.RemoveBinding remove -> routing.unbind(remove.binding());
            case TopologyChange.RemoveQueue remove -> {
                routing.removeQueue(remove.name());
                boundQueues.remove(remove.name());
            }
            case TopologyChange.PutParameter put -> parameters.put(put.parameter());
            case TopologyChange.RemoveParameter remove -> parameters.remove(remove.key());
        }
    }

    /** What could not be kept was refused, so it must not count. */
    private void undo(TopologyChange change) {
        switch (change) {
            case TopologyChange.PutExchange put -> routing.removeExchange(put.exchange().name());
            case TopologyChange.PutBinding put -> routing.unbind(put.binding());
            case TopologyChange.PutParameter put -> parameters.remove(put.parameter().key());
            case TopologyChange.RemoveExchange _,
                    TopologyChange.RemoveBinding _,
                    TopologyChange.RemoveQueue _,
                    TopologyChange.RemoveParameter _ -> {
                // Gone for as long as the server runs: nobody expects it there.
            }
        }
    }

    /** Runtime parameters; changed by {@link #put} and {@link #remove} alone. */
    RuntimeParameters parameters() {
        return parameters;
    }

    void put(RuntimeParameter parameter, Reply<Long> reply) {
        change(new TopologyChange.PutParameter(parameter), true, reply);
    }

    void remove(RuntimeParameter.Key key, Reply<Long> reply) {
        change(new TopologyChange.RemoveParameter(key), true, reply);
    }

    /** All exchanges but the default one. */
    List<Exchange> exchanges() {
        return routing.exchanges();
    }

    List<Binding> bindingsFrom(String exchange) {
        return routing.bindingsFrom(exchange);
    }

    /** Bindings that lead to it; of a queue only those that are this very queue's. */
    List<Binding> bindingsTo(Destination destination) {
        if (destination.kind() == Destination.Kind.QUEUE
                && !isBound(destination.name(), queue(destination.name()).orElse(null))) {
            return List.of();
        }
        return routing.bindingsTo(destination);
    }

    /** Where exchanges send what matches no binding, by the policies that hold now. */
    void alternatesByPolicy() {
        routing.exchanges().forEach(this::alternateByPolicy);
    }

    private void alternateByPolicy(Exchange exchange) {
        Object alternate =
                parameters.forExchange(exchange.name()).definition().get("alternate-exchange");
        routing.alternate(exchange.name(), alternate == null ? null : FieldValues.text(alternate));
    }

    /**
     * Finds the queues that a message goes to; those that do not exist are passed over.
     *
     * @return how many places in indexes were looked at for that
     */
    int route(String exchange, RoutedMessage message, Consumer<QueueInfo> queue) {
        Set<String> gone = new HashSet<>(0);
        routing.route(
                exchange,
                message,
                name -> {
                    QueueInfo info = queue(name).orElse(null);
                    if (exchange.isEmpty() ? info != null : isBound(name, info)) {
                        queue.accept(info);
                    } else if (!exchange.isEmpty()) {
                        gone.add(name);
                    }
                });
        gone.forEach(name -> removeQueue(name, true, TopologyStore.UNHEARD));
        return routing.lastSteps();
    }

    private boolean isBound(String name, @Nullable QueueInfo info) {
        return info != null && boundQueues.getOrDefault(name, 0) == info.id();
    }

    /** The queue that bindings lead to by that name, if it is the one that was bound. */
    Optional<QueueInfo> boundQueue(String name) {
        return queue(name).filter(info -> isBound(name, info));
    }

    /** All that is durable now, for the store to begin anew with. */
    List<TopologyChange> durable() {
        List<TopologyChange> all = new ArrayList<>();
        List<Exchange> kept = routing.exchanges().stream().filter(Exchange::durable).toList();
        for (Exchange exchange : kept) {
            if (!isPredeclared(exchange.name())) {
                all.add(new TopologyChange.PutExchange(exchange));
            }
        }
        for (Exchange exchange : kept) {
            for (Binding binding : routing.bindingsFrom(exchange.name())) {
                keptBinding(binding, all);
            }
        }
        parameters.all().forEach(parameter -> all.add(new TopologyChange.PutParameter(parameter)));
        return all;
    }

    private void keptBinding(Binding binding, List<TopologyChange> all) {
        Destination to = binding.destination();
        if (to.kind() == Destination.Kind.EXCHANGE) {
            if (isKept(binding, null)) {
                all.add(new TopologyChange.PutBinding(binding, 0));
            }
            return;
        }
        QueueInfo queue = queue(to.name()).orElse(null);
        if (queue != null && isBound(to.name(), queue) && isKept(binding, queue)) {
            all.add(new TopologyChange.PutBinding(binding, queue.id()));
        }
    }
}
