package dev.forebay.access.sigv4;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and HMAC-SHA-256, whose machines each thread keeps. */
final class Hashes {
    private static final String MAC = "HmacSHA256";
    private static final ThreadLocal<Hashes> OWN = ThreadLocal.withInitial(Hashes::new);

    private final MessageDigest digest;
    private final Mac mac;

    private Hashes() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
            mac = Mac.getInstance(MAC);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the JDK lacks SHA-256", impossible);
        }
    }

    static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, MAC);
    }

    static String sha256(byte[] bytes, int length) {
        MessageDigest digest = OWN.get().digest;
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    static byte[] hmac(SecretKeySpec key, byte[] bytes) {
        Mac mac = OWN.get().mac;
        try {
            mac.init(key);
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException("a key that is no key", impossible);
        }
        return mac.doFinal(bytes);
    }
}
