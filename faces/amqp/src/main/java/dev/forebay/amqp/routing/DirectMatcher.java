package dev.forebay.amqp.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** By equal routing keys: one look-up for each key of the message. */
final class DirectMatcher implements Matcher {
    private final Map<String, Targets> byKey = new HashMap<>();

    @Override
    public void add(Binding binding, Target target) {
        byKey.computeIfAbsent(binding.routingKey(), key -> new Targets()).add(target);
    }

    @Override
    public void remove(Binding binding, Target target) {
        byKey.computeIfPresent(
                binding.routingKey(),
                (key, targets) -> {
                    targets.remove(target);
                    return targets.isEmpty() ? null : targets;
                });
    }

    @Override
    public void match(RoutedMessage message, Walk walk) {
        List<String> keys = message.routingKeys();
        for (int i = 0; i < keys.size(); i++) {
            walk.step();
            Targets targets = byKey.get(keys.get(i));
            if (targets != null) {
                targets.reach(walk);
            }
        }
    }
}
