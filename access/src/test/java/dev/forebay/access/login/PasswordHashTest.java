package dev.forebay.access.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.access.login.PasswordHash.Algorithm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashTest {
    /** From RabbitMQ's documentation of passwords: "test12" with the salt 908D C60A. */
    private static final String DOCUMENTED = "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR";

    @Test
    void the_documented_example_is_read() {
        PasswordHash hash = PasswordHash.of("rabbit_password_hashing_sha256", DOCUMENTED);
        assertThat(hash.check("test12")).isTrue();
        assertThat(hash.check("test13")).isFalse();
        assertThat(hash.base64()).isEqualTo(DOCUMENTED);
        assertThat(hash.toString()).doesNotContain("kI3");
    }

    @ParameterizedTest
    @CsvSource({"SHA256, SHA-256", "SHA512, SHA-512", "MD5, MD5"})
    void each_algorithm_is_checked_by_its_own_digest(Algorithm algorithm, String digest)
            throws Exception {
        byte[] salt = {1, 2, 3, 4};
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(salt);
        MessageDigest hash = MessageDigest.getInstance(digest);
        hash.update(salt);
        kept.write(hash.digest("pässwort".getBytes(StandardCharsets.UTF_8)));
        PasswordHash read =
                PasswordHash.of(
                        algorithm.title(), Base64.getEncoder().encodeToString(kept.toByteArray()));
        assertThat(read.check("pässwort")).isTrue();
        assertThat(read.check("passwort")).isFalse();
        assertThat(Algorithm.of(algorithm.code())).isEqualTo(algorithm);
    }

    @Test
    void what_is_no_such_hash_is_refused() {
        assertThatThrownBy(() -> PasswordHash.of("rabbit_password_hashing_sha256", "kI3GCg=="))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PasswordHash.of("rabbit_password_hashing_sha256", "no base64"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PasswordHash.of("bcrypt", DOCUMENTED))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
