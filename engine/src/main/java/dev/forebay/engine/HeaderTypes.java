package dev.forebay.engine;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What kinds of values a message's headers hold beside text, in the words that SQS has for its
 * attributes: {@code Number}, {@code Binary}, {@code String.json}. Carried in one header, a line
 * each: name, colon, type. The engine itself does not look at them.
 */
public final class HeaderTypes {
    /** The header that holds them all. */
    public static final String HEADER = "forebay-sqs-types";

    private final StringBuilder lines = new StringBuilder();

    /** None yet. */
    public HeaderTypes() {}

    /** The types that these headers tell, by name; of one that is told twice the last. */
    public static Map<String, String> of(List<Header> headers) {
        for (Header header : headers) {
            if (header.name().equals(HEADER)) {
                return of(StandardCharsets.UTF_8.decode(header.value().duplicate()).toString());
            }
        }
        return Map.of();
    }

    private static Map<String, String> of(String text) {
        Map<String, String> types = new HashMap<>();
        text.lines()
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        types.put(line.substring(0, colon), line.substring(colon + 1));
                    }
                });
        return types;
    }

    /** Adds one. A name that the header cannot hold, with colons or controls, is passed over. */
    public void add(String name, String type) {
        if (name.chars().allMatch(c -> c >= ' ' && c != ':')) {
            lines.append(name).append(':').append(type).append('\n');
        }
    }

    /** Takes a header out of a message's, with what is told of its type. */
    public static void remove(String name, List<Header> headers) {
        headers.removeIf(header -> header.name().equals(name));
        Map<String, String> types = of(headers);
        if (types.containsKey(name)) {
            HeaderTypes left = new HeaderTypes();
            types.forEach((of, type) -> {
                if (!of.equals(name)) {
                    left.add(of, type);
                }
            });
            headers.removeIf(header -> header.name().equals(HEADER));
            if (!left.isEmpty()) {
                headers.add(left.header());
            }
        }
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The header that tells them. */
    public Header header() {
        return new Header(
                HEADER, ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
