package dev.forebay.testkit.disk;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.disk.DiskFullException;
import dev.forebay.log.disk.DiskPath;
import dev.forebay.testkit.disk.DiskCall.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * A {@link Disk} in memory. It keeps for each file what programs see and what was synced with the
 * writes between, for each folder the synced entries and the changes since; so it can say what a
 * power cut at any moment may leave ({@link #crash}), and what the next process sees after kill -9
 * ({@link #restart}). Both give a new disk and leave this one as it is. Names are durable only by a
 * sync of their folder, whatever else real file systems give.
 */
public final class SimDisk implements Disk {
    /** Room of a disk that was not given another, in bytes. */
    public static final long AMPLE = 1L << 40;

    /** Crash seeds that follow each other differ in kind up to this many: nothing survives, all… */
    public static final int CRASH_PLANS = Survival.PLANS;

    private final Object lock = new Object();
    private final Namespace names;
    private FaultPlan plan = FaultPlan.NONE;
    private Runnable beforeSync = () -> {};
    private long capacity;
    private long calls;
    private long changes;
    private int openFiles;
    private long faultsMet;
    private boolean off;

    /** An empty disk. */
    public SimDisk() {
        this(new Namespace(), AMPLE);
    }

    private SimDisk(Namespace names, long capacity) {
        this.names = names;
        this.capacity = capacity;
    }

    /** From now on faults come from this plan. */
    public void faults(FaultPlan newPlan) {
        synchronized (lock) {
            plan = newPlan;
        }
    }

    /** Ends all trouble: the plan's, and errors that a sync left to be reported at a later call. */
    public void calm() {
        synchronized (lock) {
            plan = FaultPlan.NONE;
            names.live.values().forEach(inode -> inode.errorPending = false);
        }
    }

    /**
     * Run before each sync of a file, outside every lock: may move a clock, or block for a while.
     */
    public void beforeSync(Runnable hook) {
        synchronized (lock) {
            beforeSync = hook;
        }
    }

    /** Files cannot grow beyond this many bytes together. */
    public void capacity(long bytes) {
        synchronized (lock) {
            capacity = bytes;
        }
    }

    /** Calls so far, reads included. */
    public long calls() {
        synchronized (lock) {
            return calls;
        }
    }

    /** Calls so far that a power cut can tell apart. */
    public long changes() {
        synchronized (lock) {
            return changes;
        }
    }

    /** Calls so far that met a fault; a power cut is none. */
    public long faultsMet() {
        synchronized (lock) {
            return faultsMet;
        }
    }

    /** Files open now. */
    public int openFiles() {
        synchronized (lock) {
            return openFiles;
        }
    }

    /** What is on the disk after a power cut now. The same seed leaves the same. */
    public SimDisk crash(CrashProfile profile, long seed) {
        synchronized (lock) {
            return new SimDisk(Crash.of(names, profile, seed), capacity);
        }
    }

    /** What the next process finds when this one was killed: page cache and all. */
    public SimDisk restart() {
        synchronized (lock) {
            return new SimDisk(names.copy(), capacity);
        }
    }

    /** The same as {@link #restart}, to damage or to run on from one state several times. */
    public SimDisk copy() {
        return restart();
    }

    /** What rests on this disk, to look at and to damage. */
    public DiskAtRest atRest() {
        return new DiskAtRest(names, lock);
    }

    @Override
    public DiskFile create(String path) throws IOException {
        synchronized (lock) {
            refuse(Kind.CREATE, path);
            names.requireFolderOf(path);
            if (names.live.containsKey(path)) {
                throw new FileAlreadyExistsException(path);
            }
            Inode inode = new Inode();
            names.link(path, inode);
            openFiles++;
            return new SimFile(this, path, inode);
        }
    }

    @Override
    public DiskFile open(String path) throws IOException {
        synchronized (lock) {
            refuse(Kind.OPEN, path);
            Inode inode = file(path);
            openFiles++;
            return new SimFile(this, path, inode);
        }
    }

    @Override
    public void createDirectory(String path) throws IOException {
        synchronized (lock) {
            refuse(Kind.CREATE_DIRECTORY, path);
            int slash = 0;
            while (slash >= 0 && !path.isEmpty()) {
                slash = path.indexOf('/', slash + 1);
                String folder = slash < 0 ? path : path.substring(0, slash);
                Inode there = names.live.get(folder);
                if (there == null) {
                    names.link(folder, Namespace.FOLDER);
                } else if (there != Namespace.FOLDER) {
                    throw new FileAlreadyExistsException(folder);
                }
            }
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        synchronized (lock) {
            refuse(Kind.LIST, directory);
            return names.list(directory);
        }
    }

    @Override
    public boolean exists(String path) throws IOException {
        synchronized (lock) {
            refuse(Kind.EXISTS, path);
            return path.isEmpty() || names.live.containsKey(path);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (lock) {
            refuse(Kind.RENAME, from);
            Inode inode = file(from);
            DiskPath.checked(to);
            names.requireFolderOf(to);
            if (names.isFolder(to)) {
                throw new FileAlreadyExistsException(to);
            }
            names.rename(from, to, inode);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        synchronized (lock) {
            refuse(Kind.DELETE, path);
            if (names.isFolder(path) && !names.list(path).isEmpty()) {
                throw new DirectoryNotEmptyException(path);
            }
            names.unlink(path);
        }
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        synchronized (lock) {
            refuse(Kind.SYNC_DIRECTORY, directory);
            if (!names.isFolder(directory)) {
                throw new NoSuchFileException(directory);
            }
            names.sync(directory);
        }
    }

    @Override
    public long totalBytes() throws IOException {
        synchronized (lock) {
            refuse(Kind.USABLE_BYTES, "");
            return capacity;
        }
    }

    @Override
    public long usableBytes() throws IOException {
        synchronized (lock) {
            refuse(Kind.USABLE_BYTES, "");
            // Where there is room for everything nobody counts what thousands of files take.
            return capacity < AMPLE ? Math.max(0, capacity - used()) : capacity;
        }
    }

    int read(String path, Inode inode, ByteBuffer target, long position) throws IOException {
        synchronized (lock) {
            fail(next(Kind.READ, path), path);
            return inode.cache.read(target, position);
        }
    }

    void write(String path, Inode inode, ByteBuffer source, long position) throws IOException {
        synchronized (lock) {
            Fault fault = next(Kind.WRITE, path);
            int length = source.remaining();
            if (fault instanceof Fault.ShortWrite) {
                put(inode, source, position, length / 2);
            }
            fail(fault, path);
            requireRoom(path, inode, position + length);
            put(inode, source, position, length);
        }
    }

    private static void put(Inode inode, ByteBuffer source, long position, int length) {
        if (length > 0) {
            byte[] data = new byte[length];
            source.get(data);
            inode.change(new Change.Write(position, data));
        }
    }

    void sync(String path, Inode inode) throws IOException {
        beforeSync.run();
        synchronized (lock) {
            Fault fault = next(Kind.SYNC, path);
            if (inode.errorPending) {
                inode.errorPending = false;
                inode.loseUnsynced();
                throw new IOException(path + ": input/output error");
            }
            switch (fault) {
                case Fault.None none -> inode.sync();
                case Fault.ErrorLater later -> {
                    inode.sync();
                    inode.errorPending = true;
                }
                case Fault.ErrorAndForget gone -> inode.forgetUnsynced();
                case Fault.DeviceError error -> inode.loseUnsynced();
                case Fault.ShortWrite error -> inode.loseUnsynced();
                case Fault.Full full -> inode.loseUnsynced();
                case Fault.PowerCut cut -> {}
            }
            fail(fault, path);
        }
    }

    void truncate(String path, Inode inode, long size) throws IOException {
        synchronized (lock) {
            fail(next(Kind.TRUNCATE, path), path);
            // As FileChannel does: cuts, and never extends.
            if (size < inode.cache.size()) {
                inode.change(new Change.Resize(size));
            }
        }
    }

    long size(String path, Inode inode) throws IOException {
        synchronized (lock) {
            fail(next(Kind.SIZE, path), path);
            return inode.cache.size();
        }
    }

    void closed() {
        synchronized (lock) {
            openFiles--;
        }
    }

    private Inode file(String path) throws NoSuchFileException {
        Inode inode = names.live.get(path);
        if (inode == null || inode == Namespace.FOLDER) {
            throw new NoSuchFileException(path);
        }
        return inode;
    }

    private void requireRoom(String path, Inode inode, long end) throws DiskFullException {
        long growth = end - inode.cache.size();
        if (growth > 0 && capacity < AMPLE && used() + growth > capacity) {
            throw new DiskFullException(path + ": no space left");
        }
    }

    /** Bytes that all files take. */
    public long usedBytes() {
        synchronized (lock) {
            return used();
        }
    }

    private long used() {
        long used = 0;
        for (Inode inode : names.live.values()) {
            used += inode.cache.size();
        }
        return used;
    }

    private void refuse(Kind kind, String path) throws IOException {
        DiskPath.checked(path);
        fail(next(kind, path), path);
    }

    private Fault next(Kind kind, String path) {
        if (off) {
            throw new PowerCutException();
        }
        calls++;
        if (kind.changes()) {
            changes++;
        }
        if (plan.equals(FaultPlan.NONE)) {
            return Fault.NONE;
        }
        Fault fault = plan.faultFor(new DiskCall(kind, path, calls, changes));
        if (fault instanceof Fault.PowerCut) {
            off = true;
            throw new PowerCutException();
        }
        if (!(fault instanceof Fault.None)) {
            faultsMet++;
        }
        return fault;
    }

    private static void fail(Fault fault, String path) throws IOException {
        switch (fault) {
            case Fault.None none -> {}
            case Fault.ErrorLater later -> {}
            case Fault.Full full -> throw new DiskFullException(path + ": no space left");
            case Fault.DeviceError e -> throw new IOException(path + ": input/output error");
            case Fault.ErrorAndForget e -> throw new IOException(path + ": input/output error");
            case Fault.ShortWrite e -> throw new IOException(path + ": input/output error");
            case Fault.PowerCut cut -> throw new PowerCutException();
        }
    }
}
