package dev.forebay.amqp;

import dev.forebay.engine.Ordering;
import dev.forebay.engine.Priority;
import dev.forebay.engine.QueueInfo;
import dev.forebay.log.record.Header;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AMQP's priorities, of which a queue may have up to 255, as the engine's ten levels. */
final class PriorityLevels {
    private PriorityLevels() {}

    /**
     * The header that says it in this queue; none where there is no need.
     *
     * @param priority the property, or null
     */
    static Optional<Header> header(@Nullable Integer priority, QueueInfo queue) {
        boolean ordered = queue.settings().ordering() == Ordering.BY_PRIORITY;
        return priority == null && !ordered
                ? Optional.empty()
                : Optional.of(Priority.header(level(priority == null ? 0 : priority, queue)));
    }

    private static int level(int priority, QueueInfo queue) {
        if (queue.settings().ordering() != Ordering.BY_PRIORITY) {
            return Math.min(priority, Priority.HIGHEST);
        }
        long levels = DeclaredQueue.highestPriority(queue).orElse(Priority.HIGHEST);
        long level = Math.min(priority, levels);
        // Rounded up, so that the lowest, which messages without a priority have, is theirs alone.
        return (int)
                (levels <= Priority.HIGHEST
                        ? level
                        : (level * Priority.HIGHEST + levels - 1) / levels);
    }
}
