package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One file of the commit log: written from its beginning in each generation of its use. */
final class CommitFile {
    static final String FOLDER = "commit";
    private static final int ZEROS = 1 << 16;

    final String path;
    final DiskFile file;
    final int size;

    /** Set when a frame no longer fits: the last sequence number it holds. */
    long lastSequence;

    private CommitFile(String path, DiskFile file, int size) {
        this.path = path;
        this.file = file;
        this.size = size;
    }

    static String path(int number) {
        return "%s/%04d.log".formatted(FOLDER, number);
    }

    static CommitFile open(Disk disk, String path) throws IOException {
        DiskFile file = disk.open(path);
        return new CommitFile(path, file, (int) file.size());
    }

    /**
     * Makes a file of real zeros, so that later writes change no metadata. It appears under its
     * name only when whole; the folder is not synced yet.
     */
    static CommitFile make(Disk disk, String path, int size) throws IOException {
        String unfinished = path + ".new";
        disk.delete(unfinished);
        DiskFile file = disk.create(unfinished);
        try {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, size));
            for (int at = 0; at < size; at += zeros.capacity()) {
                zeros.clear().limit(Math.min(zeros.capacity(), size - at));
                file.write(zeros, at);
            }
            file.sync();
        } catch (IOException e) {
            file.close();
            disk.delete(unfinished);
            throw e;
        }
        disk.rename(unfinished, path);
        return new CommitFile(path, file, size);
    }
}
