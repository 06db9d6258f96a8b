package dev.forebay.log.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file on a {@link FileChannel}. Positional reads and writes only, so threads do not collide. */
final class ChannelFile implements DiskFile {
    /**
     * In bytes: what is not outside of the heap passes through memory that the JDK keeps for each
     * thread, as much as the most that was ever read or written at once.
     */
    private static final int PIECE_BYTES = 1 << 20;

    private final String path;
    private final FileChannel channel;

    ChannelFile(String path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            ByteBuffer piece = piece(target);
            int read = channel.read(piece, position + total);
            if (read < 0) {
                break;
            }
            target.position(target.position() + read);
            total += read;
        }
        return total;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        long at = position;
        try {
            while (source.hasRemaining()) {
                int written = channel.write(piece(source), at);
                source.position(source.position() + written);
                at += written;
            }
        } catch (IOException e) {
            throw DiskErrors.translate(path, e);
        }
    }

    private static ByteBuffer piece(ByteBuffer whole) {
        int bytes = whole.isDirect() ? whole.remaining() : Math.min(PIECE_BYTES, whole.remaining());
        return whole.slice(whole.position(), bytes);
    }

    @Override
    public void sync() throws IOException {
        try {
            // fdatasync: it covers the size whenever the size is needed to read the data.
            channel.force(false);
        } catch (IOException e) {
            throw DiskErrors.translate(path, e);
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path;
    }
}
