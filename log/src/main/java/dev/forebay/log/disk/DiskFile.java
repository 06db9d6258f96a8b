package dev.forebay.log.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Writes land in a page cache and are durable only after {@link #sync()}; after a
 * failed sync nothing is known of the writes since the last good one, and a later successful sync
 * says nothing about them (ATC'20, "Can applications recover from fsync failures?").
 */
public interface DiskFile extends Closeable {
    /**
     * Reads into {@code target} from {@code position} until it is full or the file ends.
     *
     * @return bytes read, 0 at or beyond the end of the file
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all remaining bytes of {@code source} at {@code position}, extending the file. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Makes data and size durable (fdatasync). */
    void sync() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;

    @Override
    void close() throws IOException;
}
