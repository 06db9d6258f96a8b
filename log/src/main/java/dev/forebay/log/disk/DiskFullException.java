package dev.forebay.log.disk;

import java.io.IOException;

/** The volume or the quota has no room; apart from that the disk is well. */
public final class DiskFullException extends IOException {
    public DiskFullException(String message) {
        super(message);
    }

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
