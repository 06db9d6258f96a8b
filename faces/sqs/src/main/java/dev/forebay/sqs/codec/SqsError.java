package dev.forebay.sqs.codec;

/**
 * Every error the face answers with, as AWS' model names it: the shape for AWS JSON, the code for
 * Query and the {@code x-amzn-query-error} header, the HTTP status.
 */
public enum SqsError {
    QUEUE_DOES_NOT_EXIST("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", 400),
    QUEUE_NAME_EXISTS("QueueNameExists", "QueueAlreadyExists", 400),
    QUEUE_DELETED_RECENTLY(
            "QueueDeletedRecently", "AWS.SimpleQueueService.QueueDeletedRecently", 400),
    PURGE_QUEUE_IN_PROGRESS(
            "PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress", 403),
    INVALID_ATTRIBUTE_NAME("InvalidAttributeName", "InvalidAttributeName", 400),
    INVALID_ATTRIBUTE_VALUE("InvalidAttributeValue", "InvalidAttributeValue", 400),
    INVALID_MESSAGE_CONTENTS("InvalidMessageContents", "InvalidMessageContents", 400),
    INVALID_ID_FORMAT("InvalidIdFormat", "InvalidIdFormat", 400),
    INVALID_ADDRESS("InvalidAddress", "InvalidAddress", 404),
    INVALID_SECURITY("InvalidSecurity", "InvalidSecurity", 403),
    REQUEST_THROTTLED("RequestThrottled", "RequestThrottled", 403),
    OVER_LIMIT("OverLimit", "OverLimit", 403),
    RECEIPT_HANDLE_IS_INVALID("ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid", 404),
    MESSAGE_NOT_INFLIGHT("MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight", 400),
    RESOURCE_NOT_FOUND("ResourceNotFoundException", "ResourceNotFoundException", 404),
    EMPTY_BATCH_REQUEST("EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest", 400),
    TOO_MANY_ENTRIES(
            "TooManyEntriesInBatchRequest",
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            400),
    BATCH_ENTRY_IDS_NOT_DISTINCT(
            "BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400),
    INVALID_BATCH_ENTRY_ID(
            "InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId", 400),
    BATCH_REQUEST_TOO_LONG(
            "BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong", 400),
    UNSUPPORTED_OPERATION(
            "UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation", 400),

    // What the service's front answers for every AWS API; not part of the SQS model.
    MISSING_PARAMETER(
            Namespace.FRONT, "MissingRequiredParameterException", "MissingParameter", 400),
    INVALID_PARAMETER_VALUE(
            Namespace.FRONT, "InvalidParameterValueException", "InvalidParameterValue", 400),
    ACCESS_DENIED(Namespace.FRONT, "AccessDeniedException", "AccessDenied", 403),
    MISSING_AUTHENTICATION_TOKEN(
            Namespace.FRONT,
            "MissingAuthenticationTokenException",
            "MissingAuthenticationToken",
            403),
    INVALID_CLIENT_TOKEN_ID(
            Namespace.FRONT, "UnrecognizedClientException", "InvalidClientTokenId", 403),
    SIGNATURE_DOES_NOT_MATCH(
            Namespace.FRONT, "InvalidSignatureException", "SignatureDoesNotMatch", 403),
    INCOMPLETE_SIGNATURE(
            Namespace.FRONT, "IncompleteSignatureException", "IncompleteSignature", 400),
    REQUEST_EXPIRED(Namespace.FRONT, "RequestExpired", "RequestExpired", 400),
    SERIALIZATION(Namespace.FRONT, "SerializationException", "MalformedInput", 400),
    UNKNOWN_OPERATION(Namespace.FRONT, "UnknownOperationException", "InvalidAction", 400),
    MISSING_ACTION(Namespace.FRONT, "MissingAction", "MissingAction", 400),
    MALFORMED_QUERY_STRING(Namespace.FRONT, "MalformedQueryString", "MalformedQueryString", 400),
    INTERNAL_FAILURE(Namespace.FRONT, "InternalFailure", "InternalFailure", 500),
    SERVICE_UNAVAILABLE(Namespace.FRONT, "ServiceUnavailableException", "ServiceUnavailable", 503);

    private static final int FIRST_SERVER_STATUS = 500;

    private final String shape;
    private final String type;
    private final String queryCode;
    private final int status;

    SqsError(String shape, String queryCode, int status) {
        this(Namespace.MODEL, shape, queryCode, status);
    }

    SqsError(Namespace namespace, String shape, String queryCode, int status) {
        this.shape = shape;
        this.type = namespace.prefix + shape;
        this.queryCode = queryCode;
        this.status = status;
    }

    /** Name of the shape in AWS' model. */
    public String shape() {
        return shape;
    }

    /** What {@code __type} says in AWS JSON. */
    public String type() {
        return type;
    }

    /** What {@code Code} says in Query's XML and in batch results. */
    public String queryCode() {
        return queryCode;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** True when the caller must change something for the request to succeed. */
    public boolean senderFault() {
        return status < FIRST_SERVER_STATUS;
    }

    private enum Namespace {
        MODEL("com.amazonaws.sqs#"),
        FRONT("com.amazon.coral.service#");

        private final String prefix;

        Namespace(String prefix) {
            this.prefix = prefix;
        }
    }
}
