package dev.forebay.cli.upkeep;

import dev.forebay.cli.output.Units;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The folder of a server's data, as its disk serves it. */
record DataFolder(Path folder) {
    /** What every data folder has: the log writes into it of which form it is. */
    private static final String MARK = "format";

    private static final int SYNCS = 100;
    private static final int SYNCED_BYTES = 4096;
    private static final double NANOS_PER_MILLI = 1e6;

    /** A commit waits for one sync; beyond this sends become slow in a way that people notice. */
    private static final double SLOW_MILLIS = 20;

    private static final double LITTLE_ROOM = 0.1;
    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return List.of(
                    Finding.bad(
                            "data folder",
                            "there is no folder " + folder,
                            "Name it by --data, or start a server to make it."));
        }
        if (!Files.exists(folder.resolve(MARK))) {
            return List.of(
                    Finding.bad(
                            "data folder",
                            folder + " holds no data of Forebay",
                            "Name by --data the folder that start is given."));
        }
        try {
            findings.add(room());
            findings.add(permissions());
            findings.add(syncs());
        } catch (IOException failure) {
            findings.add(
                    Finding.bad(
                            "data folder",
                            "cannot use " + folder + ": " + failure.getMessage(),
                            "Run this as the user that the server runs as."));
        }
        return findings;
    }

    private Finding room() throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long free = disk.getUsableSpace();
        String text =
                "%s of %s free on %s"
                        .formatted(
                                Units.bytes(free), Units.bytes(disk.getTotalSpace()), disk.type());
        return free < LITTLE_ROOM * disk.getTotalSpace()
                ? Finding.warn("room", text, "Make room: sends are refused when it is used up.")
                : Finding.good("room", text);
    }

    private Finding permissions() throws IOException {
        if (!Files.isWritable(folder)) {
            return Finding.bad(
                    "permissions",
                    "this user cannot write to " + folder,
                    "Run this as the user that the server runs as.");
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(OF_OTHERS);
        open.retainAll(Files.getPosixFilePermissions(folder));
        String owner = "owned by " + Files.getOwner(folder).getName();
        return open.isEmpty()
                ? Finding.good("permissions", owner + ", closed to others")
                : Finding.warn(
                        "permissions",
                        owner + ", open to others",
                        "chmod 700 " + folder + ": messages are in there.");
    }

    private Finding syncs() throws IOException {
        Path file = Files.createTempFile(folder, "doctor", ".tmp");
        long[] nanos = new long[SYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                int written = channel.write(ByteBuffer.allocate(SYNCED_BYTES));
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
                if (written != SYNCED_BYTES) {
                    throw new IOException("the disk took only a part of a write");
                }
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(nanos);
        double median = nanos[SYNCS / 2] / NANOS_PER_MILLI;
        String text =
                "a write is durable after %.1f ms (median), %.1f ms (slowest of %d)"
                        .formatted(median, nanos[SYNCS - 1] / NANOS_PER_MILLI, SYNCS);
        return median > SLOW_MILLIS
                ? Finding.warn("fsync", text, "Use a faster disk, or expect slow sends.")
                : Finding.good("fsync", text);
    }
}
