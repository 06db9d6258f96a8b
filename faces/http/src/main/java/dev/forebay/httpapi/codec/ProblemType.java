package dev.forebay.httpapi.codec;

import java.util.Locale;

/** Every kind of problem that the API answers with: its name in {@code type}, title and status. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request is not well-formed"),
    MALFORMED_JSON(400, "The request is not readable as JSON"),
    FOREIGN_CURSOR(400, "The cursor is not one of this list"),
    INVALID_PATH(400, "The path is not readable"),
    NOT_ALLOWED(403, "Not allowed"),
    UNAUTHENTICATED(401, "Not signed in"),
    CROSS_SITE(403, "A request from another site's page"),
    WRONG_PASSWORD(403, "The present password is another"),
    WRONG_HOST(403, "Not a name of this server"),
    NO_SUCH_ROUTE(404, "Nothing has this address"),
    NO_SUCH_QUEUE(404, "There is no such queue"),
    NO_SUCH_MESSAGE(404, "There is no such message"),
    NO_SUCH_LEASE(404, "There is no such lease"),
    NO_SUCH_THING(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The address has no such method"),
    NOT_ACCEPTABLE(406, "The answer has no such form"),
    TOO_SLOW(408, "The request did not arrive in time"),
    QUEUE_EXISTS(409, "A queue of this name exists with other settings"),
    QUEUE_DELETED_RECENTLY(409, "The name was used until just now"),
    QUEUE_PAUSED(409, "The queue takes no messages"),
    ALREADY_SETTLED(409, "The message was settled before"),
    LEASE_ENDED(409, "The lease has ended"),
    LEASED_ANEW(409, "Another lease holds the message"),
    IN_DOUBT(409, "It is not known whether the first request took effect"),
    IN_PROGRESS(409, "The first request of this key is being worked on"),
    CONFLICT(409, "Not possible in the present state"),
    DISCONNECTED(409, "The consumer was disconnected"),
    CHANGED_MEANWHILE(412, "It was changed meanwhile"),
    MESSAGE_TOO_LARGE(413, "The message is too large"),
    REQUEST_TOO_LARGE(413, "The request is too large"),
    LINE_TOO_LONG(414, "The address is too long"),
    COMPRESSED(415, "The body is compressed"),
    NOT_JSON(415, "The body is not declared as JSON"),
    UNKNOWN_EXPECTATION(417, "Nothing of this kind can be expected"),
    INVALID(422, "The request cannot be carried out as it is"),
    KEY_REUSED(422, "The idempotency key was used for another request"),
    THROTTLED(429, "Too much at once"),
    QUEUE_FULL(429, "The queue is full"),
    TOO_MANY_LEASES(429, "Too many messages are leased"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    DAMAGED(500, "The data is damaged on disk"),
    NOT_IMPLEMENTED(501, "The server does not do this"),
    STORAGE_FAILED(503, "Storage has failed"),
    SHUTTING_DOWN(503, "The server is shutting down"),
    BUSY(503, "The server is busy"),
    WRONG_VERSION(505, "The version of HTTP is not spoken here"),
    DISK_FULL(507, "The disk is full");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Whether whoever asked may not, or has not proven who it is. */
    public boolean isDenial() {
        return status == 401 || status == 403;
    }

    /** A few words, always the same for a type. */
    public String title() {
        return title;
    }

    /** The name by which programs tell problems apart: lower-case words joined by dashes. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What {@code type} says: a relative reference, resolved against this server. */
    public String uri() {
        return "/v1/problems/" + slug();
    }
}
