package dev.forebay.amqp.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short words for tests. */
final class Topology {
    final Routing routing = new Routing("/");

    Topology exchange(String name, ExchangeType type) {
        return exchange(name, type, Map.of());
    }

    Topology exchange(String name, ExchangeType type, Map<String, @Nullable Object> arguments) {
        routing.add(new Exchange(name, "/", type, true, false, false, arguments));
        return this;
    }

    Topology bind(String source, String key, String queue) {
        return bind(source, key, queue, Map.of());
    }

    Topology bind(
            String source, String key, String queue, Map<String, @Nullable Object> arguments) {
        routing.bind(new Binding(source, Destination.queue(queue), key, arguments));
        return this;
    }

    Topology chain(String source, String key, String exchange) {
        routing.bind(new Binding(source, Destination.exchange(exchange), key, Map.of()));
        return this;
    }

    List<String> route(String exchange, String key) {
        return route(exchange, key, Map.of());
    }

    List<String> route(String exchange, String key, Map<String, @Nullable Object> headers) {
        List<String> queues = new ArrayList<>();
        int count = routing.route(exchange, RoutedMessage.of(key, headers), queues::add);
        if (count != queues.size()) {
            throw new AssertionError(count + " for " + queues);
        }
        return queues;
    }
}
