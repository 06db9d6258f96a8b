package dev.forebay.server.settings;

import java.io.IOException;
import java.nio.file.Path;

/** Reads whole text files; handed in, so that settings know no file system. */
@FunctionalInterface
public interface TextFiles {
    /** The text of a file; a {@link java.nio.file.NoSuchFileException} when there is none. */
    String read(Path file) throws IOException;
}
