package dev.forebay.sqs.codec;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The digests that SDKs verify (developer guide, "calculating the MD5 message digest for message
 * attributes"). One for each thread; not thread-safe.
 */
public final class Digests {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MD5_BYTES = 16;
    private static final byte TEXT = 1;
    private static final byte BINARY = 2;

    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha256 = digest("SHA-256");
    private final byte[] sum = new byte[MD5_BYTES];

    /** MD5 of the bytes as 32 hexadecimal digits. */
    public String md5(byte[] bytes, int from, int length) {
        md5.update(bytes, from, length);
        return finishMd5();
    }

    /** MD5 over names, types and values in the order of names. */
    public String md5(List<MessageAttribute> attributes) {
        List<MessageAttribute> sorted = new ArrayList<>(attributes);
        sorted.sort(Comparator.comparing(MessageAttribute::name));
        for (MessageAttribute attribute : sorted) {
            updateWithLength(attribute.name().getBytes(StandardCharsets.UTF_8));
            updateWithLength(attribute.type().getBytes(StandardCharsets.UTF_8));
            md5.update(attribute.binary() ? BINARY : TEXT);
            updateWithLength(attribute.value());
        }
        return finishMd5();
    }

    /** SHA-256 of the bytes as 64 hexadecimal digits. */
    public String sha256(byte[] bytes) {
        return hex(sha256.digest(bytes));
    }

    private String finishMd5() {
        try {
            md5.digest(sum, 0, MD5_BYTES);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        return hex(sum);
    }

    private void updateWithLength(byte[] bytes) {
        int length = bytes.length;
        md5.update((byte) (length >>> 24));
        md5.update((byte) (length >>> 16));
        md5.update((byte) (length >>> 8));
        md5.update((byte) length);
        md5.update(bytes);
    }

    private static String hex(byte[] bytes) {
        byte[] digits = new byte[2 * bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            digits[2 * i] = HEX[(bytes[i] >> 4) & 0xf];
            digits[2 * i + 1] = HEX[bytes[i] & 0xf];
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
