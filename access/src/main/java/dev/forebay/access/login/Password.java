package dev.forebay.access.login;

import dev.forebay.access.login.Scram.Hash;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What a password is checked against: SCRAM verifiers (RFC 5802 §3, RFC 7677), from which the
 * password cannot be had back, and which serve SCRAM logins as well as plain ones.
 *
 * @param iterations of PBKDF2
 * @param salt of both verifiers
 * @param sha256 verifier of SCRAM-SHA-256
 * @param sha512 verifier of SCRAM-SHA-512
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed to strangers
public record Password(int iterations, byte[] salt, Verifier sha256, Verifier sha512) {
    /** Shortest password that is taken. */
    public static final int SHORTEST = 8;

    /** Longest password that is taken. */
    public static final int LONGEST = 256;

    /** So that one guess costs some ten milliseconds of a core; RFC 7677 asks for 4,096 or more. */
    static final int ITERATIONS = 16_384;

    private static final int SALT_BYTES = 16;

    /** Checked for users who are not there, so that they cost as much time as those who are. */
    static final Password NOBODYS =
            new Password(
                    ITERATIONS,
                    new byte[SALT_BYTES],
                    new Verifier(new byte[Hash.SHA_256.bytes()], new byte[Hash.SHA_256.bytes()]),
                    new Verifier(new byte[Hash.SHA_512.bytes()], new byte[Hash.SHA_512.bytes()]));

    /**
     * The two keys that SCRAM keeps.
     *
     * @param storedKey what a client's proof is checked against
     * @param serverKey what the server proves itself with
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed to strangers
    public record Verifier(byte[] storedKey, byte[] serverKey) {
        /** Leaves out the keys. */
        @Override
        public String toString() {
            return "Verifier";
        }
    }

    /**
     * The verifiers of a password. Slow on purpose.
     *
     * @throws IllegalArgumentException when it is too short or too long
     */
    public static Password of(String password, Dice dice) {
        var _ = requireLength(password);
        byte[] salt = dice.secret(SALT_BYTES);
        return new Password(
                ITERATIONS,
                salt,
                Scram.verifier(Hash.SHA_256, password, salt, ITERATIONS),
                Scram.verifier(Hash.SHA_512, password, salt, ITERATIONS));
    }

    /**
     * The same password, if it may be one.
     *
     * @throws IllegalArgumentException when it is too short or too long
     */
    public static String requireLength(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a password has " + SHORTEST + " to " + LONGEST + " characters");
        }
        return password;
    }

    /** Checks a guess; takes the same time whether there is a password to check against or not. */
    public static boolean check(Optional<Password> kept, String guess) {
        Password password = kept.orElse(NOBODYS);
        String bounded = guess.length() > LONGEST ? guess.substring(0, LONGEST) : guess;
        Verifier made =
                Scram.verifier(Hash.SHA_256, bounded, password.salt(), password.iterations());
        boolean right = MessageDigest.isEqual(made.storedKey(), password.sha256().storedKey());
        return right && kept.isPresent() && guess.length() <= LONGEST;
    }

    /** Leaves out salt and verifiers. */
    @Override
    public String toString() {
        return "Password[iterations=" + iterations + "]";
    }
}
