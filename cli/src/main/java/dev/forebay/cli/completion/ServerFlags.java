package dev.forebay.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Flags of the commands that belong to the server's program. Their list is a file, which a test
 * keeps equal to the server's settings: who presses tab does not wait for the server's program.
 */
final class ServerFlags {
    private static final String FILE = "start-flags.txt";

    private ServerFlags() {}

    /** Whether the word at a place can be one. */
    static boolean areMeant(String[] words, int place) {
        boolean start = words[0].equals("start");
        boolean check = place > 1 && words[0].equals("config") && words[1].equals("check");
        return words[place].startsWith("-") && place > 0 && (start || check);
    }

    /** Those that a word may become. */
    static List<String> startingWith(String begun) {
        return all().stream().filter(flag -> flag.startsWith(begun)).toList();
    }

    /** All of them, sorted. */
    static List<String> all() {
        try (InputStream file = ServerFlags.class.getResourceAsStream(FILE)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
