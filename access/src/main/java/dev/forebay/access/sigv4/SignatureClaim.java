package dev.forebay.access.sigv4;

import java.util.List;

/**
 * What a request says of its own signature.
 *
 * @param keyId whose key
 * @param day of the scope, {@code yyyyMMdd}
 * @param region of the scope
 * @param service of the scope
 * @param date when it was signed, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param signedHeaders names of the fields that are under the signature, lower case
 * @param signature 64 hex digits
 * @param form where all this stood
 * @param validSeconds from the date on; -1 where the form does not say
 */
record SignatureClaim(
        String keyId,
        String day,
        String region,
        String service,
        String date,
        List<String> signedHeaders,
        String signature,
        Form form,
        long validSeconds) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String TERMINATION = "aws4_request";

    /** Where a signature stands. */
    enum Form {
        HEADER,
        QUERY
    }

    String scope() {
        return day + "/" + region + "/" + service + "/" + TERMINATION;
    }
}
