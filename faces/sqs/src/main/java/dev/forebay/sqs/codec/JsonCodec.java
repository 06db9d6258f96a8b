package dev.forebay.sqs.codec;

import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Decodes requests of AWS JSON 1.0. Thread-safe. */
public final class JsonCodec {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_DIGITS = 40;
    private static final int MAX_NAME = 1_024;

    /** A full batch of ten with ten attributes each has under 1,000. */
    private static final int MAX_TOKENS = 1_500;

    /** Strings are bounded by the listener's limit on bodies already. */
    private static final int MAX_STRING = 8 << 20;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
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

    private JsonCodec() {}

    /**
     * Reads a request.
     *
     * @param json holds the body from 0 to {@code length}; an empty body stands for {@code {}}
     * @throws SqsFailure on bad input
     */
    public static SqsRequest decode(SqsAction action, byte[] json, int length) {
        return decode(json, length, in -> readHot(action, in));
    }

    /** The same by the other way through the code, for tests that compare the two. */
    static SqsRequest decodeSlowly(SqsAction action, byte[] json) {
        return decode(json, json.length, in -> readTree(action, in));
    }

    /** Any JSON object as a tree of maps, lists and scalars, for attributes that hold JSON. */
    public static Map<String, Object> tree(byte[] json) {
        return decode(json, json.length, JsonValues::object);
    }

    /** The text of a scalar out of a {@link #tree}. */
    public static String scalar(Object value) {
        return value instanceof JsonValues.JsonNumber number ? number.text() : value.toString();
    }

    private static SqsRequest readHot(SqsAction action, JsonValues in) {
        SqsRequest request = HotJson.read(action, in);
        return request == null ? readTree(action, in) : request;
    }

    private static SqsRequest readTree(SqsAction action, JsonValues in) {
        return RequestReader.read(action, new JsonFields(in.object()));
    }

    private static <T> T decode(byte[] json, int length, Function<JsonValues, T> read) {
        byte[] bytes = length == 0 ? NO_MEMBERS : json;
        int end = length == 0 ? NO_MEMBERS.length : length;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, end)) {
            JsonValues values = new JsonValues(parser);
            values.begin();
            T result = read.apply(values);
            values.end();
            return result;
        } catch (JacksonException malformed) {
            throw unreadable(malformed);
        }
    }

    private static SqsFailure unreadable(JacksonException malformed) {
        String where =
                malformed.getLocation() == null
                        ? ""
                        : " at byte " + malformed.getLocation().getByteOffset();
        return new SqsFailure(
                SqsError.SERIALIZATION, "The request is not readable as JSON" + where + ".");
    }
}
