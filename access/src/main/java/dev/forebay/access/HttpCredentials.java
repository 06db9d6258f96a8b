package dev.forebay.access;

import org.jspecify.annotations.Nullable;

/**
 * What an HTTP request brings to say whose it is.
 *
 * @param authorization the Authorization header
 * @param session value of the cookie {@link #COOKIE}
 * @param csrf the header {@link #CSRF_HEADER}
 * @param deed whether the request may change something
 */
public record HttpCredentials(
        @Nullable String authorization,
        @Nullable String session,
        @Nullable String csrf,
        Deed deed) {
    /** Cookie that holds a session's id; to be set Secure (with TLS), HttpOnly, SameSite=Strict. */
    public static final String COOKIE = "forebay-session";

    /** Header in which a page repeats its session's second secret with each write. */
    public static final String CSRF_HEADER = "x-forebay-csrf";

    /** Whether a request may change something. */
    public enum Deed {
        /** GET, HEAD, OPTIONS. */
        READ,
        WRITE
    }

    /** Leaves out all secrets. */
    @Override
    public String toString() {
        return "HttpCredentials[" + deed + "]";
    }
}
