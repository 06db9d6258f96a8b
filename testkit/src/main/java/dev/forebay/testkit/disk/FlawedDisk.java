package dev.forebay.testkit.disk;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A disk between a store and the simulated one that makes the store behave as if it had a bug, so
 * that a suite can show that it would find it. As thread-safe as the disk beneath.
 */
public final class FlawedDisk implements Disk {
    /** The bug. */
    public enum Flaw {
        /** The folder is not synced after a file got its name. */
        NO_DIRECTORY_SYNC,
        /** What was written is answered, the sync follows with the next write. */
        ANSWER_BEFORE_SYNC,
        /** A failed sync is tried again, and the second one succeeds. */
        RETRY_FAILED_SYNC,
        /** A failed write is taken for done. */
        IGNORE_WRITE_ERROR,
        /** Recovery writes nothing that the page cache shows already. */
        TRUST_PAGE_CACHE,
        /** What compaction keeps is not synced before the rest goes. */
        COMPACT_WITHOUT_SYNC,
        /** A copy under the new name, then the old name goes. */
        RENAME_NOT_ATOMIC
    }

    private static final String COMPACTED_SEGMENT = "segments/.*\\.[0-9]+\\.log";

    private final Disk disk;
    private final Flaw flaw;

    /** That disk, used by a store with this bug. */
    public FlawedDisk(Disk disk, Flaw flaw) {
        this.disk = disk;
        this.flaw = flaw;
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return new FlawedFile(disk.create(path), path);
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return new FlawedFile(disk.open(path), path);
    }

    @Override
    public void createDirectory(String path) throws IOException {
        disk.createDirectory(path);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(String path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        if (flaw == Flaw.RENAME_NOT_ATOMIC) {
            copy(from, to);
            disk.delete(from);
        } else {
            disk.rename(from, to);
        }
    }

    private void copy(String from, String to) throws IOException {
        disk.delete(to);
        try (DiskFile source = disk.open(from);
                DiskFile target = disk.create(to)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(source.size()));
            source.read(bytes, 0);
            target.write(bytes.flip(), 0);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        if (flaw != Flaw.NO_DIRECTORY_SYNC) {
            disk.syncDirectory(directory);
        }
    }

    @Override
    public long totalBytes() throws IOException {
        return disk.totalBytes();
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    private final class FlawedFile implements DiskFile {
        private final DiskFile file;
        private final boolean compacted;
        private boolean owesSync;

        FlawedFile(DiskFile file, String path) {
            this.file = file;
            this.compacted = path.matches(COMPACTED_SEGMENT);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            if (owesSync) {
                owesSync = false;
                file.sync();
            }
            if (flaw == Flaw.TRUST_PAGE_CACHE && isThere(source, position)) {
                source.position(source.limit());
                return;
            }
            try {
                file.write(source, position);
            } catch (IOException e) {
                if (flaw != Flaw.IGNORE_WRITE_ERROR) {
                    throw e;
                }
            }
        }

        private boolean isThere(ByteBuffer source, long position) throws IOException {
            ByteBuffer there = ByteBuffer.allocate(source.remaining());
            file.read(there, position);
            return there.flip().equals(source);
        }

        @Override
        public void sync() throws IOException {
            if (flaw == Flaw.COMPACT_WITHOUT_SYNC && compacted) {
                return;
            }
            if (flaw == Flaw.ANSWER_BEFORE_SYNC) {
                owesSync = true;
                return;
            }
            try {
                file.sync();
            } catch (IOException e) {
                if (flaw != Flaw.RETRY_FAILED_SYNC) {
                    throw e;
                }
                file.sync();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
