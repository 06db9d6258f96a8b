package dev.forebay.amqp.management;

import dev.forebay.amqp.Refusals;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.policy.PolicyRefused;
import dev.forebay.engine.Refusal;

/**
 * A request that is answered with an error, in RabbitMQ's words. Carries no stack trace: it is an
 * answer, not a defect.
 */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String BAD_REQUEST = "bad_request";

    private final int status;
    private final String error;

    ApiError(int status, String error, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.error = error;
    }

    int status() {
        return status;
    }

    /** In a word or two, for programs. */
    String error() {
        return error;
    }

    /** For people. */
    String reason() {
        return String.valueOf(getMessage());
    }

    /** The reason as one line. */
    String line() {
        return reason().strip().replaceAll("\\s*\n\\s*", ": ");
    }

    static ApiError notFound() {
        return new ApiError(404, "Object Not Found", "Not Found");
    }

    static ApiError badRequest(String reason) {
        return new ApiError(400, BAD_REQUEST, reason);
    }

    static ApiError notAuthorised(String reason) {
        return new ApiError(401, "not_authorised", reason);
    }

    /** A policy or parameter that cannot be. */
    static ApiError invalid(String why) {
        return badRequest("Validation failed\n\n" + why + "\n");
    }

    static ApiError of(PolicyRefused refused) {
        return invalid(refused.reason());
    }

    static ApiError of(AmqpFailure failure) {
        AmqpFault fault = failure.fault();
        return switch (fault.code()) {
            case NOT_FOUND -> new ApiError(404, "not_found", fault.text());
            case ACCESS_REFUSED -> notAuthorised(fault.text());
            case NOT_ALLOWED -> new ApiError(404, "not_found", "vhost_not_found");
            case INTERNAL_ERROR -> new ApiError(500, "internal_server_error", fault.text());
            case RESOURCE_ERROR, CONNECTION_FORCED ->
                    new ApiError(503, "service_unavailable", fault.text());
            case CONTENT_TOO_LARGE,
                    NO_ROUTE,
                    NO_CONSUMERS,
                    INVALID_PATH,
                    RESOURCE_LOCKED,
                    PRECONDITION_FAILED,
                    FRAME_ERROR,
                    SYNTAX_ERROR,
                    COMMAND_INVALID,
                    CHANNEL_ERROR,
                    UNEXPECTED_FRAME,
                    NOT_IMPLEMENTED ->
                    badRequest(fault.text());
        };
    }

    static ApiError of(Refusal refusal) {
        return of(Refusals.failure(refusal));
    }
}
