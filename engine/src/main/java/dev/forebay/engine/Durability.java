package dev.forebay.engine;

/** What of a queue outlives the process. */
public enum Durability {
    /** All of it: whatever was answered is on disk. */
    DURABLE,
    /**
     * Nothing. Messages are in memory, and in files that are never synced when they grow; sends,
     * receives and settlements wait for no disk, settled messages are let go of at once, and no
     * journal tells what became of them. With the process the queue ends too.
     */
    VOLATILE
}
