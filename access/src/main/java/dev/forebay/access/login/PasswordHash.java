package dev.forebay.access.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A password as RabbitMQ keeps it, for users that came from there: one round of a hash over four
 * bytes of salt and the password. Weaker than a {@link Password}, which takes its place when the
 * user gets another password.
 *
 * @param saltAndHash the salt, then the hash
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed to strangers
public record PasswordHash(Algorithm algorithm, byte[] saltAndHash) {
    private static final int SALT_BYTES = 4;

    /** What RabbitMQ hashes passwords with. */
    public enum Algorithm {
        SHA256(1, "rabbit_password_hashing_sha256", "SHA-256", 32),
        SHA512(2, "rabbit_password_hashing_sha512", "SHA-512", 64),
        MD5(3, "rabbit_password_hashing_md5", "MD5", 16);

        private final int code;
        private final String title;
        private final String digest;
        private final int bytes;

        Algorithm(int code, String title, String digest, int bytes) {
            this.code = code;
            this.title = title;
            this.digest = digest;
            this.bytes = bytes;
        }

        /** How it is stored: never changes. */
        public int code() {
            return code;
        }

        /** As definitions name it. */
        public String title() {
            return title;
        }

        /**
         * The one of that code.
         *
         * @throws IllegalStateException when there is none
         */
        public static Algorithm of(int code) {
            return Arrays.stream(values())
                    .filter(one -> one.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a hash of kind " + code));
        }
    }

    public PasswordHash {
        if (saltAndHash.length != SALT_BYTES + algorithm.bytes) {
            throw new IllegalArgumentException(
                    algorithm.title
                            + " with its salt has "
                            + (SALT_BYTES + algorithm.bytes)
                            + " bytes");
        }
    }

    /**
     * As definitions write it.
     *
     * @param algorithm such as {@code rabbit_password_hashing_sha256}
     * @param base64 of salt and hash
     * @throws IllegalArgumentException when it is no such hash
     */
    public static PasswordHash of(String algorithm, String base64) {
        Algorithm known =
                Arrays.stream(Algorithm.values())
                        .filter(one -> one.title.equals(algorithm))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "an algorithm of SHA-256, SHA-512 or MD5 as RabbitMQ names"
                                                + " it"));
        return new PasswordHash(known, Base64.getDecoder().decode(base64));
    }

    /** Salt and hash, as definitions write them. */
    public String base64() {
        return Base64.getEncoder().encodeToString(saltAndHash);
    }

    /** Checks a guess. */
    public boolean check(String guess) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm.digest);
            digest.update(saltAndHash, 0, SALT_BYTES);
            byte[] made = digest.digest(guess.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(
                    made, Arrays.copyOfRange(saltAndHash, SALT_BYTES, saltAndHash.length));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has these", missing);
        }
    }

    /** Leaves out the hash. */
    @Override
    public String toString() {
        return "PasswordHash[" + algorithm + "]";
    }
}
