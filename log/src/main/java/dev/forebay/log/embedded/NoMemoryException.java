package dev.forebay.log.embedded;

import dev.forebay.log.LogFailure;

/** There is no memory for a piece, and nothing is in use here that would be given back. */
final class NoMemoryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int bytes;
    private final OutOfMemoryError error;

    NoMemoryException(int bytes, OutOfMemoryError cause) {
        super(cause.getMessage(), cause);
        this.bytes = bytes;
        this.error = cause;
    }

    OutOfMemoryError error() {
        return error;
    }

    LogFailure failure() {
        return new LogFailure.OutOfMemory(bytes);
    }
}
