package dev.forebay.access.sigv4;

import dev.forebay.access.AccessKey;

/** What became of checking a request's signature. */
public sealed interface Finding {
    /** The request is not signed at all. */
    record Unsigned() implements Finding {}

    /** It was signed with this key, as it is. */
    record Signed(AccessKey key) implements Finding {}

    /**
     * It was not.
     *
     * @param keyId the key it names, unproven; empty when it names none
     * @param text for the caller
     */
    record Refused(Fault fault, String keyId, String text) implements Finding {}
}
