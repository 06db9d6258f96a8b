package dev.forebay.httpapi.codec;

import dev.forebay.engine.LeaseId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What names a lease to a client: queue id and lease under a keyed checksum, so that nobody can
 * settle what was not handed to him. One for each thread.
 */
public final class LeaseTokens {
    /** Tells these from what other faces issue under the same key. */
    private static final byte KIND = 'L';

    private static final int NAMED = 1 + Integer.BYTES * 3 + Long.BYTES * 2;
    private static final int CHECKSUM = 16;
    private static final int TEXT = (NAMED + CHECKSUM) * 4 / 3;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] bytes = new byte[NAMED + CHECKSUM];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);

    /** Under a secret of at least 16 bytes, the same over restarts. */
    public LeaseTokens(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String issue(int queueId, LeaseId lease) {
        view.clear();
        view.put(KIND).putInt(queueId).putInt(lease.partition()).putLong(lease.offset());
        view.putInt(lease.pass()).putLong(lease.number());
        view.put(checksum(bytes), 0, CHECKSUM);
        return new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.ISO_8859_1);
    }

    /** The lease that a token names; null when it is malformed, forged, or of another queue. */
    public @Nullable LeaseId read(int queueId, String token) {
        byte[] decoded = decode(token);
        if (decoded == null
                || decoded[0] != KIND
                || !MessageDigest.isEqual(
                        Arrays.copyOf(checksum(decoded), CHECKSUM),
                        Arrays.copyOfRange(decoded, NAMED, NAMED + CHECKSUM))) {
            return null;
        }
        ByteBuffer named = ByteBuffer.wrap(decoded, 1, NAMED - 1);
        if (named.getInt() != queueId) {
            return null;
        }
        int partition = named.getInt();
        long offset = named.getLong();
        int pass = named.getInt();
        return new LeaseId(partition, offset, pass, named.getLong());
    }

    private byte[] checksum(byte[] token) {
        mac.update(token, 0, NAMED);
        return mac.doFinal();
    }

    private static byte @Nullable [] decode(String token) {
        if (token.length() != TEXT) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
