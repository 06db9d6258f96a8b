package dev.forebay.bench.amqp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder on the disk that is measured; goes when it is closed. */
record Scratch(Path folder) implements AutoCloseable {
    static Scratch create() throws IOException {
        Path target = Files.createDirectories(Path.of("bench/target").toAbsolutePath());
        return new Scratch(Files.createTempDirectory(target, "run-"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
