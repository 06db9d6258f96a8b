package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.traffic.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges and bindings of one virtual host. Queues are known here only by the bindings that
 * lead to them. What may be done by whom, which names are reserved, and what auto-delete takes away
 * is decided by the caller; each change can be told twice without harm.
 *
 * <p>Single-threaded: for the engine's lane. While {@link #route} runs, nothing may be changed.
 */
public final class Routing {
    private final String vhost;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, Target> queues = new HashMap<>();
    private long walks;
    private int lastSteps;

    public Routing(String vhost) {
        this.vhost = vhost;
    }

    /**
     * Adds an exchange, or gives one of the same type that is there other settings; its bindings
     * stay, and so do those of its arguments that say how they match.
     *
     * @throws AmqpFailure 406 when its arguments are wrong for its type
     * @throws IllegalArgumentException for the default exchange, another virtual host's or another
     *     type than there is under the name
     */
    public void add(Exchange exchange) {
        if (exchange.name().isEmpty() || !exchange.vhost().equals(vhost)) {
            throw new IllegalArgumentException("not an exchange of " + vhost + ": " + exchange);
        }
        Station there = stations.get(exchange.name());
        if (there == null) {
            stations.put(exchange.name(), new Station(exchange));
        } else if (there.exchange().type() == exchange.type()) {
            there.become(exchange);
        } else {
            throw new IllegalArgumentException("another type than " + there.exchange());
        }
    }

    /**
     * Fails for an exchange that could not be added.
     *
     * @throws AmqpFailure 406 when its arguments are wrong for its type
     */
    public static void requireSound(Exchange exchange) {
        var _ = Matcher.of(exchange);
    }

    /**
     * Fails for a binding that its source could not have.
     *
     * @throws AmqpFailure 406
     */
    public static void requireFit(Exchange source, Binding binding) {
        Matcher.of(source).add(binding, new Target(binding.destination()));
    }

    /** The exchange of that name, or null. */
    public @Nullable Exchange exchange(String name) {
        Station station = stations.get(name);
        return station == null ? null : station.exchange();
    }

    /**
     * What publishers sent through an exchange.
     *
     * @throws IllegalArgumentException when it is not there
     */
    public Traffic traffic(String exchange) {
        return station(exchange).traffic();
    }

    /**
     * Where an exchange sends what matches no binding, unless its own arguments say so.
     *
     * @param alternate null for nowhere
     */
    public void alternate(String exchange, @Nullable String alternate) {
        station(exchange).alternateByPolicy(alternate);
    }

    /** All exchanges but the default one, oldest first. */
    public List<Exchange> exchanges() {
        return stations.values().stream().map(Station::exchange).toList();
    }

    /**
     * Adds a binding.
     *
     * @return whether it was not there before
     * @throws AmqpFailure 406 when the source can have no such binding
     * @throws IllegalArgumentException when the source, or an exchange as destination, is not there
     */
    public boolean bind(Binding binding) {
        Station from = station(binding.source());
        if (from.outgoing().contains(binding)) {
            return false;
        }
        Target to = target(binding.destination());
        from.matcher().add(binding, to);
        from.outgoing().add(binding);
        to.incoming().add(binding);
        if (binding.destination().kind() == Destination.Kind.QUEUE) {
            queues.put(binding.destination().name(), to);
        }
        return true;
    }

    /** Removes a binding; returns whether it was there. */
    public boolean unbind(Binding binding) {
        Station from = stations.get(binding.source());
        if (from == null || !from.outgoing().remove(binding)) {
            return false;
        }
        Target to = target(binding.destination());
        from.matcher().remove(binding, to);
        to.incoming().remove(binding);
        if (to.incoming().isEmpty()) {
            queues.remove(binding.destination().name(), to);
        }
        return true;
    }

    /** Removes an exchange with all bindings from it and to it; returns these. */
    public List<Binding> removeExchange(String name) {
        Station station = stations.get(name);
        if (station == null) {
            return List.of();
        }
        List<Binding> gone = new ArrayList<>(station.outgoing());
        for (Binding incoming : station.target().incoming()) {
            if (!incoming.source().equals(name)) {
                gone.add(incoming);
            }
        }
        gone.forEach(this::unbind);
        stations.remove(name);
        return gone;
    }

    /** Removes all bindings to a queue; returns them. */
    public List<Binding> removeQueue(String name) {
        List<Binding> gone = bindingsTo(Destination.queue(name));
        gone.forEach(this::unbind);
        return gone;
    }

    /** The bindings that begin at an exchange, oldest first: a copy. */
    public List<Binding> bindingsFrom(String exchange) {
        Station station = stations.get(exchange);
        return station == null ? List.of() : copy(station.outgoing());
    }

    /** The bindings that lead to a queue or exchange, oldest first: a copy. */
    public List<Binding> bindingsTo(Destination destination) {
        Target target =
                switch (destination.kind()) {
                    case QUEUE -> queues.get(destination.name());
                    case EXCHANGE -> {
                        Station station = stations.get(destination.name());
                        yield station == null ? null : station.target();
                    }
                };
        return target == null ? List.of() : copy(target.incoming());
    }

    /**
     * Finds the queues that a message goes to: each once, in an order that follows from the order
     * of the changes made here. The default exchange gives the routing keys themselves, be there
     * such queues or not.
     *
     * @param exchange its name; empty for the default exchange
     * @return how many queues it were
     * @throws IllegalArgumentException when there is no such exchange
     * @throws AmqpFailure 506 when it takes more looks than one message may have
     */
    public int route(String exchange, RoutedMessage message, Consumer<String> queue) {
        if (exchange.isEmpty()) {
            List<String> names = message.routingKeys().stream().distinct().toList();
            names.forEach(queue);
            return names.size();
        }
        Station start = station(exchange);
        walks++;
        Walk walk = new Walk(walks, queue);
        start.target().firstReachedBy(walks);
        try {
            pass(start, message, walk);
            for (String next = walk.nextExchange(); next != null; next = walk.nextExchange()) {
                Station station = stations.get(next);
                if (station != null) {
                    pass(station, message, walk);
                }
            }
        } finally {
            lastSteps = walk.steps();
        }
        return walk.reached();
    }

    /** How many places of indexes the last {@link #route} looked at. */
    public int lastSteps() {
        return lastSteps;
    }

    private void pass(Station station, RoutedMessage message, Walk walk) {
        station.matcher().match(message, walk);
        if (walk.takeMatched()) {
            return;
        }
        String name = station.alternate();
        Station alternate = name == null ? null : stations.get(name);
        if (alternate != null) {
            walk.reach(alternate.target());
            walk.takeMatched();
        }
    }

    private Station station(String name) {
        Station station = stations.get(name);
        if (station == null) {
            throw new IllegalArgumentException("no exchange " + name);
        }
        return station;
    }

    private Target target(Destination destination) {
        return switch (destination.kind()) {
            case QUEUE -> {
                Target known = queues.get(destination.name());
                yield known == null ? new Target(destination) : known;
            }
            case EXCHANGE -> station(destination.name()).target();
        };
    }

    private static List<Binding> copy(Collection<Binding> bindings) {
        return Collections.unmodifiableList(new ArrayList<>(bindings));
    }
}
