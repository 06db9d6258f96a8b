package dev.forebay.amqp.codec;

import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the values of field tables mean beside their types, as RabbitMQ's exchanges see it.
 *
 * <p>Source: RabbitMQ 4 compares headers by value and not by type letter: strings and byte arrays
 * by bytes, all whole numbers by number, both kinds of floating-point numbers by number; a whole
 * number never equals another kind. Here a timestamp is its number of seconds; in RabbitMQ 4 one in
 * a binding matches none in a message.
 */
public final class FieldValues {
    private FieldValues() {}

    /**
     * A value such that two of them are equal, with equal hash codes, exactly when a headers
     * exchange takes the fields for equal. Null, which the type V stands for, stays null; it equals
     * nothing else.
     */
    public static @Nullable Object matchable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case LongString text -> text;
            case String text -> LongStringHelper.asLongString(text);
            case byte[] bytes -> LongStringHelper.asLongString(bytes);
            case Byte number -> number.longValue();
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            case Date time -> seconds(time);
            case List<?> list -> matchableList(list);
            case Map<?, ?> table -> matchableTable(table);
            default -> value;
        };
    }

    /**
     * A table as RabbitMQ's library gives it, which does not say that the type V is null and that
     * there may be no table at all: that is an empty one here.
     */
    @SuppressWarnings("NullAway") // the same map, with what it may hold
    public static Map<String, @Nullable Object> table(@Nullable Map<String, Object> table) {
        return table == null ? Map.of() : table;
    }

    /** {@link #matchable} for each value of a table. */
    public static Map<Object, @Nullable Object> matchableTable(Map<?, ?> table) {
        Map<Object, @Nullable Object> copy = HashMap.newHashMap(table.size());
        table.forEach((name, value) -> copy.put(name, matchable(value)));
        return copy;
    }

    private static List<@Nullable Object> matchableList(List<?> list) {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        for (Object element : list) {
            copy.add(matchable(element));
        }
        return copy;
    }

    /** A value as text, for instance to hash it: numbers in decimal, timestamps in seconds. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Date time -> Long.toString(seconds(time));
            case byte[] bytes -> LongStringHelper.asLongString(bytes).toString();
            default -> value.toString();
        };
    }

    /** Whether a value is of a string type, and so what {@link #text} gives is the value itself. */
    public static boolean isText(@Nullable Object value) {
        return value instanceof LongString || value instanceof String;
    }

    /** A timestamp as it is on the wire: seconds since 1970. */
    public static long seconds(Date time) {
        return time.toInstant().getEpochSecond();
    }
}
