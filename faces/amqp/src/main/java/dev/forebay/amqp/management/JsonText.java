package dev.forebay.amqp.management;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as bytes, and as maps, lists, texts, numbers and truth values. Thread-safe. */
final class JsonText {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_DIGITS = 100;
    private static final int MAX_NAME = 1024;
    private static final long MAX_TOKENS = 2_000_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER_DIGITS)
                                                    .maxNameLength(MAX_NAME)
                                                    .maxTokenCount(MAX_TOKENS)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                    .build();

    private JsonText() {}

    static byte[] write(@Nullable Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Reads one object; nothing at all stands for an empty one.
     *
     * @throws ApiError 400 when it is something else
     */
    static Wish object(byte[] json) {
        if (json.length == 0) {
            return new Wish(Map.of());
        }
        Object value;
        try {
            value = MAPPER.readValue(json, Object.class);
        } catch (InputCoercionException large) {
            throw ApiError.badRequest("a number is beyond 64 bits");
        } catch (StreamConstraintsException beyond) {
            throw ApiError.badRequest(
                    """
                    the body has a number of more than %d digits, is nested more than %d deep, or has \
                    more than %d names and values\
                    """
                            .formatted(MAX_NUMBER_DIGITS, MAX_DEPTH, MAX_TOKENS));
        } catch (JacksonException broken) {
            throw new ApiError(400, "not_json", "the body is no JSON");
        }
        if (value instanceof Map<?, ?> object) {
            return Wish.of(object);
        }
        // Some clients send an empty list for an empty table.
        if (value instanceof List<?> list && list.isEmpty()) {
            return new Wish(Map.of());
        }
        throw new ApiError(400, "bad_request", "the body is no JSON object");
    }
}
