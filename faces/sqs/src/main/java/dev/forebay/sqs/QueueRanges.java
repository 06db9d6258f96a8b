package dev.forebay.sqs;

import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;

/** Ranges of the numeric queue attributes, in SQS' units. */
record QueueRanges(String attribute, int least, int most) {
    static final QueueRanges DELAY = new QueueRanges("DelaySeconds", 0, 900);
    static final QueueRanges MESSAGE_SIZE = new QueueRanges("MaximumMessageSize", 1_024, 1 << 20);
    static final QueueRanges RETENTION = new QueueRanges("MessageRetentionPeriod", 60, 1_209_600);
    static final QueueRanges WAIT = new QueueRanges("ReceiveMessageWaitTimeSeconds", 0, 20);
    static final QueueRanges VISIBILITY = new QueueRanges("VisibilityTimeout", 0, 43_200);
    static final QueueRanges KMS_REUSE =
            new QueueRanges("KmsDataKeyReusePeriodSeconds", 60, 86_400);

    /**
     * The number that an attribute's text says.
     *
     * @throws SqsFailure InvalidAttributeValue when it is none or out of range
     */
    int parse(String text) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Falls through to the same answer as a number out of range.
        }
        throw new SqsFailure(
                SqsError.INVALID_ATTRIBUTE_VALUE,
                "Invalid value for the parameter "
                        + attribute
                        + ". Accepted: "
                        + least
                        + " to "
                        + most
                        + ".");
    }

    /**
     * A parameter of the same range.
     *
     * @throws SqsFailure InvalidParameterValue when out of range
     */
    int check(String parameter, int value) {
        if (value < least || value > most) {
            throw SqsFailure.invalid(
                    parameter,
                    String.valueOf(value),
                    "Must be between " + least + " and " + most + ".");
        }
        return value;
    }
}
