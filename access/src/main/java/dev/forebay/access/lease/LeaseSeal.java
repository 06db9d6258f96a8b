package dev.forebay.access.lease;

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
 * Names leases to clients as text: queue id, partition, offset, pass and lease number under a keyed
 * checksum, so that nobody can settle what was not handed to him. Not thread-safe: one for each
 * thread.
 */
public final class LeaseSeal {
    private static final int NAMED = 1 + Integer.BYTES * 3 + Long.BYTES * 2;
    private static final int CHECKSUM = 16;
    private static final int TEXT = (NAMED + CHECKSUM) * 4 / 3;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte kind;
    private final Mac mac;
    private final byte[] bytes = new byte[NAMED + CHECKSUM];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);

    /**
     * Seals under a secret.
     *
     * @param kind tells these texts from what other faces issue under the same key
     * @param key at least 16 bytes, the same over restarts
     */
    public LeaseSeal(byte kind, byte[] key) {
        this.kind = kind;
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a text names. */
    public record Named(int queueId, LeaseId lease) {}

    /** The text for a lease: 72 characters that need no escape in a URL. */
    public String issue(int queueId, LeaseId lease) {
        view.clear();
        view.put(kind).putInt(queueId).putInt(lease.partition()).putLong(lease.offset());
        view.putInt(lease.pass()).putLong(lease.number());
        view.put(checksum(bytes), 0, CHECKSUM);
        return new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.ISO_8859_1);
    }

    /** What a text names; null when it is malformed, forged, or of another kind. */
    public @Nullable Named read(String text) {
        byte[] decoded = decode(text);
        if (decoded == null
                || decoded[0] != kind
                || !MessageDigest.isEqual(
                        Arrays.copyOf(checksum(decoded), CHECKSUM),
                        Arrays.copyOfRange(decoded, NAMED, NAMED + CHECKSUM))) {
            return null;
        }
        ByteBuffer named = ByteBuffer.wrap(decoded, 1, NAMED - 1);
        int queueId = named.getInt();
        int partition = named.getInt();
        long offset = named.getLong();
        int pass = named.getInt();
        return new Named(queueId, new LeaseId(partition, offset, pass, named.getLong()));
    }

    private byte[] checksum(byte[] text) {
        mac.update(text, 0, NAMED);
        return mac.doFinal();
    }

    private static byte @Nullable [] decode(String text) {
        if (text.length() != TEXT) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
