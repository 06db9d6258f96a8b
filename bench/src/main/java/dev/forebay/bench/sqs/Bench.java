package dev.forebay.bench.sqs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where and how long to measure.
 *
 * @param root the checkout
 * @param scratch a new folder on the disk to measure
 * @param warm load before measuring, for each server
 * @param measure length of each measurement
 */
record Bench(Path root, Path scratch, Duration warm, Duration measure) implements AutoCloseable {
    /** Arguments: seconds of warming (30) and of each measurement (15). */
    static Bench of(String[] arguments) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        Path target = Files.createDirectories(root.resolve("bench/target"));
        return new Bench(
                root,
                Files.createTempDirectory(target, "run-"),
                Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 30),
                Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 15));
    }

    Wrk wrk() {
        return new Wrk(root.resolve("bench/wrk"));
    }

    /** Removes what the servers wrote, apart from their logs. */
    @Override
    public void close() throws IOException {
        for (String server : List.of("bare", "forebay")) {
            Path data = scratch.resolve(server);
            if (Files.exists(data)) {
                delete(data);
            }
        }
    }

    /** Bytes on disk of what Forebay wrote. */
    long forebayBytes() throws IOException {
        try (Stream<Path> files = Files.walk(scratch.resolve("forebay"))) {
            return files.filter(Files::isRegularFile).mapToLong(Bench::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException goneMeanwhile) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
