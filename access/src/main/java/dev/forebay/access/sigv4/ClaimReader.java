package dev.forebay.access.sigv4;

import dev.forebay.access.sigv4.SignatureClaim.Form;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a request says of its signature, from the header or from the query string. */
final class ClaimReader {
    private static final int SCOPE_PARTS = 5;
    private static final int SIGNATURE_DIGITS = 64;
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_PART = 64;
    private static final long LONGEST_VALID_SECONDS = 7 * 24 * 3_600L;

    private ClaimReader() {}

    /** Parts that are missing or not readable. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        Unreadable(String text) {
            super(text, null, false, false);
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** None when the request is not signed. */
    static Optional<SignatureClaim> read(SignedRequest request) throws Unreadable {
        String authorization = request.header("authorization");
        boolean inQuery = request.query().contains("X-Amz-");
        if (authorization != null) {
            if (inQuery && CanonicalQuery.has(request.query(), "X-Amz-Signature")) {
                throw new Unreadable(
                        "The request is signed twice: in its header and in its query string.");
            }
            return Optional.of(ofHeader(request, authorization));
        }
        return inQuery && CanonicalQuery.has(request.query(), "X-Amz-Algorithm")
                ? Optional.of(ofQuery(request))
                : Optional.empty();
    }

    private static SignatureClaim ofHeader(SignedRequest request, String authorization)
            throws Unreadable {
        if (!authorization.startsWith(SignatureClaim.ALGORITHM)) {
            throw new Unreadable("Authorization must begin with " + SignatureClaim.ALGORITHM + ".");
        }
        if (request.headers("authorization").size() > 1) {
            throw new Unreadable("The request has more than one Authorization header.");
        }
        Map<String, String> parts = new HashMap<>();
        String rest = authorization.substring(SignatureClaim.ALGORITHM.length());
        for (String part : rest.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (parts.putIfAbsent(name, value) != null) {
                throw new Unreadable("Authorization names a part twice.");
            }
        }
        return claim(
                part(parts, "Credential"),
                present(request.header("x-amz-date"), "X-Amz-Date"),
                part(parts, "SignedHeaders"),
                part(parts, "Signature"),
                Form.HEADER,
                -1);
    }

    private static SignatureClaim ofQuery(SignedRequest request) throws Unreadable {
        String query = request.query();
        String algorithm = parameter(query, "X-Amz-Algorithm");
        if (!algorithm.equals(SignatureClaim.ALGORITHM)) {
            throw new Unreadable("X-Amz-Algorithm must be " + SignatureClaim.ALGORITHM + ".");
        }
        long seconds = seconds(parameter(query, "X-Amz-Expires"));
        return claim(
                parameter(query, "X-Amz-Credential"),
                parameter(query, "X-Amz-Date"),
                parameter(query, "X-Amz-SignedHeaders"),
                parameter(query, "X-Amz-Signature"),
                Form.QUERY,
                seconds);
    }

    private static SignatureClaim claim(
            String credential,
            String date,
            String signedHeaders,
            String signature,
            Form form,
            long validSeconds)
            throws Unreadable {
        String[] scope = credential.split("/", -1);
        if (scope.length != SCOPE_PARTS || !scope[4].equals(SignatureClaim.TERMINATION)) {
            throw new Unreadable(
                    "Credential must be KEY/yyyymmdd/region/service/" + SignatureClaim.TERMINATION);
        }
        for (String part : scope) {
            if (part.isEmpty() || part.length() > LONGEST_PART) {
                throw new Unreadable("Credential has a part that is empty or too long.");
            }
        }
        if (!date.startsWith(scope[1])) {
            throw new Unreadable("Date in Credential scope does not match X-Amz-Date.");
        }
        if (signature.length() != SIGNATURE_DIGITS) {
            throw new Unreadable("Signature must have " + SIGNATURE_DIGITS + " hex digits.");
        }
        String[] names = signedHeaders.split(";", -1);
        if (names.length > MOST_HEADERS || !isSorted(names)) {
            throw new Unreadable("SignedHeaders must name fields in lower case, sorted, once.");
        }
        return new SignatureClaim(
                scope[0],
                scope[1],
                scope[2],
                scope[3],
                date,
                List.of(names),
                signature,
                form,
                validSeconds);
    }

    private static boolean isSorted(String[] names) {
        for (int i = 0; i < names.length; i++) {
            boolean lower = names[i].chars().noneMatch(c -> c >= 'A' && c <= 'Z');
            if (!lower || names[i].isEmpty() || (i > 0 && names[i - 1].compareTo(names[i]) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private static long seconds(String text) throws Unreadable {
        try {
            long seconds = text.length() > 7 ? 0 : Long.parseLong(text);
            if (seconds >= 1 && seconds <= LONGEST_VALID_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException notNumber) {
            throw new Unreadable("X-Amz-Expires must be a number of seconds.");
        }
        throw new Unreadable("X-Amz-Expires must be 1 to " + LONGEST_VALID_SECONDS + " seconds.");
    }

    private static String part(Map<String, String> parts, String name) throws Unreadable {
        return present(parts.get(name), "the Authorization part " + name);
    }

    private static String parameter(String query, String name) throws Unreadable {
        List<String> values = CanonicalQuery.values(query, name);
        if (values.size() > 1) {
            throw new Unreadable("The query string has " + name + " twice.");
        }
        return present(values.isEmpty() ? null : values.getFirst(), name);
    }

    private static String present(@Nullable String value, String name) throws Unreadable {
        if (value == null || value.isEmpty()) {
            throw new Unreadable("The request lacks " + name + ".");
        }
        return value;
    }
}
