package dev.forebay.sqs;

import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.codec.JsonCodec;
import dev.forebay.sqs.codec.SqsFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Redrive policies as JSON text, checked against the queues there are. On the engine's lane. */
final class RedrivePolicies {
    private static final String TARGET = "deadLetterTargetArn";
    private static final String MAX_RECEIVES = "maxReceiveCount";
    private static final String ALLOW_LABEL = SqsQueue.LABEL + "RedriveAllowPolicy";
    private static final int MOST_RECEIVES = 1_000;
    private static final int MOST_SOURCES = 10;

    private final Queues queues;
    private final String source;
    private final boolean fifo;

    /** Policies of the queue of this name and type. */
    RedrivePolicies(Queues queues, String source, boolean fifo) {
        this.queues = queues;
        this.source = source;
        this.fifo = fifo;
    }

    /** The policy of a rule, as SQS writes it. */
    static String text(String targetArn, int maxReceives) {
        return "{\""
                + TARGET
                + "\":\""
                + targetArn
                + "\",\""
                + MAX_RECEIVES
                + "\":"
                + maxReceives
                + "}";
    }

    /** The rule that a policy means; none when it is empty. */
    Optional<DeadLetterRule> rule(String policy) {
        if (policy.isBlank()) {
            return Optional.empty();
        }
        Map<String, Object> members = tree("RedrivePolicy", policy);
        String target = QueueUrls.nameInArn(mandatory(policy, members, TARGET));
        int maxReceives = maxReceives(policy, mandatory(policy, members, MAX_RECEIVES));
        Optional<QueueInfo> queue = queues.find(target);
        if (queue.isEmpty()) {
            throw invalid(policy, "Dead letter target does not exist.");
        }
        if (SqsQueue.isFifo(queue.get().settings()) != fifo) {
            throw invalid(policy, "Dead-letter queue must be same type of queue as the source.");
        }
        if (!allows(queue.get())) {
            throw invalid(policy, "The target's RedriveAllowPolicy does not allow this source.");
        }
        return Optional.of(new DeadLetterRule(target, maxReceives));
    }

    /** Checks the form of a RedriveAllowPolicy; an empty one removes it. */
    static void checkAllowPolicy(String policy) {
        if (policy.isEmpty()) {
            return;
        }
        Map<String, Object> members = tree("RedriveAllowPolicy", policy);
        boolean byQueue = "byQueue".equals(members.get("redrivePermission"));
        boolean known =
                byQueue
                        || List.of("allowAll", "denyAll")
                                .contains(members.getOrDefault("redrivePermission", ""));
        int sources = sources(members).size();
        if (!known || byQueue == (sources == 0) || sources > MOST_SOURCES) {
            throw SqsFailure.invalid(
                    "RedriveAllowPolicy",
                    policy,
                    "redrivePermission must be allowAll, denyAll, or byQueue with 1 to 10"
                            + " sourceQueueArns.");
        }
    }

    private boolean allows(QueueInfo target) {
        String policy = target.settings().labels().get(ALLOW_LABEL);
        if (policy == null) {
            return true;
        }
        Map<String, Object> members = tree("RedriveAllowPolicy", policy);
        return switch (String.valueOf(members.get("redrivePermission"))) {
            case "allowAll" -> true;
            case "byQueue" ->
                    sources(members).stream()
                            .anyMatch(arn -> QueueUrls.nameInArn(arn.toString()).equals(source));
            default -> false;
        };
    }

    private static List<?> sources(Map<String, Object> members) {
        return members.get("sourceQueueArns") instanceof List<?> list ? list : List.of();
    }

    private static String mandatory(String policy, Map<String, Object> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            throw invalid(
                    policy, "Redrive policy does not contain mandatory attribute: " + name + ".");
        }
        return JsonCodec.scalar(value);
    }

    private static int maxReceives(String policy, String text) {
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= MOST_RECEIVES) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Falls through to the same answer as a number out of range.
        }
        throw invalid(
                policy,
                "Invalid value for maxReceiveCount: valid values are from 1 to 1000 both inclusive.");
    }

    private static Map<String, Object> tree(String attribute, String policy) {
        try {
            return JsonCodec.tree(policy.getBytes(StandardCharsets.UTF_8));
        } catch (SqsFailure _) {
            throw SqsFailure.invalid(attribute, policy, "The policy is not a valid JSON map.");
        }
    }

    private static SqsFailure invalid(String policy, String reason) {
        return SqsFailure.invalid("RedrivePolicy", policy, reason);
    }
}
