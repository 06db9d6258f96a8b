package dev.forebay.httpapi.codec;

/**
 * Why a request was not carried out (RFC 9457).
 *
 * @param type the kind, which gives title and status
 * @param detail what was wrong, where, and what to do; for people
 * @param retryAfterMillis when trying again may help; {@link #NEVER} when it is not known
 */
public record Problem(ProblemType type, String detail, long retryAfterMillis) {
    /** Nobody knows when it may work, or it never will. */
    public static final long NEVER = -1;

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, NEVER);
    }

    /** Writes it as an object of {@code application/problem+json}. */
    public void write(JsonOut out, String instance) {
        out.begin();
        out.field("type", type.uri());
        out.field("title", type.title());
        out.field("status", type.status());
        out.field("detail", detail);
        if (!instance.isEmpty()) {
            out.field("instance", instance);
        }
        if (retryAfterMillis >= 0) {
            out.field("retryAfterMillis", retryAfterMillis);
        }
        out.end();
    }
}
