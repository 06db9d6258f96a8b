package dev.forebay.access.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The query string as it was signed: decoded, encoded in one way, sorted. Stateless. */
final class CanonicalQuery {
    private static final String SIGNATURE = "X-Amz-Signature";

    private CanonicalQuery() {}

    /** Without the signature itself. */
    static void append(String query, StringBuilder out) {
        if (query.isEmpty()) {
            return;
        }
        List<String[]> pairs = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = canonical(equals < 0 ? part : part.substring(0, equals));
            if (!part.isEmpty() && !name.equals(SIGNATURE)) {
                String value = equals < 0 ? "" : canonical(part.substring(equals + 1));
                pairs.add(new String[] {name, value});
            }
        }
        pairs.sort((a, b) -> {
            int byName = a[0].compareTo(b[0]);
            return byName != 0 ? byName : a[1].compareTo(b[1]);
        });
        String separator = "";
        for (String[] pair : pairs) {
            out.append(separator).append(pair[0]).append('=').append(pair[1]);
            separator = "&";
        }
    }

    static boolean has(String query, String name) {
        return !values(query, name).isEmpty();
    }

    /** Decoded. */
    static List<String> values(String query, String name) {
        List<String> values = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && decoded(part.substring(0, equals)).equals(name)) {
                values.add(decoded(part.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String canonical(String text) {
        StringBuilder out = new StringBuilder(text.length());
        byte[] decoded = UriText.decode(text);
        UriText.encode(decoded, 0, decoded.length, out);
        return out.toString();
    }

    private static String decoded(String text) {
        return new String(UriText.decode(text), StandardCharsets.UTF_8);
    }
}
