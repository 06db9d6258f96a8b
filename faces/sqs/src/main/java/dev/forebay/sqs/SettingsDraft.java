package dev.forebay.sqs;

import dev.forebay.access.policy.PolicyReader;
import dev.forebay.access.policy.PolicyRefused;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Deduplication.Scope;
import dev.forebay.engine.QueueSettings;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.Utf8;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A queue's settings while attributes are being set on them. */
final class SettingsDraft {
    private static final int MILLIS = 1_000;
    private static final String PER_GROUP = "perMessageGroupId";
    private static final String GROUP_SCOPE = "messageGroup";

    private final String queue;
    private final QueueSettings before;
    private final boolean fifo;
    private final Map<String, String> labels;
    private long leaseMillis;
    private long delayMillis;
    private long expiryMillis;
    private long receiveWaitMillis;
    private int maxMessageBytes;
    private Optional<DeadLetterRule> deadLetter;
    private Optional<Deduplication> deduplication;

    SettingsDraft(String queue, QueueSettings before) {
        this.queue = queue;
        this.before = before;
        this.fifo = SqsQueue.isFifo(before);
        this.labels = new TreeMap<>(before.labels());
        this.leaseMillis = before.leaseMillis();
        this.delayMillis = before.delayMillis();
        this.expiryMillis = before.expiryMillis();
        this.receiveWaitMillis = before.receiveWaitMillis();
        this.maxMessageBytes = before.maxMessageBytes();
        this.deadLetter = before.deadLetter();
        this.deduplication = before.deduplication();
    }

    /** Sets one attribute by its SQS name. */
    void set(String attribute, String value, RedrivePolicies policies) {
        switch (attribute) {
            case "VisibilityTimeout" -> leaseMillis = millis(QueueRanges.VISIBILITY, value);
            case "DelaySeconds" -> delayMillis = millis(QueueRanges.DELAY, value);
            case "MessageRetentionPeriod" -> expiryMillis = millis(QueueRanges.RETENTION, value);
            case "ReceiveMessageWaitTimeSeconds" ->
                    receiveWaitMillis = millis(QueueRanges.WAIT, value);
            case "MaximumMessageSize" ->
                    maxMessageBytes = QueueRanges.MESSAGE_SIZE.parse(value) + NewQueues.HEADER_ROOM;
            case "RedrivePolicy" -> deadLetter = policies.rule(value);
            case "RedriveAllowPolicy" -> {
                RedrivePolicies.checkAllowPolicy(value);
                label(attribute, value);
            }
            case "KmsDataKeyReusePeriodSeconds" -> {
                int seconds = QueueRanges.KMS_REUSE.parse(value);
                label(attribute, String.valueOf(seconds));
            }
            case "SqsManagedSseEnabled" ->
                    label(attribute, oneOf(attribute, value, "true", "false"));
            case "Policy" -> policy(value);
            case "KmsMasterKeyId" -> label(attribute, value);
            case "FifoQueue" -> checkFifo(value);
            case "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit" ->
                    setFifo(attribute, value);
            default -> throw QueueAttributes.unknown(attribute);
        }
    }

    QueueSettings settings() {
        checkThroughput();
        return before.toBuilder()
                .leaseMillis(leaseMillis)
                .delayMillis(delayMillis)
                .expiryMillis(expiryMillis)
                .receiveWaitMillis(receiveWaitMillis)
                .maxMessageBytes(maxMessageBytes)
                .deadLetter(deadLetter)
                .deduplication(deduplication)
                .labels(labels)
                .build();
    }

    private void setFifo(String attribute, String value) {
        if (!fifo) {
            throw new SqsFailure(
                    SqsError.INVALID_ATTRIBUTE_NAME,
                    "Unknown Attribute " + attribute + ": only FIFO queues have it.");
        }
        switch (attribute) {
            case "DeduplicationScope" -> {
                label(attribute, oneOf(attribute, value, "queue", GROUP_SCOPE));
                Scope scope = value.equals(GROUP_SCOPE) ? Scope.KEY : Scope.QUEUE;
                deduplication = Optional.of(NewQueues.deduplication(scope));
            }
            case "FifoThroughputLimit" ->
                    label(attribute, oneOf(attribute, value, "perQueue", PER_GROUP));
            default -> label(attribute, oneOf(attribute, value, "true", "false"));
        }
    }

    private void checkFifo(String value) {
        if (!value.equals(String.valueOf(fifo))) {
            throw new SqsFailure(
                    SqsError.INVALID_ATTRIBUTE_VALUE,
                    "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not"
                            + " supported.");
        }
    }

    private void checkThroughput() {
        boolean perGroup = PER_GROUP.equals(labels.get(SqsQueue.LABEL + "FifoThroughputLimit"));
        boolean scoped = GROUP_SCOPE.equals(labels.get(SqsQueue.LABEL + "DeduplicationScope"));
        if (perGroup && !scoped) {
            throw new SqsFailure(
                    SqsError.INVALID_ATTRIBUTE_VALUE,
                    "The perMessageGroupId value of FifoThroughputLimit is allowed only when"
                            + " DeduplicationScope is messageGroup.");
        }
    }

    /** What would not be enforced is not taken. */
    private void policy(String value) {
        if (value.isBlank()) {
            labels.remove(QueuePolicy.LABEL);
            return;
        }
        try {
            QueuePolicy _ = PolicyReader.read(value, queue);
        } catch (PolicyRefused refused) {
            throw new SqsFailure(
                    SqsError.INVALID_ATTRIBUTE_VALUE,
                    "Invalid value for the parameter Policy. Reason: " + refused.text());
        }
        labels.put(QueuePolicy.LABEL, value);
    }

    private void label(String attribute, String value) {
        if (!Utf8.isXmlText(value)) {
            throw new SqsFailure(
                    SqsError.INVALID_ATTRIBUTE_VALUE,
                    "Invalid value for the parameter "
                            + attribute
                            + ". It may hold only characters of XML 1.0.");
        }
        if (value.isEmpty()) {
            labels.remove(SqsQueue.LABEL + attribute);
        } else {
            labels.put(SqsQueue.LABEL + attribute, value);
        }
    }

    private static long millis(QueueRanges range, String value) {
        return (long) range.parse(value) * MILLIS;
    }

    private static String oneOf(String attribute, String value, String... accepted) {
        if (!List.of(accepted).contains(value)) {
            throw new SqsFailure(
                    SqsError.INVALID_ATTRIBUTE_VALUE,
                    "Invalid value for the parameter "
                            + attribute
                            + ". Accepted: "
                            + String.join(", ", accepted)
                            + ".");
        }
        return value;
    }
}
