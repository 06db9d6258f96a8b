package dev.forebay.amqp.management;

import com.rabbitmq.client.LongString;
import dev.forebay.amqp.codec.FieldValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables of AMQP fields as JSON has them. The way back needs nothing: each JSON value is a field.
 */
final class Fields {
    private Fields() {}

    /** A table for JSON: times as seconds, bytes as base64. */
    static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> table) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        table.keySet().stream().sorted().forEach(name -> shown.put(name, value(table.get(name))));
        return shown;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case LongString text -> text.toString();
            case Date time -> FieldValues.seconds(time);
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case BigDecimal number -> number;
            case List<?> list -> values(list);
            case Map<?, ?> table -> shown(Wish.of(table).members());
            default -> value;
        };
    }

    private static List<@Nullable Object> values(List<?> list) {
        List<@Nullable Object> shown = new ArrayList<>(list.size());
        list.forEach(element -> shown.add(value(element)));
        return shown;
    }
}
