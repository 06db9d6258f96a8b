package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ring of commit-log files. The committer writes at its end; the storage task gives back files
 * whose frames a checkpoint has made needless, and adds files when checkpoints cannot keep up.
 */
final class CommitLog {
    private final Disk disk;
    private final LogSettings settings;
    private final ArrayDeque<CommitFile> free = new ArrayDeque<>();
    private final ArrayDeque<CommitFile> full = new ArrayDeque<>();
    private int total;
    private boolean starved;

    private @Nullable CommitFile active;
    private int position;
    private long generation;
    private volatile long nextGeneration;

    CommitLog(Disk disk, LogSettings settings, List<CommitFile> files, long nextGeneration) {
        this.disk = disk;
        this.settings = settings;
        this.nextGeneration = nextGeneration;
        free.addAll(files);
        total = files.size();
    }

    /**
     * Makes room for a frame, moving to the next file if need be. Committer only.
     *
     * @param lastSequence the sequence number of the last frame written
     * @return false when every file still holds frames that are needed
     */
    boolean reserve(int bytes, long lastSequence) {
        CommitFile current = active;
        if (current != null && current.size - position >= bytes) {
            return true;
        }
        return nextFile(lastSequence);
    }

    private synchronized boolean nextFile(long lastSequence) {
        CommitFile current = active;
        if (current != null) {
            current.lastSequence = lastSequence;
            full.add(current);
            active = null;
        }
        active = free.poll();
        starved = active == null;
        if (starved) {
            return false;
        }
        position = 0;
        generation = nextGeneration;
        nextGeneration = generation + 1;
        return true;
    }

    /** Writes a frame into the room reserved and syncs it. Committer only. */
    void commit(ByteBuffer frame) throws IOException {
        CommitFile file = current();
        int bytes = frame.remaining();
        file.file.write(frame, position);
        file.file.sync();
        position += bytes;
    }

    private CommitFile current() {
        CommitFile file = active;
        if (file == null) {
            throw new IllegalStateException("no room was reserved");
        }
        return file;
    }

    /** Where the next frame goes in its file. Committer only. */
    int position() {
        return position;
    }

    /** The generation of the file that the next frame goes to. Committer only. */
    long generation() {
        return generation;
    }

    /** A generation above all that were used. */
    long nextGeneration() {
        return nextGeneration;
    }

    /**
     * Whether so many files are used that a checkpoint should free some.
     *
     * @param applied sequence number of the last frame that a checkpoint now would cover
     */
    synchronized boolean wantsCheckpoint(long applied) {
        return free.size() <= total / 2 && isFreedBy(applied);
    }

    /** Whether a checkpoint now frees any file; not while a large group fills them all. */
    synchronized boolean isFreedBy(long applied) {
        return !full.isEmpty() && full.peek().lastSequence <= applied;
    }

    /** Frees the files whose frames are all at or below this sequence number. */
    synchronized void release(long sequence) {
        while (!full.isEmpty() && full.peek().lastSequence <= sequence) {
            free.add(full.remove());
        }
    }

    /** Whether the committer should get another file now. */
    synchronized boolean wantsFile() {
        return starved && free.isEmpty() && total < settings.commitFilesMax();
    }

    /** Whether the committer found no free file and still has none. */
    synchronized boolean isStarved() {
        return starved && free.isEmpty();
    }

    /** Adds a file, synced with its folder. Storage task only. */
    void grow() throws IOException {
        CommitFile file = CommitFile.make(disk, unusedPath(), settings.commitFileBytes());
        disk.syncDirectory(CommitFile.FOLDER);
        synchronized (this) {
            free.add(file);
            total++;
        }
    }

    private String unusedPath() throws IOException {
        int number = 0;
        while (disk.exists(CommitFile.path(number))) {
            number++;
        }
        return CommitFile.path(number);
    }

    /** Adds files that are free. */
    synchronized void add(List<CommitFile> files) {
        free.addAll(files);
        total += files.size();
    }

    /** How many files there are. */
    synchronized int files() {
        return total;
    }

    synchronized void close() throws IOException {
        if (active != null) {
            full.add(active);
            active = null;
        }
        free.addAll(full);
        full.clear();
        for (CommitFile file : free) {
            file.file.close();
        }
        free.clear();
    }
}
