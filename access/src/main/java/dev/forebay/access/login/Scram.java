package dev.forebay.access.login;

import dev.forebay.access.login.Password.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys of SCRAM as RFC 5802 §3 makes them from a password. Stateless. */
final class Scram {
    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

    private Scram() {}

    /** The hash functions of the two mechanisms. */
    enum Hash {
        SHA_256("SHA-256", "HmacSHA256", "PBKDF2WithHmacSHA256", 32),
        SHA_512("SHA-512", "HmacSHA512", "PBKDF2WithHmacSHA512", 64);

        private final String digest;
        private final String mac;
        private final String derivation;
        private final int bytes;

        Hash(String digest, String mac, String derivation, int bytes) {
            this.digest = digest;
            this.mac = mac;
            this.derivation = derivation;
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    static Verifier verifier(Hash hash, String password, byte[] salt, int iterations) {
        PBEKeySpec spec =
                new PBEKeySpec(password.toCharArray(), salt, iterations, hash.bytes * Byte.SIZE);
        try {
            byte[] salted =
                    SecretKeyFactory.getInstance(hash.derivation).generateSecret(spec).getEncoded();
            Mac mac = Mac.getInstance(hash.mac);
            mac.init(new SecretKeySpec(salted, hash.mac));
            byte[] clientKey = mac.doFinal(CLIENT_KEY);
            byte[] serverKey = mac.doFinal(SERVER_KEY);
            return new Verifier(
                    MessageDigest.getInstance(hash.digest).digest(clientKey), serverKey);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the JDK lacks " + hash.derivation, impossible);
        } finally {
            spec.clearPassword();
        }
    }
}
