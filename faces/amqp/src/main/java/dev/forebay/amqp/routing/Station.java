package dev.forebay.amqp.routing;

import dev.forebay.amqp.traffic.Traffic;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An exchange with its bindings. */
final class Station {
    private final Matcher matcher;
    private final Target target;
    private final Set<Binding> outgoing = new LinkedHashSet<>();
    private final Traffic traffic = new Traffic();
    private Exchange exchange;
    private @Nullable String alternateByPolicy;

    Station(Exchange exchange) {
        this.exchange = exchange;
        this.matcher = Matcher.of(exchange);
        this.target = new Target(Destination.exchange(exchange.name()));
    }

    Exchange exchange() {
        return exchange;
    }

    /** The same exchange with other arguments, for instance from a policy. */
    void become(Exchange changed) {
        exchange = changed;
    }

    /** Where messages go that match no binding, or null. */
    @Nullable String alternate() {
        String declared = exchange.alternate();
        return declared == null ? alternateByPolicy : declared;
    }

    void alternateByPolicy(@Nullable String name) {
        alternateByPolicy = name;
    }

    Matcher matcher() {
        return matcher;
    }

    /** What publishers sent through it. */
    Traffic traffic() {
        return traffic;
    }

    /** The exchange as something that bindings lead to. */
    Target target() {
        return target;
    }

    /** The bindings that begin here, oldest first. */
    Set<Binding> outgoing() {
        return outgoing;
    }
}
