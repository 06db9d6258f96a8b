package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes checkpoints: a file begins with a whole one, to which changes are appended. Every file is
 * kept twice, so that damage to one of them costs nothing. Storage task only.
 */
final class CheckpointWriter {
    static final String FOLDER = "checkpoint";
    static final List<String> COPIES = List.of("a", "b");

    /** Changes are appended up to this size even when the whole is smaller. */
    private static final long LEAST_CHANGES = 256 << 10;

    private final Disk disk;
    private final long logId;
    private final List<DiskFile> copies = new ArrayList<>();
    private long number;
    private long position;
    private long wholeBytes;
    private int index;

    CheckpointWriter(Disk disk, long logId, long lastNumber) {
        this.disk = disk;
        this.logId = logId;
        this.number = lastNumber;
    }

    static String path(long number, String copy) {
        return "%s/%016d.%s".formatted(FOLDER, number, copy);
    }

    /** Whether changes have piled up so that a whole checkpoint is due. */
    boolean wantsWhole() {
        return copies.isEmpty() || position > Math.max(2 * wholeBytes, LEAST_CHANGES);
    }

    /** Starts a new file; the one before is removed when the new one is safe. */
    void writeWhole(CheckpointData data) throws IOException {
        long next = number + 1;
        ByteBuffer record = CheckpointRecord.encode(data.encode(), 0, next, logId);
        List<DiskFile> made = new ArrayList<>();
        try {
            for (String copy : COPIES) {
                disk.delete(path(next, copy));
                DiskFile file = disk.create(path(next, copy));
                made.add(file);
                file.write(record.duplicate(), 0);
            }
        } catch (IOException e) {
            closeAll(made);
            throw e;
        }
        for (int i = 0; i < made.size(); i++) {
            SyncFailedException.sync(made.get(i), path(next, COPIES.get(i)));
        }
        SyncFailedException.syncDirectory(disk, FOLDER);
        close();
        copies.addAll(made);
        number = next;
        index = 1;
        position = record.capacity();
        wholeBytes = position;
        removeOthers();
    }

    private void removeOthers() throws IOException {
        String current = "%016d.".formatted(number);
        for (String name : disk.list(FOLDER)) {
            if (!name.startsWith(current)) {
                disk.delete(FOLDER + "/" + name);
            }
        }
    }

    /** Appends what changed. */
    void writeChanges(CheckpointData data) throws IOException {
        ByteBuffer record = CheckpointRecord.encode(data.encode(), index, number, logId);
        for (DiskFile file : copies) {
            file.write(record.duplicate(), position);
        }
        for (int i = 0; i < copies.size(); i++) {
            SyncFailedException.sync(copies.get(i), path(number, COPIES.get(i)));
        }
        position += record.capacity();
        index++;
    }

    void close() throws IOException {
        closeAll(copies);
        copies.clear();
    }

    private static void closeAll(List<DiskFile> files) throws IOException {
        for (DiskFile file : files) {
            file.close();
        }
    }
}
