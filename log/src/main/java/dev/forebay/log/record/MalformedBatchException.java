package dev.forebay.log.record;

/**
 * The bytes are not a record batch that this reader can read. Cheap: it carries no stack trace,
 * since bytes from a client cause it.
 */
public final class MalformedBatchException extends RuntimeException {
    private final BatchFault fault;

    MalformedBatchException(BatchFault fault, int position) {
        super(fault + " (at byte " + position + ")", null, false, false);
        this.fault = fault;
    }

    public BatchFault fault() {
        return fault;
    }
}
