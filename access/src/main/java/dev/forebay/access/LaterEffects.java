package dev.forebay.access;

import dev.forebay.access.policy.Situation;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Schedule;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rights of what happens by itself later: that a queue sends its dead letters to another, and that
 * a schedule sends. They are asked for when it is declared, and again when it happens, with the
 * rights that whoever declared it has then. On the engine's lane.
 */
public final class LaterEffects {
    /** The label of a queue's settings that holds who declared where its dead letters go. */
    public static final String DECLARED_BY = "access.dead-letters-by";

    /** What permissions call the exchange without a name. */
    private static final String DEFAULT_EXCHANGE = "amq.default";

    private final Authorizer authorizer;
    private final String arnPrefix;

    /**
     * @param region appears in the ARNs that policies compare
     */
    public LaterEffects(Authorizer authorizer, String region) {
        this.authorizer = authorizer;
        this.arnPrefix = "arn:aws:sqs:" + region + ":" + Situation.ACCOUNT + ":";
    }

    /** The target that new settings declare and old ones did not. */
    public static Optional<String> declared(QueueSettings before, QueueSettings after) {
        return after.deadLetter().equals(before.deadLetter())
                ? Optional.empty()
                : after.deadLetter().map(DeadLetterRule::queue);
    }

    /** The new settings with who declared their target: the user, or as before if it stays. */
    public static QueueSettings declaredBy(String user, QueueSettings before, QueueSettings after) {
        boolean stays =
                after.deadLetter().equals(before.deadLetter())
                        && after.deadLetterRoute().equals(before.deadLetterRoute());
        String by = stays ? before.labels().getOrDefault(DECLARED_BY, "") : user;
        Map<String, String> labels = new TreeMap<>(after.labels());
        if (by.isEmpty()) {
            labels.remove(DECLARED_BY);
        } else {
            labels.put(DECLARED_BY, by);
        }
        return after.withLabels(labels);
    }

    /**
     * Whether a dead letter may go where it is declared to go. What was declared while there were
     * no users is not held up by users who came later, except by the target's policy.
     */
    public boolean mayDeadLetter(QueueInfo source, String target) {
        String user = source.settings().labels().getOrDefault(DECLARED_BY, "");
        String arn = arnPrefix + source.name();
        Optional<DeadLetterRoute> route =
                source.settings().deadLetter().isPresent()
                        ? Optional.empty()
                        : source.settings().deadLetterRoute();
        Decision decision =
                route.isPresent()
                        ? authorizer.publishOnBehalf(user, arn, named(route.get()), target)
                        : authorizer.onBehalf(user, arn, Operation.SEND, target);
        return decision.allowed();
    }

    /** As permissions name its exchange. */
    private static String named(DeadLetterRoute route) {
        return route.exchange().isEmpty() ? DEFAULT_EXCHANGE : route.exchange();
    }

    /**
     * Whether a schedule may send in the name of whoever made it. What was made while there were no
     * users is not held up by users who came later, except by the queue's policy.
     */
    public boolean mayRepeat(String user, Schedule schedule) {
        String arn = arnPrefix + schedule.queue();
        return authorizer.onBehalf(user, arn, Operation.SEND, schedule.queue()).allowed();
    }
}
