package dev.forebay.server.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small file system in memory, in a name space of its own: needs no privileges. */
final class SmallDisk {
    private SmallDisk() {}

    /** What to run a process within, so that the folder is such a file system for it. */
    static List<String> of(Path data, String size) {
        return List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "bash",
                "-c",
                "mount -t tmpfs -o size=" + size + " tmpfs " + data + " && exec \"$@\"",
                "small");
    }

    /** Whether the machine allows it. */
    static boolean works(List<String> wrapper) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** The folder as the server sees it. */
    static Path inside(ServerProcess server, Path data) {
        return Path.of("/proc/" + server.pid() + "/root" + data);
    }

    /** Fills it up; without the file that is returned there is room again. */
    static Path fill(ServerProcess server, Path data) throws IOException {
        Path inside = inside(server, data);
        Path ballast = inside.resolve("ballast");
        long room = Files.getFileStore(inside).getUsableSpace();
        byte[] piece = new byte[1 << 20];
        try (var out = Files.newOutputStream(ballast)) {
            for (long left = room; left > piece.length; left -= piece.length) {
                out.write(piece);
            }
        }
        return ballast;
    }
}
