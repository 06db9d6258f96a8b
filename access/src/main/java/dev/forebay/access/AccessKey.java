package dev.forebay.access;

/**
 * A key for signed requests. A signature can be checked only with the secret itself, so it is kept,
 * encrypted under the server's key.
 *
 * @param id what the client names; public
 * @param user whose it is
 * @param sealedSecret the secret, encrypted
 * @param createdAt wall-clock ms
 * @param endsAt wall-clock ms from which on it does not work any more; {@link Long#MAX_VALUE} for
 *     never
 */
@SuppressWarnings("ArrayRecordComponent") // copied on its way in and out, compared by id
public record AccessKey(String id, String user, byte[] sealedSecret, long createdAt, long endsAt) {
    public AccessKey {
        sealedSecret = sealedSecret.clone();
    }

    @Override
    public byte[] sealedSecret() {
        return sealedSecret.clone();
    }

    public AccessKey endingAt(long at) {
        return new AccessKey(id, user, sealedSecret, createdAt, at);
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "AccessKey[" + id + " of " + user + "]";
    }

    /** By id: each is made once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof AccessKey key && key.id.equals(id) && key.endsAt == endsAt;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
