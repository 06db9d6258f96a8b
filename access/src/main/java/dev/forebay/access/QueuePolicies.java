package dev.forebay.access;

import dev.forebay.access.policy.PolicyReader;
import dev.forebay.access.policy.PolicyRefused;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.access.policy.Statement;
import dev.forebay.engine.QueueInfo;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Policies as queues carry them in a label, each read once. On the engine's lane. */
public final class QueuePolicies implements Authorizer.Policies {
    private static final Logger LOG = LoggerFactory.getLogger(QueuePolicies.class);
    private static final int MOST_KEPT = 10_000;

    private final Function<String, Optional<QueueInfo>> queues;
    private final Map<String, Kept> kept = new HashMap<>();

    /**
     * @param queues finds a queue by its name
     */
    public QueuePolicies(Function<String, Optional<QueueInfo>> queues) {
        this.queues = queues;
    }

    private record Kept(String text, QueuePolicy policy) {}

    @Override
    public QueuePolicy of(String queue) {
        String text =
                queues.apply(queue)
                        .map(info -> info.settings().labels().get(QueuePolicy.LABEL))
                        .orElse("");
        if (text.isEmpty()) {
            return QueuePolicy.NONE;
        }
        Kept known = kept.get(queue);
        return known != null && known.text().equals(text) ? known.policy() : read(queue, text);
    }

    private QueuePolicy read(String queue, String text) {
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        QueuePolicy policy = checked(queue, text);
        kept.put(queue, new Kept(text, policy == null ? closed() : policy));
        return policy == null ? closed() : policy;
    }

    private static @Nullable QueuePolicy checked(String queue, String text) {
        try {
            return PolicyReader.read(text, queue);
        } catch (PolicyRefused unreadable) {
            // It was readable when it was set; whatever it denied must not be allowed now.
            LOG.atError()
                    .addKeyValue("queue", queue)
                    .addKeyValue("reason", unreadable.text())
                    .log("a queue's policy cannot be read; all but administrators are denied");
            return null;
        }
    }

    private static QueuePolicy closed() {
        return new QueuePolicy(
                List.of(
                        new Statement(
                                "",
                                Statement.Effect.DENY,
                                List.of("*"),
                                EnumSet.allOf(Operation.class),
                                List.of())));
    }
}
