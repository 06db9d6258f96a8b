package dev.forebay.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

class FilterTextFuzzTest {
    /**
     * Any text is read or refused with a position in it; what was read is written and read again.
     */
    @FuzzTest
    void no_text_breaks_the_reader(@NotNull String text) {
        switch (FilterText.parse(text)) {
            case FilterText.Parsed.Wrong wrong ->
                    assertThat(wrong.position()).isBetween(0, text.length());
            case FilterText.Parsed.Filter parsed -> {
                String written = FilterText.write(parsed.filter());
                if (written.length() <= FilterText.MAX_LENGTH) {
                    assertThat(FilterText.parse(written)).isEqualTo(parsed);
                }
            }
        }
    }
}
