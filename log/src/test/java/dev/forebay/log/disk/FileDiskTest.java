package dev.forebay.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDiskTest {
    @TempDir Path folder;
    private FileDisk disk;

    @BeforeEach
    void open() {
        disk = new FileDisk(folder);
    }

    @Test
    void bytes_written_are_read_back_from_any_position() throws IOException {
        disk.createDirectory("a/b");
        try (DiskFile file = disk.create("a/b/c.log")) {
            file.write(bytes("hello"), 3);
            file.sync();
            disk.syncDirectory("a/b");
            disk.syncDirectory("");
            assertThat(file.size()).isEqualTo(8);
            ByteBuffer target = ByteBuffer.allocate(10);
            assertThat(file.read(target, 1)).isEqualTo(7);
            assertThat(target.flip()).isEqualTo(bytes("\0\0hello"));
            assertThat(file.read(ByteBuffer.allocate(4), 8)).isZero();
            file.truncate(4);
            assertThat(file.size()).isEqualTo(4);
        }
        assertThat(disk.list("a/b")).containsExactly("c.log");
        assertThat(disk.usableBytes()).isPositive();
    }

    @Test
    void names_that_are_taken_or_missing_are_told_apart() throws IOException {
        disk.create("x").close();
        assertThatThrownBy(() -> disk.create("x")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.open("y")).isInstanceOf(NoSuchFileException.class);
        assertThat(disk.list("nowhere")).isEmpty();
        disk.delete("y");
        disk.delete("x");
        assertThat(disk.exists("x")).isFalse();
    }

    @Test
    void a_rename_replaces_what_was_there() throws IOException {
        try (DiskFile file = disk.create("new")) {
            file.write(bytes("new"), 0);
        }
        disk.create("old").close();
        disk.rename("new", "old");
        assertThat(disk.list("")).containsExactly("old");
        assertThat(Files.size(folder.resolve("old"))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/../../x",
                "/etc/x",
                "a//b",
                "a/",
                ".",
                "a/./b",
                "a\0b",
                ".x"
            })
    void paths_that_leave_the_folder_or_look_odd_are_refused(String path) {
        assertThatThrownBy(() -> disk.open(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> disk.create(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> disk.delete(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> disk.rename("a", path))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_full_disk_is_told_from_a_broken_one() {
        assertThat(DiskErrors.translate("f", new IOException("No space left on device")))
                .isInstanceOf(DiskFullException.class);
        assertThat(DiskErrors.translate("f", new IOException("Input/output error")))
                .isNotInstanceOf(DiskFullException.class);
    }

    @Test
    void a_folder_belongs_to_the_first_who_locks_it() throws IOException {
        Path data = folder.resolve("new/data");
        try (FolderLock lock = FolderLock.acquire(data, 4711)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> FolderLock.acquire(data, 4712))
                    .isInstanceOf(FolderLockedException.class)
                    .hasMessageContaining("in use by process 4711");
        }
        FolderLock.acquire(data, 4712).close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
