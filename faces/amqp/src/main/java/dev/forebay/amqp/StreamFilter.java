package dev.forebay.amqp;

import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.engine.Message;
import dev.forebay.log.record.Header;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a stream a consumer wants, by the value of one header. RabbitMQ decides it for
 * chunks of messages and delivers others among them; here no other is delivered.
 */
final class StreamFilter {
    /** The header of a message. */
    static final String VALUE = "x-stream-filter-value";

    private final @Nullable Set<String> wanted;
    private final boolean unfiltered;

    private StreamFilter(@Nullable Set<String> wanted, boolean unfiltered) {
        this.wanted = wanted;
        this.unfiltered = unfiltered;
    }

    /** What the arguments of basic.consume ask for; everything where they ask for nothing. */
    static StreamFilter of(Map<String, @Nullable Object> arguments) {
        Object filter = arguments.get("x-stream-filter");
        boolean unfiltered = Boolean.TRUE.equals(arguments.get("x-stream-match-unfiltered"));
        if (filter instanceof List<?> values) {
            Set<String> wanted = new HashSet<>();
            values.stream()
                    .filter(FieldValues::isText)
                    .forEach(value -> wanted.add(FieldValues.text(value)));
            return new StreamFilter(wanted, unfiltered);
        }
        return FieldValues.isText(filter)
                ? new StreamFilter(Set.of(FieldValues.text(filter)), unfiltered)
                : new StreamFilter(null, true);
    }

    boolean takes(Message message) {
        if (wanted == null) {
            return true;
        }
        for (Header header : message.headers()) {
            if (header.name().equals(VALUE)) {
                return wanted.contains(Names.text(header));
            }
        }
        return unfiltered;
    }
}
