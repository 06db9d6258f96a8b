package dev.forebay.httpapi.codec;

import dev.forebay.access.lease.LeaseSeal;
import dev.forebay.engine.LeaseId;
import org.jspecify.annotations.Nullable;

/** What names a lease to a client of the API. One for each thread. */
public final class LeaseTokens {
    private static final byte KIND = 'L';

    private final LeaseSeal seal;

    /** Under a secret of at least 16 bytes, the same over restarts. */
    public LeaseTokens(byte[] key) {
        seal = new LeaseSeal(KIND, key);
    }

    public String issue(int queueId, LeaseId lease) {
        return seal.issue(queueId, lease);
    }

    /** The lease that a token names; null when it is malformed, forged, or of another queue. */
    public @Nullable LeaseId read(int queueId, String token) {
        LeaseSeal.Named named = seal.read(token);
        return named == null || named.queueId() != queueId ? null : named.lease();
    }
}
