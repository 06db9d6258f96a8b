package dev.forebay.httpapi.codec;

import dev.forebay.engine.edit.BodyReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds values in bodies that are JSON, reading no further than up to them. */
public final class JsonBodies implements BodyReader {
    @Override
    public Optional<ByteBuffer> find(ByteBuffer body, List<String> path, As as) {
        byte[] json = Carried.bytes(body);
        if (isWide(json)) {
            return Optional.empty();
        }
        try (JsonParser parser = Json.parser(json, 0, json.length)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            for (String name : path) {
                if (!enter(parser, name)) {
                    return Optional.empty();
                }
            }
            return Optional.of(value(parser, json, as));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** Whether it can only be UTF-16 or UTF-32, in which JSON is not sent (RFC 8259). */
    static boolean isWide(byte[] json) {
        return json.length > 1 && (json[0] == 0 || json[1] == 0);
    }

    /** Goes on to a member of the current value; false when it has none of the name. */
    private static boolean enter(JsonParser parser, String name) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> member(parser, name);
            case START_ARRAY -> element(parser, name);
            default -> false;
        };
    }

    private static boolean member(JsonParser parser, String name) {
        for (String found = parser.nextName(); found != null; found = parser.nextName()) {
            parser.nextToken();
            if (found.equals(name)) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean element(JsonParser parser, String index) {
        int left;
        try {
            left = Integer.parseInt(index);
        } catch (NumberFormatException _) {
            return false;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (left-- == 0) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static ByteBuffer value(JsonParser parser, byte[] json, As as) {
        if (as == As.TEXT && parser.currentToken() == JsonToken.VALUE_STRING) {
            return ByteBuffer.wrap(parser.getString().getBytes(StandardCharsets.UTF_8));
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return ByteBuffer.wrap(json, from, to - from).slice();
    }
}
