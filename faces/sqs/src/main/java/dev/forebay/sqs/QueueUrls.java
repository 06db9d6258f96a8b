package dev.forebay.sqs;

import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;

/** Names of queues as URLs and ARNs. */
final class QueueUrls {
    static final String ACCOUNT = "000000000000";
    static final String FIFO_SUFFIX = ".fifo";
    private static final int MAX_NAME = 80;

    private final String arnPrefix;

    QueueUrls(String region) {
        this.arnPrefix = "arn:aws:sqs:" + region + ":" + ACCOUNT + ":";
    }

    String arn(String queue) {
        return arnPrefix + queue;
    }

    /** The queue that an ARN names, whatever its region and account; empty when it is no ARN. */
    static String nameInArn(String arn) {
        String[] parts = arn.split(":", -1);
        int parsed = 6;
        return parts.length == parsed && parts[0].equals("arn") && parts[2].equals("sqs")
                ? parts[parsed - 1]
                : "";
    }

    /** The URL under which the caller reaches the queue. */
    static String url(String base, String queue) {
        return base + "/" + ACCOUNT + "/" + queue;
    }

    /**
     * The queue that a URL or path names: its last segment. Scheme, host and account are not
     * compared, since clients reach the server under many names.
     */
    static String nameIn(String queueUrl) {
        String name = queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
        if (!isName(name)) {
            throw new SqsFailure(
                    SqsError.INVALID_ADDRESS,
                    "The address "
                            + queueUrl.substring(0, Math.min(queueUrl.length(), 200))
                            + " is not valid for this endpoint.");
        }
        return name;
    }

    static boolean isFifoName(String name) {
        return name.endsWith(FIFO_SUFFIX);
    }

    /** 1 to 80 letters, digits, hyphens and underscores, perhaps with {@code .fifo} at the end. */
    static boolean isName(String name) {
        int end = isFifoName(name) ? name.length() - FIFO_SUFFIX.length() : name.length();
        if (end == 0 || name.length() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** The name that a new queue asks for. */
    static String checkedName(SqsRequest.CreateQueue request) {
        if (!isName(request.queueName())) {
            throw new SqsFailure(
                    SqsError.INVALID_PARAMETER_VALUE,
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in"
                            + " length, with .fifo at the end for FIFO queues.");
        }
        return request.queueName();
    }
}
