package dev.forebay.access.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class PasswordTest {
    private static final Dice DICE = byte[]::new;

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The exchange that RFC 7677 §3 prints. */
    @Test
    void verifiers_are_those_of_the_rfc() throws Exception {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        String message =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,"
                        + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                        + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

        Password.Verifier made = Scram.verifier(Scram.Hash.SHA_256, "pencil", salt, 4096);

        byte[] clientKey = hmac(made.storedKey(), message);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey))
                .isEqualTo(made.storedKey());
        assertThat(Base64.getEncoder().encodeToString(hmac(made.serverKey(), message)))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void only_the_right_password_passes() {
        Optional<Password> kept = Optional.of(Password.of("correct horse", DICE));

        assertThat(Password.check(kept, "correct horse")).isTrue();
        assertThat(Password.check(kept, "correct hors")).isFalse();
        assertThat(Password.check(kept, "")).isFalse();
        assertThat(Password.check(kept, "x".repeat(100_000))).isFalse();
        assertThat(Password.check(Optional.empty(), "correct horse")).isFalse();
    }

    @Test
    void a_user_who_is_not_there_costs_as_much_as_one_who_is() {
        Optional<Password> kept = Optional.of(Password.of("correct horse", DICE));
        for (int warm = 0; warm < 5; warm++) {
            long _ = nanos(kept) + nanos(Optional.empty());
        }
        long there = Long.MAX_VALUE;
        long missing = Long.MAX_VALUE;
        for (int i = 0; i < 15; i++) {
            there = Math.min(there, nanos(kept));
            missing = Math.min(missing, nanos(Optional.empty()));
        }

        // The machine may be busy: what would show is hashing that is left out, a thousandfold.
        assertThat((double) missing / there).isBetween(0.2, 5.0);
        assertThat(Password.NOBODYS.iterations()).isEqualTo(kept.orElseThrow().iterations());
        assertThat(Password.NOBODYS.salt()).hasSameSizeAs(kept.orElseThrow().salt());
    }

    private static long nanos(Optional<Password> kept) {
        long begun = System.nanoTime();
        assertThat(Password.check(kept, "wrong horse")).isFalse();
        return System.nanoTime() - begun;
    }

    @Test
    void short_and_endless_passwords_are_not_taken() {
        assertThatThrownBy(() -> Password.of("short", DICE)).hasMessageContaining("8 to 256");
        assertThatThrownBy(() -> Password.of("x".repeat(257), DICE))
                .hasMessageContaining("8 to 256");
    }
}
