package dev.forebay.testkit.disk;

import dev.forebay.log.disk.DiskPath;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All names of a disk: as programs see them, as synced, and the changes between, in order. */
final class Namespace {
    /** Stands for a folder; folders have names and nothing else. */
    static final Inode FOLDER = new Inode();

    final TreeMap<String, Inode> live = new TreeMap<>();
    final Map<String, Inode> synced = new HashMap<>();
    final List<EntryChange> unsynced = new ArrayList<>();

    /** So many of the changes came before one that was synced: a journal in order has them too. */
    int orderedUpTo;

    boolean isFolder(String path) {
        return path.isEmpty() || live.get(path) == FOLDER;
    }

    void requireFolderOf(String path) throws NoSuchFileException {
        if (!isFolder(DiskPath.parent(path))) {
            throw new NoSuchFileException(path);
        }
    }

    void link(String path, Inode inode) {
        live.put(path, inode);
        unsynced.add(new EntryChange.Link(DiskPath.parent(path), path, inode));
    }

    void unlink(String path) {
        Inode inode = live.remove(path);
        if (inode != null) {
            unsynced.add(new EntryChange.Unlink(DiskPath.parent(path), path, inode));
        }
    }

    void rename(String from, String to, Inode inode) {
        String source = DiskPath.parent(from);
        String target = DiskPath.parent(to);
        live.remove(from);
        live.put(to, inode);
        if (source.equals(target)) {
            unsynced.add(new EntryChange.Rename(source, from, to, inode));
        } else {
            unsynced.add(new EntryChange.Link(target, to, inode));
            unsynced.add(new EntryChange.Unlink(source, from, inode));
        }
    }

    /** Makes the changes of one folder durable. */
    void sync(String folder) {
        int index = 0;
        for (Iterator<EntryChange> each = unsynced.iterator(); each.hasNext(); index++) {
            EntryChange change = each.next();
            if (change.folder().equals(folder)) {
                change.applyTo(synced);
                each.remove();
                int before = index < orderedUpTo ? orderedUpTo - 1 : orderedUpTo;
                orderedUpTo = Math.max(before, index);
                index--;
            }
        }
    }

    List<String> list(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        List<String> names = new ArrayList<>();
        for (String path : live.tailMap(prefix, false).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            String rest = path.substring(prefix.length());
            if (rest.indexOf('/') < 0) {
                names.add(rest);
            }
        }
        return names;
    }

    /** A copy in which each file is a copy too, still shared by its names. */
    Namespace copy() {
        Map<Inode, Inode> copies = new HashMap<>();
        copies.put(FOLDER, FOLDER);
        Namespace copy = new Namespace();
        live.forEach((path, inode) -> copy.live.put(path, copyOf(inode, copies)));
        synced.forEach((path, inode) -> copy.synced.put(path, copyOf(inode, copies)));
        for (EntryChange change : unsynced) {
            copy.unsynced.add(
                    switch (change) {
                        case EntryChange.Link(String folder, String path, Inode inode) ->
                                new EntryChange.Link(folder, path, copyOf(inode, copies));
                        case EntryChange.Unlink(String folder, String path, Inode inode) ->
                                new EntryChange.Unlink(folder, path, copyOf(inode, copies));
                        case EntryChange.Rename(String folder, String a, String b, Inode inode) ->
                                new EntryChange.Rename(folder, a, b, copyOf(inode, copies));
                    });
        }
        copy.orderedUpTo = orderedUpTo;
        return copy;
    }

    private static Inode copyOf(Inode inode, Map<Inode, Inode> copies) {
        return copies.computeIfAbsent(inode, Inode::copy);
    }
}
