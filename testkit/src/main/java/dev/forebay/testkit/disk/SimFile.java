package dev.forebay.testkit.disk;

import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** An open file of a {@link SimDisk}; goes on to name its file when that is renamed or deleted. */
final class SimFile implements DiskFile {
    private final SimDisk disk;
    private final String path;
    private final Inode inode;
    private volatile boolean closed;

    SimFile(SimDisk disk, String path, Inode inode) {
        this.disk = disk;
        this.path = path;
        this.inode = inode;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        requireOpen();
        return disk.read(path, inode, target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        requireOpen();
        disk.write(path, inode, source, position);
    }

    @Override
    public void sync() throws IOException {
        requireOpen();
        disk.sync(path, inode);
    }

    @Override
    public void truncate(long size) throws IOException {
        requireOpen();
        disk.truncate(path, inode, size);
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return disk.size(path, inode);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            disk.closed();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
