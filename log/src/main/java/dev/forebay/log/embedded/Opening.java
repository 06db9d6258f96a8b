package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens a data folder: makes a new log or recovers the one there, and puts the parts together. */
final class Opening {
    private static final String DAMAGED_FOLDER = "damaged";

    private final Disk disk;
    private final LogSettings settings;
    private final LogEnvironment environment;
    private final StorageQueue queue = new StorageQueue();
    private final Registry registry = new Registry();
    private final StoreStatus status = new StoreStatus();
    private final DamageList damages;
    private final SegmentStore segments;

    Opening(Disk disk, LogSettings settings, LogEnvironment environment) {
        this.disk = disk;
        this.settings = settings;
        this.environment = environment;
        damages = new DamageList(environment.listener());
        segments =
                new SegmentStore(
                        disk,
                        settings,
                        queue,
                        registry,
                        damages,
                        environment.listener(),
                        environment.nanoTime(),
                        new SlabPool(
                                settings.slabBytes(), settings.tailBytes(), environment.memory()));
    }

    EmbeddedLogStore.Opened open() throws IOException {
        FormatFile format = FormatFile.read(disk);
        CheckpointReader reader = new CheckpointReader(disk);
        CheckpointReader.Checkpoint checkpoint = reader.read();
        if (checkpoint == null) {
            if (format != null || holdsData()) {
                throw new CorruptLogException(List.of(noCheckpoint()));
            }
            return make();
        }
        if (format == null) {
            healFormat(checkpoint);
        }
        return recover(checkpoint, reader.highestNumber());
    }

    private boolean holdsData() throws IOException {
        return !disk.list(Segment.FOLDER).isEmpty();
    }

    static Damage noCheckpoint() {
        return new Damage(
                CheckpointWriter.FOLDER,
                0,
                0,
                "",
                -1,
                -1,
                Damage.Kind.CORRUPT,
                "no copy of the checkpoint can be read");
    }

    static Damage noFormat() {
        return new Damage(
                FormatFile.FILE,
                0,
                0,
                "",
                -1,
                -1,
                Damage.Kind.CORRUPT,
                "the format file is damaged or missing; it can be made anew, nothing is lost");
    }

    /** The first start. The format file comes last: without it everything is made again. */
    private EmbeddedLogStore.Opened make() throws IOException {
        disk.createDirectory(CommitFile.FOLDER);
        disk.createDirectory(Segment.FOLDER);
        disk.createDirectory(CheckpointWriter.FOLDER);
        // First of all: a folder must not outlive another that was made before it.
        SyncFailedException.syncDirectory(disk, "");
        DiskReserve reserve = DiskReserve.open(disk, settings.reserveBytes());
        long logId = environment.newLogId().getAsLong();
        List<CommitFile> files = commitFiles();
        SyncFailedException.syncDirectory(disk, Segment.FOLDER);
        segments.logs.restore(0, 0, 1);
        CommitLog commitLog = new CommitLog(disk, settings, files, 1);
        CheckpointWriter checkpoints = new CheckpointWriter(disk, logId, 0);
        Checkpointer checkpointer = checkpointer(commitLog, checkpoints, LogStore.NO_CRASH);
        checkpointer.complete(CheckpointData.Ending.RUNNING);
        new FormatFile(FormatFile.CURRENT_VERSION, logId).write(disk);
        return assemble(logId, commitLog, checkpointer, checkpoints, reserve, LogStore.NO_CRASH);
    }

    /** A crash in the first start leaves this too, before anything was acknowledged. */
    private void healFormat(CheckpointReader.Checkpoint checkpoint) throws IOException {
        if (checkpoint.last().sequence() > 0 || !checkpoint.streams().isEmpty()) {
            damages.add(noFormat());
        }
        new FormatFile(FormatFile.CURRENT_VERSION, checkpoint.logId()).write(disk);
    }

