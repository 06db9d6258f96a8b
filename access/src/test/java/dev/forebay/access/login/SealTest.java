package dev.forebay.access.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final byte[] SECRET = "s3cr3t".getBytes(StandardCharsets.UTF_8);

    private final Seal seal = new Seal(new byte[Seal.KEY_BYTES], byte[]::new);

    @Test
    void what_was_closed_opens_again_under_its_name() throws Exception {
        byte[] sealed = seal.close("FBAK1", SECRET);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t");
        assertThat(seal.open("FBAK1", sealed)).isEqualTo(SECRET);
    }

    @Test
    void another_name_key_or_bit_does_not_open_it() {
        byte[] sealed = seal.close("FBAK1", SECRET);
        byte[] otherKey = new byte[Seal.KEY_BYTES];
        Arrays.fill(otherKey, (byte) 1);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> seal.open("FBAK2", sealed)).isInstanceOf(Seal.SealBroken.class);
        assertThatThrownBy(() -> new Seal(otherKey, byte[]::new).open("FBAK1", sealed))
                .isInstanceOf(Seal.SealBroken.class);
        assertThatThrownBy(() -> seal.open("FBAK1", changed)).isInstanceOf(Seal.SealBroken.class);
        assertThatThrownBy(() -> seal.open("FBAK1", new byte[3]))
                .isInstanceOf(Seal.SealBroken.class);
    }
}
