package dev.forebay.sqs;

import dev.forebay.access.lease.LeaseSeal;
import dev.forebay.engine.LeaseId;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;

/** Receipt handles: what names a lease to an SQS client. One for each thread. */
final class ReceiptHandles {
    private static final byte KIND = 1;

    private final LeaseSeal seal;

    ReceiptHandles(byte[] key) {
        seal = new LeaseSeal(KIND, key);
    }

    String issue(int queueId, LeaseId lease) {
        return seal.issue(queueId, lease);
    }

    /**
     * The lease that a handle names.
     *
     * @throws SqsFailure when it is malformed, forged, or of another queue
     */
    LeaseId read(int queueId, String handle) {
        LeaseSeal.Named named = seal.read(handle);
        if (named == null) {
            throw invalid("The input receipt handle is not a valid receipt handle.");
        }
        if (named.queueId() != queueId) {
            throw invalid("The input receipt handle was issued for another queue.");
        }
        return named.lease();
    }

    private static SqsFailure invalid(String text) {
        return new SqsFailure(SqsError.RECEIPT_HANDLE_IS_INVALID, text);
    }
}
