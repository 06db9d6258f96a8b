package dev.forebay.server.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds who listens on a TCP port of this machine, from the tables in /proc. Only for a better
 * message: where the tables cannot be read there is no answer.
 */
public final class PortHolder {
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final LocalFiles files;

    public PortHolder(LocalFiles files) {
        this.files = files;
    }

    /** For instance {@code pid 812 (beam.smp)}. */
    public Optional<String> find(int port) {
        Set<String> sockets = new HashSet<>();
        sockets.addAll(listening(Path.of("/proc/net/tcp"), port));
        sockets.addAll(listening(Path.of("/proc/net/tcp6"), port));
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return entries(Path.of("/proc")).stream()
                .filter(process -> isNumber(process.getFileName().toString()))
                .filter(process -> holdsOneOf(process, sockets))
                .findFirst()
                .map(process -> "pid " + process.getFileName() + name(process));
    }

    private Set<String> listening(Path table, int port) {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        try {
            for (String line : files.lines(table)) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields.length > INODE
                        && fields[LOCAL_ADDRESS].endsWith(ending)
                        && fields[STATE].equals(LISTENING)) {
                    sockets.add("socket:[" + fields[INODE] + "]");
                }
            }
        } catch (IOException noTable) {
            return Set.of();
        }
        return sockets;
    }

    private boolean holdsOneOf(Path process, Set<String> sockets) {
        return entries(process.resolve("fd")).stream()
                .anyMatch(descriptor -> {
                    try {
                        return sockets.contains(files.target(descriptor));
                    } catch (IOException closedMeanwhile) {
                        return false;
                    }
                });
    }

    private List<Path> entries(Path folder) {
        try {
            return files.entries(folder);
        } catch (IOException notOurs) {
            return List.of();
        }
    }

    private String name(Path process) {
        try {
            return " (" + files.read(process.resolve("comm")).trim() + ")";
        } catch (IOException gone) {
            return "";
        }
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
