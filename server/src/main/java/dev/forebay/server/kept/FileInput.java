package dev.forebay.server.kept;

import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a file from its begin on. */
final class FileInput extends InputStream {
    private final DiskFile file;
    private long position;

    FileInput(DiskFile file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = file.read(ByteBuffer.wrap(into, from, length), position);
        position += read;
        return read == 0 && length > 0 ? -1 : read;
    }

    /** Gzip asks it at the end of one packed text whether another follows. */
    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, file.size() - position);
    }
}
