package dev.forebay.sqs;

import dev.forebay.engine.LeaseId;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
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
 * Receipt handles: queue id, partition, offset, pass and lease number under a keyed checksum, so
 * that nobody can settle what was not handed to him. One for each thread.
 */
final class ReceiptHandles {
    private static final byte VERSION = 1;
    private static final int NAMED = 1 + Integer.BYTES * 3 + Long.BYTES * 2;
    private static final int CHECKSUM = 16;
    private static final int TEXT = (NAMED + CHECKSUM) * 4 / 3;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] bytes = new byte[NAMED + CHECKSUM];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);

    ReceiptHandles(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String issue(int queueId, LeaseId lease) {
        view.clear();
        view.put(VERSION).putInt(queueId).putInt(lease.partition()).putLong(lease.offset());
        view.putInt(lease.pass()).putLong(lease.number());
        view.put(checksum(bytes), 0, CHECKSUM);
        return new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.ISO_8859_1);
    }

    /**
     * The lease that a handle names.
     *
     * @throws SqsFailure when it is malformed, forged, or of another queue
     */
    LeaseId read(int queueId, String handle) {
        byte[] decoded = decode(handle);
        if (decoded == null
                || decoded[0] != VERSION
                || !MessageDigest.isEqual(
                        Arrays.copyOf(checksum(decoded), CHECKSUM),
                        Arrays.copyOfRange(decoded, NAMED, NAMED + CHECKSUM))) {
            throw invalid("The input receipt handle is not a valid receipt handle.");
        }
        ByteBuffer named = ByteBuffer.wrap(decoded, 1, NAMED - 1);
        if (named.getInt() != queueId) {
            throw invalid("The input receipt handle was issued for another queue.");
        }
        int partition = named.getInt();
        long offset = named.getLong();
        int pass = named.getInt();
        return new LeaseId(partition, offset, pass, named.getLong());
    }

    private byte[] checksum(byte[] handle) {
        mac.update(handle, 0, NAMED);
        return mac.doFinal();
    }

    private static byte @Nullable [] decode(String handle) {
        if (handle.length() != TEXT) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(handle);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static SqsFailure invalid(String text) {
        return new SqsFailure(SqsError.RECEIPT_HANDLE_IS_INVALID, text);
    }
}
