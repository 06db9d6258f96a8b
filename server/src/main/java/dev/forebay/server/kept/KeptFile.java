package dev.forebay.server.kept;

import dev.forebay.httpapi.Keepsake;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the data folder that is written anew as a whole, beside the one before, which it then
 * replaces: after a crash there is the one or the other. It is packed by gzip, whose checksum tells
 * of damage. Read and written by a thread of its own, which alone waits for the disk. Thread-safe.
 */
public final class KeptFile implements Keepsake {
    private static final Logger LOG = LoggerFactory.getLogger(KeptFile.class);
    private static final String FOLDER = "server";

    /** Bytes between two syncs, so that no commit to the log waits for more than these. */
    private static final int SYNC_EACH = 1 << 20;

    private final Disk disk;
    private final String path;
    private final int mostBytes;
    private final Executor worker;

    /**
     * Touches nothing yet.
     *
     * @param name of the file
     * @param mostBytes that it may hold, unpacked; more is taken for damage
     * @param worker runs one task after the other
     */
    public KeptFile(Disk disk, String name, int mostBytes, Executor worker) {
        this.disk = disk;
        this.path = FOLDER + "/" + name;
        this.mostBytes = mostBytes;
        this.worker = worker;
    }

    @Override
    public void recall(Consumer<Optional<ByteBuffer>> then) {
        worker.execute(() -> then.accept(read()));
    }

    private Optional<ByteBuffer> read() {
        try {
            if (!disk.exists(path)) {
                return Optional.empty();
            }
            try (DiskFile file = disk.open(path);
                    GZIPInputStream unpacked = new GZIPInputStream(new FileInput(file))) {
                byte[] bytes = unpacked.readNBytes(mostBytes + 1);
                if (bytes.length > mostBytes) {
                    throw new IOException("it holds more than " + mostBytes + " bytes");
                }
                return Optional.of(ByteBuffer.wrap(bytes));
            }
        } catch (IOException damaged) {
            LOG.atError()
                    .addKeyValue("file", path)
                    .addKeyValue("reason", damaged.toString())
                    .log("a file of the data folder is damaged or unreadable and is begun anew");
            return Optional.empty();
        }
    }

    @Override
    public void keep(List<ByteBuffer> pieces, Runnable then) {
        try {
            worker.execute(() -> {
                write(pieces);
                then.run();
            });
        } catch (RejectedExecutionException stopping) {
            LOG.atWarn().addKeyValue("file", path).log("a file is not kept: too late, or too much");
            then.run();
        }
    }

    private void write(List<ByteBuffer> pieces) {
        String fresh = path + ".new";
        try {
            disk.createDirectory(FOLDER);
            disk.delete(fresh);
            try (DiskFile file = disk.create(fresh);
                    GZIPOutputStream packed =
                            new GZIPOutputStream(new FileOutput(file, SYNC_EACH), SYNC_EACH)) {
                for (ByteBuffer piece : pieces) {
                    packed.write(
                            piece.array(),
                            piece.arrayOffset() + piece.position(),
                            piece.remaining());
                }
                packed.finish();
                file.sync();
            }
            disk.rename(fresh, path);
        } catch (IOException unwritable) {
            LOG.atWarn()
                    .addKeyValue("file", path)
                    .addKeyValue("reason", unwritable.toString())
                    .log("a file of the data folder cannot be kept");
        }
    }
}
