package dev.forebay.sqs;

import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Queue attributes, from SQS' words to the engine's settings and back. On the engine's lane. */
final class QueueAttributes {
    private static final String ALL = "All";
    private static final int MILLIS = 1_000;

    /** Kept as labels and returned as they were given. */
    private static final List<String> LABELLED =
            List.of("KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "RedriveAllowPolicy");

    private static final Set<String> KNOWN =
            Set.of(
                    ALL,
                    "Policy",
                    "VisibilityTimeout",
                    "MaximumMessageSize",
                    "MessageRetentionPeriod",
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesNotVisible",
                    "ApproximateNumberOfMessagesDelayed",
                    "CreatedTimestamp",
                    "LastModifiedTimestamp",
                    "QueueArn",
                    "DelaySeconds",
                    "ReceiveMessageWaitTimeSeconds",
                    "RedrivePolicy",
                    "FifoQueue",
                    "ContentBasedDeduplication",
                    "KmsMasterKeyId",
                    "KmsDataKeyReusePeriodSeconds",
                    "DeduplicationScope",
                    "FifoThroughputLimit",
                    "RedriveAllowPolicy",
                    "SqsManagedSseEnabled");

    private final Queues queues;
    private final SqsSettings settings;
    private final QueueUrls urls;

    QueueAttributes(Queues queues, SqsSettings settings, QueueUrls urls) {
        this.queues = queues;
        this.settings = settings;
        this.urls = urls;
    }

    /** What a new queue with these attributes begins with. */
    QueueSettings created(String name, Map<String, String> attributes) {
        checkType(QueueUrls.isFifoName(name), attributes.getOrDefault("FifoQueue", ""));
        return changed(name, NewQueues.settings(name, settings), attributes);
    }

    /** AWS wants a FIFO queue to be said twice, and a standard one not at all. */
    private static void checkType(boolean fifoName, String fifo) {
        if (fifoName && !fifo.equals("true")) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "A queue whose name ends in .fifo needs the attribute FifoQueue with the value"
                            + " true.");
        }
        if (!fifoName && fifo.equals("true")) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
                            + " underscores, must end with .fifo suffix and be 1 to 80 in length.");
        }
        if (!fifoName && !fifo.isEmpty()) {
            throw new SqsFailure(
                    SqsError.INVALID_ATTRIBUTE_NAME,
                    "Unknown Attribute FifoQueue: leave it out for a standard queue.");
        }
    }

    /** The settings of the queue with these attributes set. */
    QueueSettings changed(String name, QueueSettings before, Map<String, String> attributes) {
        SettingsDraft draft = new SettingsDraft(name, before);
        RedrivePolicies policies = new RedrivePolicies(queues, name, SqsQueue.isFifo(before));
        attributes.forEach((attribute, value) -> draft.set(attribute, value, policies));
        return draft.settings();
    }

    /** The attributes that were asked for, in the order of the API's reference. */
    Map<String, String> read(QueueInfo queue, Collection<String> names) {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw unknown(name);
            }
        }
        Map<String, String> all = all(queue);
        if (!names.contains(ALL)) {
            all.keySet().retainAll(Set.copyOf(names));
        }
        return all;
    }

    static SqsFailure unknown(String attribute) {
        return new SqsFailure(
                SqsError.INVALID_ATTRIBUTE_NAME,
                "Unknown Attribute "
                        + attribute.substring(0, Math.min(attribute.length(), 80))
                        + ".");
    }

    private Map<String, String> all(QueueInfo queue) {
        QueueSettings now = queue.settings();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("QueueArn", urls.arn(queue.name()));
        queues.stats(queue.name()).ifPresent(stats -> counts(all, stats));
        all.put("CreatedTimestamp", seconds(queue.createdAt()));
        all.put("LastModifiedTimestamp", seconds(queue.modifiedAt()));
        all.put("VisibilityTimeout", seconds(now.leaseMillis()));
        all.put("MaximumMessageSize", String.valueOf(SqsQueue.maximumMessageSize(now)));
        all.put("MessageRetentionPeriod", seconds(now.expiryMillis()));
        all.put("DelaySeconds", seconds(now.delayMillis()));
        all.put("ReceiveMessageWaitTimeSeconds", seconds(now.receiveWaitMillis()));
        all.put("SqsManagedSseEnabled", label(now, "SqsManagedSseEnabled", "true"));
        now.deadLetter()
                .ifPresent(rule ->
                        all.put(
                                "RedrivePolicy",
                                RedrivePolicies.text(urls.arn(rule.queue()), rule.maxAttempts())));
        String policy = now.labels().get(QueuePolicy.LABEL);
        if (policy != null) {
            all.put("Policy", policy);
        }
        for (String attribute : LABELLED) {
            String value = now.labels().get(SqsQueue.LABEL + attribute);
            if (value != null) {
                all.put(attribute, value);
            }
        }
        if (SqsQueue.isFifo(now)) {
            all.put("FifoQueue", "true");
            all.put("ContentBasedDeduplication", label(now, "ContentBasedDeduplication", "false"));
            all.put("DeduplicationScope", label(now, "DeduplicationScope", "queue"));
            all.put("FifoThroughputLimit", label(now, "FifoThroughputLimit", "perQueue"));
        }
        return all;
    }

    private static void counts(Map<String, String> all, QueueStats stats) {
        all.put("ApproximateNumberOfMessages", String.valueOf(stats.ready()));
        all.put("ApproximateNumberOfMessagesNotVisible", String.valueOf(stats.leased()));
        all.put("ApproximateNumberOfMessagesDelayed", String.valueOf(stats.delayed()));
    }

    private static String label(QueueSettings settings, String attribute, String otherwise) {
        return settings.labels().getOrDefault(SqsQueue.LABEL + attribute, otherwise);
    }

    private static String seconds(long millis) {
        return String.valueOf(millis / MILLIS);
    }
}
