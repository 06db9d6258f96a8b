package dev.forebay.log.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells a full disk from a broken one; Java says so only in the text of the exception. */
final class DiskErrors {
    private DiskErrors() {}

    static IOException translate(String path, IOException e) {
        return isFull(e.getMessage()) ? new DiskFullException(path + ": no space left", e) : e;
    }

    private static boolean isFull(@Nullable String message) {
        // strerror of ENOSPC and EDQUOT on Linux and macOS; a JVM does not translate them.
        return message != null
                && (message.contains("No space left on device")
                        || message.contains("Disk quota exceeded")
                        || message.contains("Disc quota exceeded"));
    }
}
