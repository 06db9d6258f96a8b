package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;

/**
 * A sync failed, for whatever reason: unlike a failed write it cannot be tried again, because the
 * system may have forgotten what it was to write.
 */
final class SyncFailedException extends IOException {
    private SyncFailedException(String what, IOException cause) {
        super("sync of " + what + " failed: " + cause.getMessage(), cause);
    }

    static void sync(DiskFile file, String path) throws SyncFailedException {
        try {
            file.sync();
        } catch (IOException e) {
            throw new SyncFailedException(path, e);
        }
    }

    static void syncDirectory(Disk disk, String path) throws SyncFailedException {
        try {
            disk.syncDirectory(path);
        } catch (IOException e) {
            throw new SyncFailedException("folder '" + path + "'", e);
        }
    }
}
