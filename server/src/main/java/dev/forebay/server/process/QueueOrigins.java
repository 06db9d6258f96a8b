package dev.forebay.server.process;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.policy.InForce;
import dev.forebay.amqp.policy.Policy;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.engine.QueueInfo;
import dev.forebay.httpapi.ServerView.Origins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What AMQP knows of a queue, as the HTTP API tells of it. On the lane. */
final class QueueOrigins {
    private final Administration administration;

    QueueOrigins(Administration administration) {
        this.administration = administration;
    }

    Origins of(QueueInfo queue) {
        String host = Vhost.of(queue.name()).name();
        String name = Administration.local(queue);
        return new Origins(host, name, bindings(host, name), policies(queue));
    }

    private List<Origins.Binding> bindings(String host, String name) {
        return administration.bindingsTo(host, Destination.queue(name)).stream()
                .map(binding -> binding(host, binding))
                .toList();
    }

    private Origins.Binding binding(String host, Binding binding) {
        String type =
                administration
                        .exchange(host, binding.source())
                        .map(exchange -> exchange.type().wireName())
                        .orElse("");
        return new Origins.Binding(
                binding.source(), type, binding.routingKey(), texts(binding.arguments()));
    }

    private List<Origins.Policy> policies(QueueInfo queue) {
        InForce inForce = administration.policies(queue);
        List<Origins.Policy> all = new ArrayList<>(2);
        add("policy", inForce.policy(), all);
        add("operator-policy", inForce.operator(), all);
        return all;
    }

    private static void add(String kind, @Nullable Policy policy, List<Origins.Policy> all) {
        if (policy != null) {
            all.add(new Origins.Policy(policy.name(), kind, texts(policy.definition())));
        }
    }

    private static Map<String, String> texts(Map<String, @Nullable Object> table) {
        Map<String, String> texts = new TreeMap<>();
        table.forEach((name, value) -> texts.put(name, FieldValues.text(value)));
        return texts;
    }
}
