package dev.forebay.log.embedded;

import dev.forebay.log.StoreState;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disk space kept back in a file, so that what is committed can still move to segments when the
 * volume is full. Shrinks piece by piece then, and grows back when there is room. Storage task
 * only.
 */
final class DiskReserve {
    static final String FILE = "reserve";
    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);
    private static final int PIECES = 8;
    private static final int WRITE_BYTES = 64 << 10;

    private final Disk disk;
    private final long wanted;
    private final DiskFile file;
    private long kept;
    private boolean low;

    private DiskReserve(Disk disk, long wanted, DiskFile file, long kept) {
        this.disk = disk;
        this.wanted = wanted;
        this.file = file;
        this.kept = kept;
    }

    /** Opens the file, making it when there is none; the root folder is not synced. */
    static DiskReserve open(Disk disk, long wanted) throws IOException {
        DiskFile file = disk.exists(FILE) ? disk.open(FILE) : disk.create(FILE);
        long kept = file.size();
        if (kept > wanted) {
            file.truncate(wanted);
            kept = wanted;
        }
        DiskReserve reserve = new DiskReserve(disk, wanted, file, kept);
        reserve.refill();
        return reserve;
    }

    /** Gives back one piece of the reserve to the volume; false when nothing is left. */
    boolean release() throws IOException {
        if (kept == 0) {
            return false;
        }
        kept = Math.max(0, kept - Math.max(1, wanted / PIECES));
        file.truncate(kept);
        file.sync();
        low = true;
        return true;
    }

    /** Looks at the free space, takes back what it can, and says how things stand. */
    StoreState check() throws IOException {
        if (kept < wanted && disk.usableBytes() > 2 * wanted - kept) {
            refill();
        }
        return state();
    }

    /**
     * Says how things stand. Takes nothing back: right after a release that would undo it, again
     * and again, where the volume refuses although it says that it has room (no inodes, a quota, a
     * write larger than the room).
     */
    StoreState state() throws IOException {
        long usable = disk.usableBytes();
        if (wanted == 0) {
            return usable > 0 ? new StoreState.Accepting() : new StoreState.UsingReserve(0);
        }
        low = kept < wanted || usable < (low ? wanted : wanted / 2);
        return low ? new StoreState.UsingReserve(left(usable)) : new StoreState.Accepting();
    }

    private double left(long usable) {
        return Math.min(1, (kept + Math.min(usable, wanted)) / (double) wanted);
    }

    private void refill() throws IOException {
        if (disk.usableBytes() < wanted - kept) {
            LOG.warn("No room for the whole disk reserve: {} of {} bytes are kept", kept, wanted);
            return;
        }
        try {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(WRITE_BYTES, wanted - kept));
            long size = kept;
            while (size < wanted) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), wanted - size));
                int bytes = zeros.remaining();
                file.write(zeros, size);
                size += bytes;
            }
            SyncFailedException.sync(file, FILE);
            kept = size;
        } catch (DiskFullException noRoom) {
            LOG.warn("No room for the whole disk reserve: {}", noRoom.getMessage());
            file.truncate(kept);
        }
    }

    void close() throws IOException {
        file.close();
    }
}
