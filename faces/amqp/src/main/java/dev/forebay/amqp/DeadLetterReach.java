package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.amqp.routing.RoutedMessage;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.QueueInfo;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The queues that dead-letter exchanges lead to by the bindings of one instant. Each way is looked
 * for once, however many queues name it. On the lane.
 */
final class DeadLetterReach {
    private final Vhosts vhosts;
    private final Map<Way, Set<String>> known = new HashMap<>();

    DeadLetterReach(Vhosts vhosts) {
        this.vhosts = vhosts;
    }

    /** Where dead letters of some queues of one virtual host go. */
    private record Way(Vhost vhost, DeadLetterRoute route) {}

    /** Names of the queues that the dead letters of one with a route may go to. */
    Set<String> from(QueueInfo source) {
        Topology topology = vhosts.of(source.name());
        Optional<DeadLetterRoute> route = source.settings().deadLetterRoute();
        if (topology == null || route.isEmpty()) {
            return Set.of();
        }
        return known.computeIfAbsent(
                new Way(topology.vhost(), route.get()), way -> found(topology, way.route()));
    }

    private static Set<String> found(Topology topology, DeadLetterRoute route) {
        String exchange = route.exchange();
        if (exchange.isEmpty()) {
            // Without a key to go by they would come back to the queue they died in.
            return named(topology, route.key());
        }
        Exchange there = topology.exchange(exchange);
        if (there == null) {
            return Set.of();
        }
        boolean goesByKey = there.type() != ExchangeType.HEADERS;
        return route.key()
                .filter(_ -> goesByKey)
                .map(key -> routed(topology, exchange, key))
                .orElseGet(() -> bound(topology, exchange));
    }

    private static Set<String> named(Topology topology, Optional<String> key) {
        return key.flatMap(topology::queue).map(QueueInfo::name).map(Set::of).orElse(Set.of());
    }

    private static Set<String> routed(Topology topology, String exchange, String key) {
        Set<String> queues = new HashSet<>();
        try {
            topology.route(
                    exchange, RoutedMessage.of(key, Map.of()), queue -> queues.add(queue.name()));
        } catch (AmqpFailure tooManyLooks) {
            // Messages get no further either: what was found is all there is.
            return queues;
        }
        return queues;
    }

    /** By whatever key or headers a message may have. */
    private static Set<String> bound(Topology topology, String exchange) {
        Set<String> queues = new HashSet<>();
        Set<String> seen = new HashSet<>(Set.of(exchange));
        Queue<String> left = new ArrayDeque<>(seen);
        for (String next = left.poll(); next != null; next = left.poll()) {
            for (Binding binding : topology.bindingsFrom(next)) {
                String name = binding.destination().name();
                switch (binding.destination().kind()) {
                    case QUEUE ->
                            topology.boundQueue(name).map(QueueInfo::name).ifPresent(queues::add);
                    case EXCHANGE -> {
                        if (seen.add(name)) {
                            left.add(name);
                        }
                    }
                }
            }
        }
        return queues;
    }
}
