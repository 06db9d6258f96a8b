package dev.forebay.engine.sim;

import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a seed makes happen.
 *
 * @param seed of the interleaving, and of whatever else is left to chance while the steps run
 * @param queues by name, in the order of creation: dead-letter queues before those that use them
 * @param readers queues that have a named subscription too
 * @param clients how many virtual clients there are
 * @param steps what happens, in this order
 */
record Script(
        long seed,
        Map<String, QueueSettings> queues,
        Set<String> readers,
        int clients,
        List<Step> steps) {
    /** Expiry from which on nothing expires within a script. */
    static final long NO_EXPIRY = 1L << 40;

    /** No message's own deadline is closer to its send, in ms. */
    static final long SHORTEST_DEADLINE = 20_000;

    /** A limit of leases that no script reaches. */
    static final int MANY_LEASES = 10_000;

    Script with(List<Step> fewer) {
        return new Script(seed, queues, readers, clients, new ArrayList<>(fewer));
    }

    /** Whether some messages have deadlines of their own. */
    boolean hasDeadlines() {
        return steps.stream()
                .filter(Step.Send.class::isInstance)
                .map(Step.Send.class::cast)
                .flatMap(send -> send.items().stream())
                .anyMatch(item -> item.expiryMillis() != Send.QUEUE_EXPIRY);
    }

    /** Whether settled messages may be let go of within the script. */
    boolean hasShortRetention() {
        long usual = QueueSettings.defaults().retentionMillis();
        return queues.values().stream()
                .anyMatch(each -> each.isVolatile() || each.retentionMillis() < usual);
    }

    /** Whether some queues end with the process. */
    boolean hasVolatile() {
        return queues.values().stream().anyMatch(QueueSettings::isVolatile);
    }

    /** Whether it is about schedules too. */
    boolean repeats() {
        return steps.stream().anyMatch(Step.Repeat.class::isInstance);
    }

    String listed() {
        StringBuilder text = new StringBuilder("queues:\n");
        queues.forEach(
                (name, settings) -> text.append(name).append(": ").append(settings).append('\n'));
        text.append("readers: ").append(readers).append('\n');
        text.append("steps:\n");
        steps.forEach(step -> text.append(step).append('\n'));
        return text.toString();
    }
}
