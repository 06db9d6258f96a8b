package dev.forebay.access.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts secrets under the server's key (AES-256-GCM), each bound to a name. Thread-safe. */
public final class Seal {
    /** Bytes of the server's key. */
    public static final int KEY_BYTES = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final Dice dice;

    public Seal(byte[] serverKey, Dice dice) {
        if (serverKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("the server's key has " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(serverKey, "AES");
        this.dice = dice;
    }

    /** Nonce, ciphertext and tag. */
    public byte[] close(String name, byte[] secret) {
        byte[] nonce = dice.secret(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot encrypt", impossible);
        }
    }

    /**
     * The secret again.
     *
     * @throws SealBroken when it was sealed under another key or name, or was changed
     */
    public byte[] open(String name, byte[] sealed) throws SealBroken {
        if (sealed.length < NONCE_BYTES) {
            throw new SealBroken();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, name)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException broken) {
            throw new SealBroken();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot decrypt", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** A secret that cannot be opened: the server's key is not the one that closed it. */
    public static final class SealBroken extends Exception {
        private static final long serialVersionUID = 1L;

        SealBroken() {
            super("sealed under another key, or changed", null, false, false);
        }
    }
}
