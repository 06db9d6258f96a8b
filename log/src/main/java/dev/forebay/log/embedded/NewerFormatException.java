package dev.forebay.log.embedded;

import java.io.IOException;

/** The folder was written by a later version of this software. */
public final class NewerFormatException extends IOException {
    private final int found;

    NewerFormatException(int found, int known) {
        super(
                "the data folder has format version %d, this software knows %d: use a newer one"
                        .formatted(found, known));
        this.found = found;
    }

    /** The version that the folder has. */
    public int found() {
        return found;
    }
}
