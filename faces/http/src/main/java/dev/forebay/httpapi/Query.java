package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.ApiFailure;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The parameters of a request, checked against those its route knows. */
final class Query {
    /** The one that may be given several times: what it says may hold a comma. */
    static final String SEVERAL = "name";

    private static final int MOST = 32;

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Refuses parameters that are unknown or, but for one, given twice: both may be typing errors.
     */
    static Query of(String query, List<String> known) {
        if (query.isEmpty()) {
            return new Query(Map.of());
        }
        Map<String, List<String>> values;
        try {
            values =
                    new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST).parameters();
        } catch (IllegalArgumentException broken) {
            throw ApiFailure.invalid("the query", "names and values, percent-encoded");
        }
        values.forEach((name, all) -> {
            if (!known.contains(name)) {
                String shown = name.substring(0, Math.min(name.length(), 80));
                throw ApiFailure.invalid(
                        "the query's parameter \"" + shown + "\"",
                        known.isEmpty() ? "none" : "one of " + String.join(", ", known));
            }
            if (all.size() > 1 && !name.equals(SEVERAL)) {
                throw ApiFailure.invalid("the query's parameter " + name, "given once");
            }
        });
        return new Query(values);
    }

    /** Empty when it is not given. */
    String text(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.getFirst();
    }

    /** Each of {@link #SEVERAL} as it was given. */
    List<String> several() {
        return values.getOrDefault(SEVERAL, List.of());
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value.isEmpty() ? otherwise : value;
    }

    long number(String name, long least, long most, long otherwise) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw outOfRange(name, least, most);
        }
        throw outOfRange(name, least, most);
    }

    private static ApiFailure outOfRange(String name, long least, long most) {
        return ApiFailure.invalid(
                "the query's parameter " + name, "a whole number from " + least + " to " + most);
    }
}
