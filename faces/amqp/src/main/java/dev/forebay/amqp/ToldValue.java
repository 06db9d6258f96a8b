package dev.forebay.amqp;

import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.forebay.amqp.codec.FieldValues;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The value of a field as other faces are told it, and back: bytes, and what kind of value they
 * are. See docs/mapping.md.
 *
 * @param type as {@link dev.forebay.engine.HeaderTypes} has them; empty for text
 */
@SuppressWarnings("ArrayRecordComponent") // compared by hasBytesOf
record ToldValue(byte[] bytes, String type) {
    static final String NUMBER = "Number";
    static final String TIME = "Number.timestamp";
    private static final String BINARY = "Binary";
    private static final String TRUTH = "String.boolean";
    private static final String JSON = "String.json";

    /** What no type has a number for: it is no number, or infinite. */
    private static final String UNREAL = "String.double";

    private static final int LONGEST_NUMBER = 32;

    /** The last that a Date holds. */
    private static final long LAST_SECOND = Long.MAX_VALUE / 1000;

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final JsonMapper MAPPER = new JsonMapper();

    /** A value as RabbitMQ's Java client reads it. */
    static ToldValue of(@Nullable Object value) {
        return switch (value) {
            case LongString text -> new ToldValue(text.getBytes(), "");
            case byte[] bytes -> new ToldValue(bytes, BINARY);
            case String text -> text(text, "");
            case Boolean truth -> text(truth.toString(), TRUTH);
            case Date time -> text(Long.toString(FieldValues.seconds(time)), TIME);
            case BigDecimal number -> text(number.toPlainString(), NUMBER);
            case Float number -> real(number.toString(), Float.isFinite(number));
            case Double number -> real(number.toString(), Double.isFinite(number));
            case Number number -> text(number.toString(), NUMBER);
            case null, default -> new ToldValue(MAPPER.writeValueAsBytes(plain(value)), JSON);
        };
    }

    private static ToldValue real(String number, boolean isFinite) {
        return text(number, isFinite ? NUMBER : UNREAL);
    }

    private static ToldValue text(String text, String type) {
        return new ToldValue(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /** What JSON has a way to say: bytes become base64, times seconds. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case LongString text -> text.toString();
            case Date time -> FieldValues.seconds(time);
            case List<?> list -> list.stream().map(ToldValue::plain).toArray();
            case Map<?, ?> table -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                table.forEach((name, field) -> all.put(name, plain(field)));
                yield all;
            }
            case null, default -> value;
        };
    }

    /** The value of the field that says the same over AMQP. */
    Object field() {
        String text = type.startsWith(BINARY) ? null : text();
        if (text == null) {
            return bytes;
        }
        Object other =
                switch (type) {
                    case TIME -> time(text);
                    case TRUTH -> truth(text);
                    default -> type.startsWith(NUMBER) ? number(text) : null;
                };
        return other == null ? LongStringHelper.asLongString(bytes) : other;
    }

    boolean hasBytesOf(ToldValue other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /** The bytes as text, or null when they are none. */
    @Nullable String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException none) {
            return null;
        }
    }

    private static @Nullable Object time(String text) {
        return number(text) instanceof Long seconds && seconds >= 0 && seconds <= LAST_SECOND
                ? Date.from(Instant.ofEpochSecond(seconds))
                : null;
    }

    private static @Nullable Object truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    /** A long or a double, where one is exactly the number that the text writes. */
    private static @Nullable Object number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            Object number =
                    WHOLE.matcher(text).matches()
                            ? (Object) Long.parseLong(text)
                            : (Object) Double.parseDouble(text);
            return number.toString().equals(text) ? number : null;
        } catch (NumberFormatException none) {
            return null;
        }
    }
}
