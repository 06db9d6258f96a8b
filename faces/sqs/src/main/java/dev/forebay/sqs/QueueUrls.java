package dev.forebay.sqs;

import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of queues as URLs and ARNs. */
final class QueueUrls {
    static final String ACCOUNT = "000000000000";
    static final String FIFO_SUFFIX = ".fifo";
    private static final String ANY_ACCOUNT = "queue";
    private static final String SCHEME_END = "://";
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

    /**
     * The URL under which the caller reaches the queue. What SQS' names cannot have is
     * percent-encoded, so that the name is the last segment whatever is in it.
     */
    static String url(String base, String queue) {
        return base + "/" + ACCOUNT + "/" + (isName(queue) ? queue : encoded(queue));
    }

    /**
     * The queue that a URL or path names, which has two segments: an account and a name. Scheme,
     * host and account are not compared, since clients reach the server under many names.
     *
     * @throws SqsFailure InvalidAddress for all else, which might be read as another queue
     */
    static String nameIn(String queueUrl) {
        int name = queueUrl.lastIndexOf('/') + 1;
        int account = queueUrl.lastIndexOf('/', name - 2) + 1;
        if (!isAuthority(queueUrl, account - 1) || !isAccount(queueUrl, account, name - 1)) {
            throw invalidAddress(queueUrl);
        }
        String segment = queueUrl.substring(name);
        return isName(segment) ? segment : decoded(segment, queueUrl);
    }

    /** Whether nothing stands before a slash, or a scheme and a host. */
    private static boolean isAuthority(String queueUrl, int slash) {
        int scheme = queueUrl.indexOf(SCHEME_END);
        return slash == 0
                || (scheme > 0 && queueUrl.indexOf('/', scheme + SCHEME_END.length()) == slash);
    }

    /** Whether there are twelve digits, or {@code queue} as in older servers' URLs. */
    private static boolean isAccount(String queueUrl, int start, int end) {
        if (end - start != ACCOUNT.length()) {
            return end - start == ANY_ACCOUNT.length() && queueUrl.startsWith(ANY_ACCOUNT, start);
        }
        for (int i = start; i < end; i++) {
            if (queueUrl.charAt(i) < '0' || queueUrl.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Only what {@link #url} would write, so that each queue has one URL. */
    private static String decoded(String segment, String queueUrl) {
        try {
            String name = URLDecoder.decode(segment, StandardCharsets.UTF_8);
            if (!name.isEmpty() && encoded(name).equals(segment)) {
                return name;
            }
        } catch (IllegalArgumentException _) {
            // A percent sign without its digits: no address either.
        }
        throw invalidAddress(queueUrl);
    }

    private static SqsFailure invalidAddress(String queueUrl) {
        return new SqsFailure(
                SqsError.INVALID_ADDRESS,
                "The address "
                        + queueUrl.substring(0, Math.min(queueUrl.length(), 200))
                        + " is not valid for this endpoint.");
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
