package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ring of commit-log files. The committer writes at its end; the storage task gives back files
 * whose frames a checkpoint has made needless, and adds files when checkpoints cannot keep up. A
 * frame that no ordinary file takes goes into a wide one, which is made when first needed.
 */
final class CommitLog {
    /** One that is written and one whose frames no checkpoint covers yet. */
    private static final int WIDE_FILES_MAX = 2;

    private final Disk disk;
    private final LogSettings settings;
    private final ArrayDeque<CommitFile> free = new ArrayDeque<>();
    private final ArrayDeque<CommitFile> freeWide = new ArrayDeque<>();
    private final ArrayDeque<CommitFile> full = new ArrayDeque<>();
    private int total;
    private int wide;

    /** Size of the frame that the committer found no file for; 0 when it found one. */
    private int missing;

    private @Nullable CommitFile active;
    private int position;
    private long generation;
    private volatile long nextGeneration;

    CommitLog(Disk disk, LogSettings settings, List<CommitFile> files, long nextGeneration) {
        this.disk = disk;
        this.settings = settings;
        this.nextGeneration = nextGeneration;
        add(files);
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
        return nextFile(bytes, lastSequence);
    }

    private synchronized boolean nextFile(int bytes, long lastSequence) {
        CommitFile current = active;
        if (current != null) {
            current.lastSequence = lastSequence;
            full.add(current);
            active = null;
        }
        active = needsWide(bytes) ? freeWide.poll() : free.poll();
        missing = active == null ? bytes : 0;
        if (active == null) {
            return false;
        }
        position = 0;
        generation = nextGeneration;
        nextGeneration = generation + 1;
        return true;
    }

    private boolean needsWide(int bytes) {
        return bytes > settings.commitFileBytes();
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
        return (free.size() <= total / 2 || needsWide(missing)) && isFreedBy(applied);
    }

    /** Whether a checkpoint now frees any file; not while a large group fills them all. */
    synchronized boolean isFreedBy(long applied) {
        return !full.isEmpty() && full.peek().lastSequence <= applied;
    }

    /** Frees the files whose frames are all at or below this sequence number. */
    synchronized void release(long sequence) {
        while (!full.isEmpty() && full.peek().lastSequence <= sequence) {
            addFree(full.remove());
        }
    }

    private void addFree(CommitFile file) {
        (needsWide(file.size) ? freeWide : free).add(file);
    }

    /**
     * Whether the committer should get another file now.
     *
     * @param slow whether no checkpoint is about to free one soon
     */
    synchronized boolean wantsFile(boolean slow) {
        if (needsWide(missing)) {
            return freeWide.isEmpty() && (wide == 0 || (slow && wide < WIDE_FILES_MAX));
        }
        return missing > 0 && slow && free.isEmpty() && total < settings.commitFilesMax();
    }

    /** Adds a file as it is missed, synced with its folder. Storage task only. */
    void grow() throws IOException {
        CommitFile file = CommitFile.make(disk, unusedPath(), sizeMissed());
        disk.syncDirectory(CommitFile.FOLDER);
        add(List.of(file));
    }

    private synchronized int sizeMissed() {
        return needsWide(missing) ? settings.wideFileBytes() : settings.commitFileBytes();
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
        for (CommitFile file : files) {
            addFree(file);
            if (needsWide(file.size)) {
                wide++;
            } else {
                total++;
            }
        }
    }

    /** How many files there are. */
    synchronized int files() {
        return total + wide;
    }

    synchronized void close() throws IOException {
        if (active != null) {
            full.add(active);
            active = null;
        }
        free.addAll(freeWide);
        freeWide.clear();
        free.addAll(full);
        full.clear();
        for (CommitFile file : free) {
            file.file.close();
        }
        free.clear();
    }
}
