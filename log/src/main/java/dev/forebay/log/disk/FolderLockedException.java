package dev.forebay.log.disk;

import java.io.IOException;
import java.util.OptionalLong;

/** Another process works on the folder. */
public final class FolderLockedException extends IOException {
    private final transient OptionalLong holder;

    FolderLockedException(String folder, OptionalLong holder) {
        super(
                holder.isPresent()
                        ? folder + " is in use by process " + holder.getAsLong()
                        : folder + " is in use by another process");
        this.holder = holder;
    }

    /** The process id that the holder wrote down; empty when it cannot be read. */
    public OptionalLong holder() {
        return holder;
    }
}