    private EmbeddedLogStore.Opened recover(CheckpointReader.Checkpoint checkpoint, long lastNumber)
            throws IOException {
        LogImage image = LogImage.read(disk, checkpoint);
        List<Damage> losses = image.newLosses();
        if (!losses.isEmpty() && settings.damagePolicy() == DamagePolicy.REFUSE) {
            throw new CorruptLogException(losses);
        }
        SyncFailedException.syncDirectory(disk, "");
        SyncFailedException.syncDirectory(disk, Segment.FOLDER);
        SyncFailedException.syncDirectory(disk, CheckpointWriter.FOLDER);
        DiskReserve reserve = DiskReserve.open(disk, settings.reserveBytes());
        damages.addAll(checkpoint.last().damages());
        damages.addAll(image.damages);
        Recovery recovery = new Recovery(disk, image, segments, reserve);
        recovery.restore(queue);
        recovery.replay();
        long logId = checkpoint.logId();
        long generation =
                Math.max(checkpoint.last().nextGeneration(), image.scan.highestGeneration() + 1);
        boolean stay = image.damagedCommitFiles.isEmpty() && areOfTheirSize();
        List<CommitFile> files = stay ? commitFiles() : List.of();
        CommitLog commitLog = new CommitLog(disk, settings, files, generation);
        CheckpointWriter checkpoints = new CheckpointWriter(disk, logId, lastNumber);
        Checkpointer checkpointer = checkpointer(commitLog, checkpoints, image.lastCrash());
        recovery.settle(checkpointer);
        recovery.announce(registry);
        recovery.removeOrphans();
        if (!stay) {
            setAside(image);
            commitLog.add(commitFiles());
        }
        return assemble(logId, commitLog, checkpointer, checkpoints, reserve, image.lastCrash());
    }

    /**
     * Whether no file of the commit log is to be made anew, as wide ones and those of another
     * setting are: that must wait until nothing in them is needed.
     */
    private boolean areOfTheirSize() throws IOException {
        for (String path : CommitScan.paths(disk)) {
            try (DiskFile file = disk.open(path)) {
                if (file.size() != settings.commitFileBytes()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Keeps files with damage for people to look at; new ones take their place. */
    private void setAside(LogImage image) throws IOException {
        disk.createDirectory(DAMAGED_FOLDER);
        for (String path : image.damagedCommitFiles) {
            if (disk.exists(path)) {
                String name = "commit-%d-%s".formatted(image.highestSequence, fileName(path));
                disk.rename(path, DAMAGED_FOLDER + "/" + name);
            }
        }
        SyncFailedException.syncDirectory(disk, DAMAGED_FOLDER);
        SyncFailedException.syncDirectory(disk, "");
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Opens the files there are and makes those that are missing, synced with their folder. */
    private List<CommitFile> commitFiles() throws IOException {
        List<String> paths = CommitScan.paths(disk);
        List<CommitFile> files = new ArrayList<>();
        int number = 0;
        while (number < settings.commitFilesAtStart() || paths.contains(CommitFile.path(number))) {
            String path = CommitFile.path(number);
            CommitFile file = usable(paths, path);
            if (file == null) {
                file = CommitFile.make(disk, path, settings.commitFileBytes());
            }
            files.add(file);
            number++;
        }
        // Also when none was made: what is listed may be in the cache alone, after a sync that
        // failed.
        SyncFailedException.syncDirectory(disk, CommitFile.FOLDER);
        return files;
    }

    private @Nullable CommitFile usable(List<String> paths, String path) throws IOException {
        if (!paths.contains(path)) {
            return null;
        }
        CommitFile file = CommitFile.open(disk, path);
        if (file.size == settings.commitFileBytes()) {
            return file;
        }
        file.file.close();
        return null;
    }

    private Checkpointer checkpointer(
            CommitLog commitLog, CheckpointWriter checkpoints, long lastCrash) {
        return new Checkpointer(
                disk,
                segments.logs,
                segments.writer,
                segments.indexes,
                segments.files,
                checkpoints,
                commitLog,
                damages::losses,
                lastCrash);
    }

    private EmbeddedLogStore.Opened assemble(
            long logId,
            CommitLog commitLog,
            Checkpointer checkpointer,
            CheckpointWriter checkpoints,
            DiskReserve reserve,
            long lastCrash)
            throws IOException {
        StreamLogs logs = segments.logs;
        RecoveredState state =
                new RecoveredState(
                        logId, logs.sequence() + 1, logs.nextStreamId(), logs.engineTime());
        Committer committer =
                new Committer(
                        commitLog,
                        segments.pool,
                        status,
                        settings,
                        environment,
                        queue,
                        registry,
                        state);
        Storage storage =
                new Storage(
                        segments,
                        queue,
                        checkpointer,
                        commitLog,
                        reserve,
                        new RetainedShare(disk, segments, settings.retainedPercent()),
                        status,
                        settings,
                        environment,
                        committer);
        status.spaceChanged(reserve.check());
        return new EmbeddedLogStore.Opened(
                queue,
                registry,
                segments,
                status,
                damages,
                commitLog,
                committer,
                storage,
                checkpoints,
                reserve,
                logs.engineTime(),
                lastCrash);
    }
}
