package dev.forebay.server.kept;

import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes a file from its begin on, and syncs it every now and then. */
final class FileOutput extends OutputStream {
    private final DiskFile file;
    private final int syncEach;
    private long position;
    private long synced;

    FileOutput(DiskFile file, int syncEach) {
        this.file = file;
        this.syncEach = syncEach;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        file.write(ByteBuffer.wrap(bytes, from, length), position);
        position += length;
        if (position - synced >= syncEach) {
            file.sync();
            synced = position;
        }
    }
}
