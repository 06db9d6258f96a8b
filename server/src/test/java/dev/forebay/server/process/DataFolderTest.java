package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataFolderTest {
    private static final Path FOLDER = Path.of("/data");

    @Test
    void a_reserve_that_the_disk_cannot_hold_is_refused_with_both_sizes() {
        assertThatCode(() -> DataFolder.requireRoom(99, FOLDER, 100)).doesNotThrowAnyException();
        assertThatThrownBy(() -> DataFolder.requireRoom(100, FOLDER, 100))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("storage.reserve is 100 bytes")
                .hasMessageContaining("/data has 100 in all");
    }
}
