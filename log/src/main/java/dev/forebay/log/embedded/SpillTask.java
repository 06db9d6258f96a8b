package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task of the volatile streams: reads first, then one slab a step to disk, then files that
 * nobody wants any more. It never syncs, so that no reader of a volatile stream waits for one.
 */
final class SpillTask implements LogTask {
    private static final Logger LOG = LoggerFactory.getLogger(SpillTask.class);
    private static final int READS_A_STEP = 64;

    private final VolatileStore store;
    private final SpillFiles files;
    private final StoreStatus status;
    private final DamageList damages;
    private final long retryNanos;
    private @Nullable LogFailure ended;

    /**
     * @param retryNanos after so long without room it is tried again
     */
    SpillTask(
            VolatileStore store,
            SpillFiles files,
            StoreStatus status,
            DamageList damages,
            long retryNanos) {
        this.store = store;
        this.files = files;
        this.status = status;
        this.damages = damages;
        this.retryNanos = retryNanos;
    }

    @Override
    public boolean hasWork() {
        return store.hasWork();
    }

    @Override
    public long step() {
        LogFailure defect = ended;
        if (defect != null) {
            store.refuseAll(defect);
            return UNTIL_WOKEN;
        }
        boolean worked = serve();
        try {
            for (SpillFile file : store.takeUnwanted()) {
                files.delete(file);
                worked = true;
            }
        } catch (IOException e) {
            status.fail("removing a spill file", e);
        }
        worked |= spill();
        if (worked) {
            return 0;
        }
        return store.isOutOfRoom() ? retryNanos : UNTIL_WOKEN;
    }

    @Override
    public void failed(Throwable defect) {
        status.fail("the task of volatile streams ran", defect);
        ended = new LogFailure.Failed(defect.toString());
    }

    private boolean serve() {
        int served = 0;
        VolatileRead read = store.nextRead();
        while (read != null) {
            serve(read);
            served++;
            read = served < READS_A_STEP ? store.nextRead() : null;
        }
        return served > 0;
    }

    private void serve(VolatileRead read) {
        try {
            switch (store.locate(read)) {
                case VolatileSource.InMemory memory ->
                        read.completion().completed(memory.batches());
                case VolatileSource.OnDisk disk -> serve(read, disk.stretch());
            }
        } catch (OutOfMemoryError e) {
            LOG.warn("There is no memory for a read of {}", read.stream(), e);
            read.completion().failed(new LogFailure.OutOfMemory(read.maxBytes()));
        }
    }

    private void serve(VolatileRead read, SpilledStretch stretch) {
        String detail;
        try {
            ByteBuffer batches = files.read(stretch, read.fromOffset(), read.maxBytes());
            if (batches.hasRemaining()) {
                read.completion().completed(batches);
                return;
            }
            detail = "a checksum of volatile messages does not match";
        } catch (IOException e) {
            detail = "volatile messages cannot be read: " + e;
        }
        Damage damage = SpillFiles.damage(read.stream(), stretch, detail);
        damages.add(damage);
        read.completion().failed(new LogFailure.Damaged(damage));
    }

    /** Moves one slab; false when there was nothing to do or no room. */
    private boolean spill() {
        List<SpillPart> parts = status.isFailed() ? List.of() : store.beginSpill();
        if (parts.isEmpty()) {
            return false;
        }
        try {
            store.spilled(files.write(parts), parts);
            return true;
        } catch (DiskFullException full) {
            store.notSpilled(parts, new LogFailure.DiskFull());
        } catch (IOException e) {
            // What fails here fails elsewhere too; nothing is built on a disk in doubt.
            status.fail("spilling volatile messages", e);
            store.notSpilled(parts, new LogFailure.Failed(e.toString()));
        }
        return false;
    }
}
