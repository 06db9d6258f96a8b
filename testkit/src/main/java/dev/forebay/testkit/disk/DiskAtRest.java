package dev.forebay.testkit.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files of a disk while nobody works on it: to compare them, and to damage them as time does.
 */
public final class DiskAtRest {
    /** Bytes of the smallest piece that a device loses as one. */
    public static final int SECTOR = CrashedFile.SECTOR;

    private final Namespace names;
    private final Object lock;

    DiskAtRest(Namespace names, Object lock) {
        this.names = names;
        this.lock = lock;
    }

    /** Paths of all files, sorted. */
    public List<String> files() {
        synchronized (lock) {
            List<String> files = new ArrayList<>();
            for (Map.Entry<String, Inode> entry : names.live.entrySet()) {
                if (entry.getValue() != Namespace.FOLDER) {
                    files.add(entry.getKey());
                }
            }
            return files;
        }
    }

    public long size(String path) {
        synchronized (lock) {
            return file(path).cache.size();
        }
    }

    public byte[] bytes(String path) {
        synchronized (lock) {
            Pages pages = file(path).cache;
            return pages.bytes(0, Math.toIntExact(pages.size()));
        }
    }

    /** Turns one bit round. */
    public void flipBit(String path, long bit) {
        byte[] one = {(byte) (bytesAt(path, bit / 8, 1)[0] ^ 1 << bit % 8)};
        overwrite(path, bit / 8, one);
    }

    /** Loses a sector: it reads as zeros. */
    public void zeroSector(String path, long sector) {
        long from = sector * SECTOR;
        overwrite(path, from, new byte[(int) Math.min(SECTOR, size(path) - from)]);
    }

    /** Puts other bytes on the disk and in its cache. */
    public void overwrite(String path, long position, byte[] data) {
        synchronized (lock) {
            Inode inode = file(path);
            inode.cache.write(position, data, 0, data.length);
            inode.synced.write(position, data, 0, data.length);
        }
    }

    /** Cuts the file on the disk. */
    public void cut(String path, long size) {
        synchronized (lock) {
            file(path).cache.resize(size);
            file(path).synced.resize(size);
        }
    }

    /** Loses a whole file, its entry included. */
    public void lose(String path) {
        synchronized (lock) {
            names.live.remove(path);
            names.synced.remove(path);
        }
    }

    private byte[] bytesAt(String path, long position, int length) {
        synchronized (lock) {
            return file(path).cache.bytes(position, length);
        }
    }

    private Inode file(String path) {
        Inode inode = names.live.get(path);
        if (inode == null || inode == Namespace.FOLDER) {
            throw new IllegalArgumentException("no such file: " + path);
        }
        return inode;
    }
}
