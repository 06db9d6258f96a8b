package dev.forebay.testkit.disk;

import java.util.Map;

/** What was done to the entries of a folder since its last sync. */
sealed interface EntryChange {
    /** The folder whose sync makes it durable. */
    String folder();

    void applyTo(Map<String, Inode> entries);

    /** A name given to a file or folder, whatever had it before. */
    record Link(String folder, String path, Inode inode) implements EntryChange {
        @Override
        public void applyTo(Map<String, Inode> entries) {
            entries.put(path, inode);
        }
    }

    /** A name taken away, unless it names another file by now. */
    record Unlink(String folder, String path, Inode inode) implements EntryChange {
        @Override
        public void applyTo(Map<String, Inode> entries) {
            entries.remove(path, inode);
        }
    }

    /** Both at once within one folder. */
    record Rename(String folder, String from, String to, Inode inode) implements EntryChange {
        @Override
        public void applyTo(Map<String, Inode> entries) {
            entries.remove(from, inode);
            entries.put(to, inode);
        }
    }
}
