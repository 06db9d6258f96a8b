package dev.forebay.server.process;

import dev.forebay.log.Damage;
import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.FileDisk;
import dev.forebay.log.disk.FolderLock;
import dev.forebay.log.disk.FolderLockedException;
import dev.forebay.log.embedded.CorruptLogException;
import dev.forebay.log.embedded.EmbeddedLogStore;
import dev.forebay.log.embedded.LogEnvironment;
import dev.forebay.log.embedded.NewerFormatException;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder, locked, with its log open. */
final class DataFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private final FolderLock lock;
    private final Disk disk;
    private final EmbeddedLogStore log;

    private DataFolder(FolderLock lock, Disk disk, EmbeddedLogStore log) {
        this.lock = lock;
        this.disk = disk;
        this.log = log;
    }

    /** Locks the folder, making it when there is none, and recovers its log. */
    static DataFolder open(Settings settings, LogEnvironment environment) throws StartRefused {
        Path folder = settings.get(Registry.DATA_DIR).toAbsolutePath().normalize();
        FolderLock lock = lock(folder);
        Disk disk = new FileDisk(folder);
        try {
            requireRoom(settings.get(Registry.STORAGE_RESERVE), folder, disk.totalBytes());
            return new DataFolder(
                    lock, disk, EmbeddedLogStore.open(disk, LogSizes.of(settings), environment));
        } catch (IOException unusable) {
            letGo(lock);
            throw refused(folder, unusable);
        } catch (StartRefused refused) {
            letGo(lock);
            throw refused;
        } catch (RuntimeException | Error defect) {
            letGo(lock);
            throw defect;
        }
    }

    /** A reserve that cannot be kept would take all the room there is. */
    static void requireRoom(long reserve, Path folder, long diskBytes) throws StartRefused {
        if (reserve >= diskBytes) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    "storage.reserve is "
                            + reserve
                            + " bytes, and the disk of "
                            + folder
                            + " has "
                            + diskBytes
                            + " in all. Name a smaller reserve, or another folder by --data.");
        }
    }

    Disk disk() {
        return disk;
    }

    LogStore log() {
        return log;
    }

    /** Writes a last checkpoint and lets go of the folder. */
    @Override
    public void close() {
        log.close();
        letGo(lock);
    }

    static FolderLock lock(Path folder) throws StartRefused {
        try {
            return FolderLock.acquire(folder, ProcessHandle.current().pid());
        } catch (FolderLockedException held) {
            throw new StartRefused(
                    ExitCode.DATA,
                    held.getMessage()
                            + ". A data folder belongs to one process at a time: stop that one, or name another"
                            + " folder.");
        } catch (IOException unusable) {
            throw new StartRefused(ExitCode.DATA, FolderTrouble.sentence(folder, unusable));
        }
    }

    static void letGo(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException harmless) {
            // The lock ends with the process in any case.
            LOG.atWarn().setCause(harmless).log("cannot unlock the data folder");
        }
    }

    private static StartRefused refused(Path folder, IOException why) {
        return switch (why) {
            case CorruptLogException corrupt ->
                    new StartRefused(ExitCode.DATA, report(folder, corrupt));
            case NewerFormatException newer ->
                    new StartRefused(ExitCode.DATA, folder + ": " + newer.getMessage() + ".");
            default -> new StartRefused(ExitCode.DATA, FolderTrouble.sentence(folder, why));
        };
    }

    private static String report(Path folder, CorruptLogException corrupt) {
        StringBuilder text =
                new StringBuilder(
                        "the data folder "
                                + folder
                                + " is damaged; acknowledged bytes may be lost. Nothing was changed.\n");
        for (Damage damage : corrupt.damages()) {
            text.append("  ").append(DamageLine.of(damage)).append('\n');
        }
        return text.append(
                        "Restore the files from a backup, or start with --storage-on-damage serve-rest")
                .append(" to serve everything else.")
                .toString();
    }
}
