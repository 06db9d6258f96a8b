package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AttemptPageTest {
    private static AttemptEntry entry(long offset) {
        List<String> reasons =
                switch ((int) (offset % 3)) {
                    case 0 -> List.of();
                    case 1 -> List.of("timeout");
                    default -> List.of("über", "timeout " + offset);
                };
        int count = offset % 5 == 0 ? Attempts.NONE : (int) offset % 7;
        return new AttemptEntry(offset, count, offset * 3, offset * 5, reasons);
    }

    @Test
    void each_entry_is_found_and_nothing_else() {
        List<AttemptEntry> entries =
                LongStream.range(1, 2_000)
                        .map(i -> i * 3)
                        .mapToObj(AttemptPageTest::entry)
                        .toList();
        ByteBuffer page = AttemptPage.write(entries);
        assertThat(AttemptPage.size(page)).isEqualTo(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            AttemptEntry entry = entries.get(i);
            assertThat(AttemptPage.entry(page, i)).isEqualTo(entry);
            assertThat(AttemptPage.find(page, entry.offset())).isEqualTo(entry);
            assertThat(AttemptPage.find(page, entry.offset() + 1)).isNull();
        }
    }

    @Test
    void a_reason_that_many_have_is_written_once() {
        List<String> reasons = List.of("x".repeat(1_000));
        List<AttemptEntry> entries =
                LongStream.range(0, 1_000)
                        .mapToObj(offset -> new AttemptEntry(offset, 2, 0, 0, reasons))
                        .toList();
        assertThat(AttemptPage.write(entries).remaining()).isLessThan(40_000);
    }
}
