package dev.forebay.engine.sim;

import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws priorities into scripts from chance of its own: some queues have them, some messages. */
final class PriorityWriter {
    private static final int[] LEVELS = {0, 1, 4, 7, 9, Step.Item.NO_PRIORITY};

    private final Random random;

    private PriorityWriter(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 3);
    }

    /** Every other script stays as it was. */
    static Script into(Script plain) {
        if (plain.seed() % 2 != 0) {
            return plain;
        }
        PriorityWriter writer = new PriorityWriter(plain.seed());
        Map<String, QueueSettings> queues = new LinkedHashMap<>();
        plain.queues().forEach((name, settings) -> queues.put(name, writer.settings(settings)));
        if (queues.equals(plain.queues())) {
            return plain;
        }
        List<Step> steps = new ArrayList<>();
        plain.steps().forEach(step -> steps.add(writer.step(step)));
        return new Script(plain.seed(), queues, plain.readers(), plain.clients(), steps);
    }

    private QueueSettings settings(QueueSettings plain) {
        boolean drawn = random.nextInt(3) == 0;
        return drawn && plain.ordering() == Ordering.NONE
                ? plain.withOrdering(Ordering.BY_PRIORITY)
                : plain;
    }

    private Step step(Step step) {
        return switch (step) {
            case Step.Send send ->
                    new Step.Send(
                            send.client(),
                            send.queue(),
                            send.items().stream().map(this::item).toList());
            case Step.Change change ->
                    new Step.Change(
                            change.client(),
                            change.acks(),
                            change.sends().stream()
                                    .map(to -> new Step.To(to.queue(), item(to.item())))
                                    .toList());
            default -> step;
        };
    }

    private Step.Item item(Step.Item item) {
        return item.withPriority(LEVELS[random.nextInt(LEVELS.length)]);
    }
}
