package dev.forebay.access.login;

/**
 * A browser's sign-in, as handed out once.
 *
 * @param id the cookie's value: a secret
 * @param csrf what the page must repeat in a header with each write: a secret of the page
 * @param user whose it is
 */
public record Session(String id, String csrf, String user) {
    /** Leaves out both secrets. */
    @Override
    public String toString() {
        return "Session[" + user + "]";
    }
}
