package dev.forebay.sqs.codec;

/**
 * A request that is answered with an error. Carries no stack trace: it is an answer, not a defect.
 */
public final class SqsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SqsError error;

    public SqsFailure(SqsError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** A required member that is not there. */
    public static SqsFailure missing(String member) {
        return new SqsFailure(
                SqsError.MISSING_PARAMETER,
                "The request must contain the parameter " + member + ".");
    }

    /** A member whose value cannot be used. */
    public static SqsFailure invalid(String member, String value, String reason) {
        return new SqsFailure(
                SqsError.INVALID_PARAMETER_VALUE,
                "Value "
                        + shortened(value)
                        + " for parameter "
                        + member
                        + " is invalid. Reason: "
                        + reason);
    }

    public SqsError error() {
        return error;
    }

    /** The message; never absent. */
    public String text() {
        String message = getMessage();
        return message == null ? error.shape() : message;
    }

    private static String shortened(String value) {
        int most = 200;
        return value.length() <= most ? value : value.substring(0, most) + "...";
    }
}
