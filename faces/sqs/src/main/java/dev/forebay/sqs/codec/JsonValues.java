package dev.forebay.sqs.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Typed reading of the values of one JSON document, each right after its name. {@code null} counts
 * as absent, as AWS' own services have it.
 */
final class JsonValues {
    private final JsonParser parser;

    JsonValues(JsonParser parser) {
        this.parser = parser;
    }

    /** Enters the document, which must be an object. */
    void begin() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw wrongType("The request", "a structure");
        }
    }

    /** Leaves the document: nothing may follow. */
    void end() {
        if (parser.nextToken() != null) {
            throw new SqsFailure(
                    SqsError.SERIALIZATION, "Something follows the JSON object of the request.");
        }
    }

    /** The next name of the current object; null at its end. */
    @Nullable String nextName() {
        return parser.nextName();
    }

    @Nullable String string(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        requireNull(token, member, "a String");
        return null;
    }

    @Nullable Integer integer(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            try {
                return parser.getIntValue();
            } catch (InputCoercionException _) {
                throw wrongType(member, "an Integer");
            }
        }
        requireNull(token, member, "an Integer");
        return null;
    }

    byte @Nullable [] binary(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return parser.getBinaryValue();
        }
        requireNull(token, member, "a Blob");
        return null;
    }

    /** Empty when null. */
    List<String> strings(String member) {
        if (!beginArray(member)) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw wrongType(member, "a list of Strings");
            }
            strings.add(parser.getString());
        }
        return strings;
    }

    /** Enters an array, or returns false for null. */
    boolean beginArray(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            return true;
        }
        requireNull(token, member, "a list");
        return false;
    }

    /** Enters the next object of the current array; false at the array's end. */
    boolean nextElement(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        if (token != JsonToken.END_ARRAY) {
            throw wrongType(member, "a list of structures");
        }
        return false;
    }

    /** Enters an object, or returns false for null. */
    boolean beginObject(String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        requireNull(token, member, "a structure");
        return false;
    }

    void skip() {
        parser.nextToken();
        parser.skipChildren();
    }

    /**
     * Whatever comes next: String, Long, Boolean, List, Map, or null. Nesting is bounded by the
     * parser.
     */
    @Nullable Object any() {
        return value(parser.nextToken());
    }

    private @Nullable Object value(@Nullable JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case null, default -> null;
        };
    }

    /** The rest of the current object. */
    Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name = nextName(); name != null; name = nextName()) {
            Object value = any();
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            Object value = value(token);
            if (value != null) {
                elements.add(value);
            }
        }
        return elements;
    }

    /** A number as written. */
    record JsonNumber(String text) {}

    private static void requireNull(@Nullable JsonToken token, String member, String wanted) {
        if (token != JsonToken.VALUE_NULL) {
            throw wrongType(member, wanted);
        }
    }

    static SqsFailure wrongType(String member, String wanted) {
        return new SqsFailure(SqsError.SERIALIZATION, member + " must be " + wanted + ".");
    }
}
