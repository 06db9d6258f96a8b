package dev.forebay.server.machine;

import dev.forebay.server.settings.TextFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The machine's files outside of the data folder: settings, certificates and what the kernel tells
 * in /proc.
 */
public final class LocalFiles implements TextFiles {
    @Override
    public String read(Path file) throws IOException {
        return Files.readString(file);
    }

    /** Lines of a file, whatever bytes they are made of. */
    List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }

    /** What a folder holds, in no order. */
    List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    /** Whether there is a folder of this name. */
    public boolean isFolder(Path folder) {
        return Files.isDirectory(folder);
    }

    /** Bytes that can still be written to the volume of a folder; 0 when that is not known. */
    public long free(Path folder) {
        return folder.toFile().getUsableSpace();
    }

    /** Where a symbolic link points. */
    String target(Path link) throws IOException {
        return Files.readSymbolicLink(link).toString();
    }
}
