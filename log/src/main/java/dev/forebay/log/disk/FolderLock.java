package dev.forebay.log.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Keeps a data folder to one process. Held by the operating system, so that it ends with the
 * process however that ends; the file left behind says nothing. Safe for use by several threads.
 */
public final class FolderLock implements AutoCloseable {
    /** The file in the folder that is locked; it holds the process id of the holder as text. */
    public static final String FILE = "lock";

    private static final int LONGEST_PID_BYTES = 20;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, making the folder when there is none.
     *
     * @param pid written into the file for the one who comes second
     * @throws FolderLockedException when another process, or another part of this one, holds it
     */
    public static FolderLock acquire(Path folder, long pid) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve(FILE), READ, WRITE, CREATE);
        try {
            if (!tryLock(channel)) {
                throw new FolderLockedException(folder.toString(), holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Long.toString(pid).getBytes(StandardCharsets.UTF_8)), 0);
            return new FolderLock(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    private static OptionalLong holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_PID_BYTES);
        channel.read(text, 0);
        String digits = StandardCharsets.UTF_8.decode(text.flip()).toString().trim();
        return digits.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    /** Lets go of the folder. Idempotent. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
