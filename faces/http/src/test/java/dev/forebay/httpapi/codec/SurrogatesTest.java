package dev.forebay.httpapi.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SurrogatesTest {
    private static Surrogates in(String json) {
        byte[] bytes = ("??" + json).getBytes(StandardCharsets.UTF_8);
        return Surrogates.in(bytes, 2, bytes.length - 2);
    }

    @Test
    void an_escape_is_found_wherever_it_is() {
        for (int at = 0; at < 40; at++) {
            for (String escape :
                    new String[] {"\\ud800", "\\uDFFF", "\\\"\\udC00", "\\\\\\uDbff"}) {
                assertThat(in("x".repeat(at) + escape + "y".repeat(at)))
                        .isEqualTo(Surrogates.ESCAPED);
            }
            for (String other : new String[] {"\\\"ud800", "\\uc7ff", "\\ue000", "\u00e4ud800"}) {
                assertThat(in("x".repeat(at) + other + "y".repeat(at))).isEqualTo(Surrogates.NONE);
            }
        }
        assertThat(in("\\u")).isEqualTo(Surrogates.NONE);
        assertThat(in("")).isEqualTo(Surrogates.NONE);
    }

    @Test
    void text_is_whole_when_each_half_has_its_other() {
        String pair = "\uD83D\uDE00";
        assertThat(Surrogates.ESCAPED.whole("a", "x" + pair + pair)).hasSize(5);
        for (String half :
                new String[] {"\uD83D", "\uDE00", "\uDE00\uD83D", pair + "\uD83D", "\uD83Dx"}) {
            assertThatExceptionOfType(ApiFailure.class)
                    .isThrownBy(() -> Surrogates.ESCAPED.whole("a", half))
                    .withMessageStartingWith("a:");
        }
    }
}
