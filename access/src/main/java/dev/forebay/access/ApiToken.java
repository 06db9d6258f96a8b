package dev.forebay.access;

/**
 * A token for the HTTP API, of which only a hash is kept.
 *
 * @param id names it, for people; public
 * @param user whose it is
 * @param hash SHA-256 of the token, in hex
 * @param scope what it may be used for at most
 * @param note what it is for, in the user's words
 * @param createdAt wall-clock ms
 * @param endsAt wall-clock ms from which on it does not work any more
 */
public record ApiToken(
        String id,
        String user,
        String hash,
        Scope scope,
        String note,
        long createdAt,
        long endsAt) {
    /** Leaves out the hash. */
    @Override
    public String toString() {
        return "ApiToken[" + id + " of " + user + ", " + scope + "]";
    }
}
