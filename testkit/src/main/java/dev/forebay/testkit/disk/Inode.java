package dev.forebay.testkit.disk;

import java.util.ArrayList;
import java.util.List;

/** A file apart from its names: what programs see, what the disk holds, what lies between. */
final class Inode {
    Pages cache = new Pages();
    Pages synced = new Pages();
    final List<Change> unsynced = new ArrayList<>();

    /** An error of the device that the next sync will report. */
    boolean errorPending;

    void change(Change change) {
        change.applyTo(cache);
        unsynced.add(change);
    }

    void sync() {
        unsynced.forEach(change -> change.applyTo(synced));
        unsynced.clear();
    }

    /** The device refused the pages and the system marked them clean: seen, but not on the disk. */
    void loseUnsynced() {
        unsynced.clear();
    }

    /** As {@link #loseUnsynced}, and the pages are dropped from memory too. */
    void forgetUnsynced() {
        unsynced.clear();
        cache = synced.snapshot();
    }

    Inode copy() {
        Inode copy = new Inode();
        copy.cache = cache.snapshot();
        copy.synced = synced.snapshot();
        copy.unsynced.addAll(unsynced);
        return copy;
    }

    static Inode resting(Pages content) {
        Inode inode = new Inode();
        inode.cache = content.snapshot();
        inode.synced = content;
        return inode;
    }
}
