package dev.forebay.httpapi.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Puts stars in the place of values of a JSON body. All else stays byte for byte as it was: digits,
 * escapes and white space too.
 */
public final class JsonMask {
    /** In a path: any member or element. */
    public static final String ANY = "*";

    /** What stands in the place of a value. */
    public static final String STARS = "***";

    private static final byte[] STARS_IN_JSON =
            ('"' + STARS + '"').getBytes(StandardCharsets.US_ASCII);

    private static final byte FIRST_OF_BYTE_ORDER_MARK = (byte) 0xEF;

    private final byte[] json;
    private final ByteArrayOutputStream masked;
    private int copied;

    private JsonMask(byte[] json) {
        this.json = json;
        this.masked = new ByteArrayOutputStream(json.length);
    }

    /**
     * Masks what is at these paths of names and indices, wherever it is there.
     *
     * @return the same array where none is; empty when the bytes are no JSON, in which nobody can
     *     tell where such values are
     */
    public static Optional<byte[]> of(byte[] json, List<List<String>> paths) {
        if (!isReadable(json)) {
            return Optional.empty();
        }
        JsonMask mask = new JsonMask(json);
        try (JsonParser parser = Json.parser(json, 0, json.length)) {
            parser.nextToken();
            mask.value(parser, paths);
        } catch (JacksonException _) {
            return Optional.empty();
        }
        return Optional.of(mask.finished());
    }

    private static boolean isReadable(byte[] json) {
        return json.length > 0
                && json[0] != FIRST_OF_BYTE_ORDER_MARK
                && !JsonBodies.isWide(json)
                && Utf8.isValid(json)
                && Json.isValue(json);
    }

    private void value(JsonParser parser, List<List<String>> paths) {
        if (paths.stream().anyMatch(List::isEmpty)) {
            hide(parser);
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                below(parser, paths, name);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                below(parser, paths, Integer.toString(index));
            }
        }
    }

    private void below(JsonParser parser, List<List<String>> paths, String name) {
        List<List<String>> further =
                paths.stream()
                        .filter(path -> path.getFirst().equals(name) || path.getFirst().equals(ANY))
                        .map(path -> path.subList(1, path.size()))
                        .toList();
        if (further.isEmpty()) {
            parser.skipChildren();
        } else {
            value(parser, further);
        }
    }

    private void hide(JsonParser parser) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        masked.write(json, copied, from - copied);
        masked.writeBytes(STARS_IN_JSON);
        copied = (int) parser.currentLocation().getByteOffset();
    }

    private byte[] finished() {
        if (copied == 0) {
            return json;
        }
        masked.write(json, copied, json.length - copied);
        return masked.toByteArray();
    }
}
