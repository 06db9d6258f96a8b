package dev.forebay.httpapi.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Typed reading of one JSON document, each value right after its name. {@code null} counts as
 * absent. An unknown member is an error, since it may be a typing error; so is text with half a
 * surrogate pair, since it could not be kept.
 */
public final class JsonIn {
    private final JsonParser parser;
    private final byte[] json;
    private final int start;
    private final Surrogates surrogates;

    JsonIn(JsonParser parser, byte[] json, int start, Surrogates surrogates) {
        this.parser = parser;
        this.json = json;
        this.start = start;
        this.surrogates = surrogates;
    }

    /** Enters the document, which must be an object. */
    void begin() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw wrongType("the request", "an object");
        }
    }

    /** Leaves the document: nothing may follow. */
    void end() {
        if (parser.nextToken() != null) {
            throw new ApiFailure(ProblemType.MALFORMED_JSON, "Something follows the JSON object.");
        }
    }

    /**
     * The next name of the current object; null at its end. The parser itself takes none with half
     * a surrogate pair.
     */
    public @Nullable String nextName() {
        return parser.nextName();
    }

    public @Nullable String string(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return currentText(member);
        }
        requireNull(token, member, "a string");
        return null;
    }

    /** A string that must be there. */
    public String text(String member) {
        String value = string(member);
        if (value == null) {
            throw wrongType(member, "a string");
        }
        return value;
    }

    /** A whole number in a range; null for null. */
    public @Nullable Long whole(String member, long least, long most) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            try {
                long value = parser.getLongValue();
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (InputCoercionException tooLong) {
                throw outOfRange(member, least, most);
            }
            throw outOfRange(member, least, most);
        }
        requireNull(token, member, "a whole number from " + least + " to " + most);
        return null;
    }

    /** A whole number of a range that must be there. */
    public long number(String member, long least, long most) {
        Long value = whole(member, least, most);
        if (value == null) {
            throw outOfRange(member, least, most);
        }
        return value;
    }

    /** A number, which must be there. */
    public double decimal(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getDoubleValue();
        }
        throw wrongType(member, "a number");
    }

    public boolean flag(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        throw wrongType(member, "true or false");
    }

    /** Strings of an array; none for null. */
    public List<String> strings(String member, int most) {
        if (!beginArray(member)) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING || strings.size() == most) {
                throw wrongType(member, "an array of at most " + most + " strings");
            }
            strings.add(currentText(member));
        }
        return strings;
    }

    /** An object of strings; none for null. */
    public Map<String, String> texts(String member, int most) {
        if (!beginObject(member)) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name = nextName(); name != null; name = nextName()) {
            if (texts.size() == most) {
                throw wrongType(member, "an object of at most " + most + " strings");
            }
            texts.put(name, text(member + "." + name));
        }
        return texts;
    }

    /** Enters an array; false for null. */
    public boolean beginArray(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            return true;
        }
        requireNull(token, member, "an array");
        return false;
    }

    /** Enters the next object of the current array; false at the array's end. */
    public boolean nextElement(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        if (token != JsonToken.END_ARRAY) {
            throw wrongType(member, "an array of objects");
        }
        return false;
    }

    /** Reads the element of an array; a failure says which one it was. */
    public static <T> T named(String member, int index, Supplier<T> read) {
        try {
            return read.get();
        } catch (ApiFailure wrong) {
            throw wrong.in(member + "[" + index + "]");
        }
    }

    /** Enters an object; false for null. */
    public boolean beginObject(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        requireNull(token, member, "an object");
        return false;
    }

    /** The next value, whatever it is: a string with its text, and the bytes of all as written. */
    RawValue raw() {
        JsonToken token = parser.nextToken();
        long from = parser.currentTokenLocation().getByteOffset();
        String text = null;
        if (token == JsonToken.VALUE_STRING) {
            text = parser.getString();
        } else {
            parser.skipChildren();
            parser.finishToken();
        }
        long to = parser.currentLocation().getByteOffset();
        return new RawValue(text, surrogates, json, start + (int) from, start + (int) to);
    }

    /** What kind the next value is, entered already. */
    JsonToken next() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new StreamReadException(parser, "ends too soon");
        }
        return token;
    }

    String currentText(String member) {
        return surrogates.whole(member, parser.getString());
    }

    byte[] currentBase64(String member) {
        try {
            return parser.getBinaryValue();
        } catch (StreamReadException notBase64) {
            throw wrongType(member, "base64");
        }
    }

    /** A member that nobody knows. */
    public ApiFailure unknown(String member, String known) {
        String shown = member.substring(0, Math.min(member.length(), 80));
        return new ApiFailure(
                ProblemType.INVALID,
                "There is no member \"" + shown + "\"; known are: " + known + ".");
    }

    public static ApiFailure wrongType(String member, String wanted) {
        return ApiFailure.invalid(member, wanted);
    }

    private static ApiFailure outOfRange(String member, long least, long most) {
        return wrongType(member, "a whole number from " + least + " to " + most);
    }

    private static void requireNull(@Nullable JsonToken token, String member, String wanted) {
        if (token != JsonToken.VALUE_NULL) {
            throw wrongType(member, wanted);
        }
    }

    /**
     * A value as it was written.
     *
     * @param text of a string, else null; perhaps with half a surrogate pair
     * @param surrogates whether it can have some
     */
    @SuppressWarnings("ArrayRecordComponent") // a view of the request; never compared
    record RawValue(@Nullable String text, Surrogates surrogates, byte[] json, int from, int to) {
        /** The text in UTF-8. */
        byte[] utf8(String member, String wanted) {
            if (text == null) {
                throw wrongType(member, wanted);
            }
            return surrogates.whole(member, text).getBytes(StandardCharsets.UTF_8);
        }

        byte[] bytes() {
            return Arrays.copyOfRange(json, from, to);
        }
    }
}
