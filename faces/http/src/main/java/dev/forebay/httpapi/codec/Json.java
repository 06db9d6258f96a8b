package dev.forebay.httpapi.codec;

import java.io.OutputStream;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** The one JSON parser and writer of the API, with the bounds of what it reads. Thread-safe. */
public final class Json {
    /** Deeper values are refused, bodies given as JSON values included. */
    static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_DIGITS = 100;
    private static final int MAX_NAME = 1024;
    private static final long MAX_TOKENS = 300_000;

    /** Strings are bounded by the limit on bodies already. */
    private static final int MAX_STRING = 64 << 20;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_DIGITS)
                                    .maxNameLength(MAX_NAME)
                                    .maxTokenCount(MAX_TOKENS)
                                    .maxStringLength(MAX_STRING)
                                    .build())
                    .build();

    private static final byte[] NO_MEMBERS = {'{', '}'};

    private Json() {}

    /**
     * Reads one JSON object that fills the bytes; none at all stands for <code>{}</code>.
     *
     * @throws ApiFailure on anything else, or what {@code read} throws
     */
    public static <T> T read(byte[] json, int length, Function<JsonIn, T> read) {
        byte[] bytes = length == 0 ? NO_MEMBERS : json;
        int end = length == 0 ? NO_MEMBERS.length : length;
        return read(bytes, 0, end, read);
    }

    /** The same from a part of an array. */
    public static <T> T read(byte[] json, int offset, int length, Function<JsonIn, T> read) {
        requireText(json, offset, length);
        try (JsonParser parser = parser(json, offset, length)) {
            JsonIn in = new JsonIn(parser, json, offset, Surrogates.in(json, offset, length));
            in.begin();
            T result = read.apply(in);
            in.end();
            return result;
        } catch (JacksonException malformed) {
            throw unreadable(malformed);
        }
    }

    /** The parser takes some bytes that are no UTF-8. */
    private static void requireText(byte[] json, int offset, int length) {
        if (!Utf8.isValid(json, offset, length)) {
            throw new ApiFailure(ProblemType.MALFORMED_JSON, "The JSON is not encoded in UTF-8.");
        }
    }

    /** True when the bytes are exactly one JSON value within the bounds. */
    public static boolean isValue(byte[] json) {
        try (JsonParser parser = parser(json, 0, json.length)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    static JsonParser parser(byte[] json, int offset, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), json, offset, length);
    }

    /** Writes to a stream that does not fail. */
    public static JsonOut write(OutputStream out) {
        return new JsonOut(FACTORY.createGenerator(ObjectWriteContext.empty(), out));
    }

    static ApiFailure unreadable(JacksonException malformed) {
        if (malformed instanceof StreamConstraintsException) {
            return new ApiFailure(
                    ProblemType.MALFORMED_JSON,
                    "The JSON goes beyond "
                            + MAX_DEPTH
                            + " levels, "
                            + MAX_TOKENS
                            + " values, "
                            + MAX_NAME
                            + " characters of a name or "
                            + MAX_NUMBER_DIGITS
                            + " digits of a number.");
        }
        String where =
                malformed.getLocation() == null
                        ? ""
                        : " at byte " + malformed.getLocation().getByteOffset();
        return new ApiFailure(ProblemType.MALFORMED_JSON, "The JSON is broken" + where + ".");
    }
}
