package dev.forebay.server.amqp.compare;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Frames as lines of text that two brokers can be compared by. */
final class Shown {
    private static final int LONGEST = 40;
    private static final Pattern MADE_UP =
            Pattern.compile("(amq\\.gen-|amq\\.ctag-|amq\\.rabbitmq\\.reply-to\\.)[^',)\\]} ]+");

    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);
    private static final Pattern WORDS = Pattern.compile("(reply-text=[A-Z_]+) - .*(?=, class-id)");

    private Shown() {}

    static String method(Method method) {
        StringBuilder text = new StringBuilder();
        method.appendArgumentDebugStringTo(text);
        return MADE_UP.matcher(method.protocolMethodName() + text).replaceAll("$1*");
    }

    /** The same with nothing of the texts of faults but the names of their codes. */
    static List<String> withoutWords(List<String> lines) {
        return lines.stream().map(line -> WORDS.matcher(line).replaceAll("$1")).toList();
    }

    static String properties(AMQP.BasicProperties given) {
        Map<String, Object> there = new LinkedHashMap<>();
        there.put("content-type", given.getContentType());
        there.put("content-encoding", given.getContentEncoding());
        there.put("headers", given.getHeaders());
        there.put("delivery-mode", given.getDeliveryMode());
        there.put("priority", given.getPriority());
        there.put("correlation-id", given.getCorrelationId());
        there.put("reply-to", given.getReplyTo());
        there.put("expiration", given.getExpiration());
        there.put("message-id", given.getMessageId());
        there.put("timestamp", given.getTimestamp());
        there.put("type", given.getType());
        there.put("user-id", given.getUserId());
        there.put("app-id", given.getAppId());
        there.put("cluster-id", given.getClusterId());
        there.values().removeIf(value -> value == null);
        return MADE_UP.matcher(value(there)).replaceAll("$1*");
    }

    static String body(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.length() <= LONGEST ? '"' + text + '"' : bytes.length + " bytes";
    }

    /** With the keys of tables in order, since theirs means nothing. */
    static String value(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> table -> {
                Map<String, String> sorted = new TreeMap<>();
                table.forEach((name, each) -> sorted.put(name.toString(), value(each)));
                yield sorted.toString();
            }
            case List<?> list -> list.stream().map(Shown::value).toList().toString();
            case LongString text -> text.toString();
            case byte[] bytes -> bytes.length + " bytes";
            case Date date -> time(date.toInstant());
            case String text -> text;
            default -> value + ":" + value.getClass().getSimpleName();
        };
    }

    /** Brokers say when something happened, which is now. */
    private static String time(Instant instant) {
        return instant.isAfter(LONG_AGO) ? "now" : Long.toString(instant.getEpochSecond());
    }
}
