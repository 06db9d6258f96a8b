package dev.forebay.testkit.disk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What a crash leaves of one file: the synced image, some of the un-synced sectors, one of the
 * sizes the file had since, and perhaps one sector torn. Bytes that no un-synced write touched keep
 * their synced value: a device finishes or does not finish a sector, but does not harm its
 * neighbours.
 */
final class CrashedFile {
    static final int SECTOR = 512;
    private static final int TEAR_STEP = 8;

    private final Inode inode;
    private final CrashProfile profile;
    private final Survival survival;
    private final Pages result;

    /** Sectors of which a write was chosen not to survive: later ones did not reach them either. */
    private final Set<Long> missed = new HashSet<>();

    /** Sectors that a surviving size drags along, with the last write it covers. */
    private final Map<Long, Integer> dragged = new HashMap<>();

    private CrashedFile(Inode inode, CrashProfile profile, Survival survival) {
        this.inode = inode;
        this.profile = profile;
        this.survival = survival;
        this.result = inode.synced.snapshot();
    }

    static Pages of(Inode inode, CrashProfile profile, Survival survival) {
        return inode.unsynced.isEmpty()
                ? inode.synced.snapshot()
                : new CrashedFile(inode, profile, survival).resolve();
    }

    private Pages resolve() {
        List<Change> changes = inode.unsynced;
        long syncedSize = inode.synced.size();
        int sized = survival.prefix(0, changes.size());
        if (profile == CrashProfile.EXT4_ORDERED) {
            dragAlong(sized);
        }
        long size = syncedSize;
        Change.Write last = null;
        for (int i = 0; i < changes.size(); i++) {
            switch (changes.get(i)) {
                case Change.Write write -> {
                    size = i < sized ? Math.max(size, write.end()) : size;
                    writeSome(write, i);
                    last = write;
                }
                case Change.Resize resize -> {
                    if (i < sized) {
                        result.resize(resize.size());
                        size = resize.size();
                    }
                }
            }
        }
        if (last != null && survival.tears()) {
            tear(last);
        }
        result.resize(size);
        return result;
    }

    /** Data of blocks that are new to the file go out before the size that makes them readable. */
    private void dragAlong(int sized) {
        long syncedSize = inode.synced.size();
        for (int i = 0; i < sized; i++) {
            if (inode.unsynced.get(i) instanceof Change.Write write && write.end() > syncedSize) {
                long first = Math.max(write.position(), syncedSize) / SECTOR;
                for (long sector = first; sector * SECTOR < write.end(); sector++) {
                    dragged.put(sector, i);
                }
            }
        }
    }

    private void writeSome(Change.Write write, int index) {
        int count = inode.unsynced.size();
        for (long at = write.position(); at < write.end(); ) {
            long sector = at / SECTOR;
            long end = Math.min(write.end(), (sector + 1) * SECTOR);
            boolean forced = dragged.getOrDefault(sector, -1) >= index;
            if (forced || (!missed.contains(sector) && survival.survives(index, count))) {
                result.write(at, write.data(), (int) (at - write.position()), (int) (end - at));
            } else {
                missed.add(sector);
                fillNew(at, end);
            }
            at = end;
        }
    }

    /** Where the file had no bytes before, POSIX says nothing of what a crash leaves there. */
    private void fillNew(long from, long to) {
        if (profile == CrashProfile.POSIX
                && from >= inode.synced.size()
                && survival.random().nextInt(4) == 0) {
            byte[] garbage = garbage((int) (to - from));
            result.write(from, garbage, 0, garbage.length);
        }
    }

    private void tear(Change.Write write) {
        Random random = survival.random();
        long sectors = (write.end() - 1) / SECTOR - write.position() / SECTOR + 1;
        // The last sector of the last write was in flight, or any of them.
        long sector =
                random.nextBoolean()
                        ? (write.end() - 1) / SECTOR
                        : write.position() / SECTOR + random.nextLong(sectors);
        long from = Math.max(write.position(), sector * SECTOR);
        long to = Math.min(write.end(), (sector + 1) * SECTOR);
        if (dragged.containsKey(sector)) {
            return;
        }
        byte[] before = inode.synced.bytes(from, (int) (to - from));
        byte[] after =
                Arrays.copyOfRange(
                        write.data(),
                        (int) (from - write.position()),
                        (int) (to - write.position()));
        byte[] torn = torn(before, after, (int) (from % TEAR_STEP));
        result.write(from, torn, 0, torn.length);
    }

    private byte[] torn(byte[] before, byte[] after, int misaligned) {
        Random random = survival.random();
        int steps = (after.length + misaligned) / TEAR_STEP;
        int cut =
                Math.clamp(
                        random.nextInt(steps + 1) * (long) TEAR_STEP - misaligned, 0, after.length);
        byte[] torn = after.clone();
        switch (random.nextInt(4)) {
            case 0 -> System.arraycopy(before, cut, torn, cut, torn.length - cut);
            case 1 -> System.arraycopy(before, 0, torn, 0, cut);
            case 2 -> Arrays.fill(torn, cut, torn.length, (byte) 0);
            default -> {
                byte[] garbage = garbage(torn.length - cut);
                System.arraycopy(garbage, 0, torn, cut, garbage.length);
            }
        }
        return torn;
    }

    private byte[] garbage(int length) {
        byte[] garbage = new byte[length];
        survival.random().nextBytes(garbage);
        return garbage;
    }
}
