package dev.forebay.testkit.disk;

import dev.forebay.log.disk.DiskPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Works out the names and files that a power cut leaves. */
final class Crash {
    private Crash() {}

    static Namespace of(Namespace before, CrashProfile profile, long seed) {
        Survival survival = new Survival(seed);
        Map<String, Inode> entries = survivingEntries(before, profile, survival);
        Namespace after = new Namespace();
        Map<Inode, Inode> files = new HashMap<>();
        for (Map.Entry<String, Inode> entry : new TreeMap<>(entries).entrySet()) {
            if (isReachable(entry.getKey(), entries)) {
                Inode inode = entry.getValue();
                Inode left = files.get(inode);
                if (left == null) {
                    left =
                            inode == Namespace.FOLDER
                                    ? inode
                                    : Inode.resting(CrashedFile.of(inode, profile, survival));
                    files.put(inode, left);
                }
                after.live.put(entry.getKey(), left);
                after.synced.put(entry.getKey(), left);
            }
        }
        return after;
    }

    private static Map<String, Inode> survivingEntries(
            Namespace before, CrashProfile profile, Survival survival) {
        Map<String, Inode> entries = new HashMap<>(before.synced);
        List<EntryChange> changes = before.unsynced;
        if (profile == CrashProfile.POSIX) {
            for (int i = 0; i < changes.size(); i++) {
                if (survival.survives(i, changes.size())) {
                    changes.get(i).applyTo(entries);
                }
            }
        } else {
            int kept =
                    survival.prefix(Math.min(before.orderedUpTo, changes.size()), changes.size());
            changes.subList(0, kept).forEach(change -> change.applyTo(entries));
        }
        return entries;
    }

    private static boolean isReachable(String path, Map<String, Inode> entries) {
        for (String folder = DiskPath.parent(path);
                !folder.isEmpty();
                folder = DiskPath.parent(folder)) {
            if (entries.get(folder) != Namespace.FOLDER) {
                return false;
            }
        }
        return true;
    }
}
