package dev.forebay.httpapi.codec;

import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsedMessage;
import dev.forebay.engine.CurrentLease;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.FailedAttempt;
import dev.forebay.engine.HeaderTypes;
import dev.forebay.engine.Message;
import dev.forebay.engine.Priority;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.Send;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Messages as clients get to see them. */
public final class MessageOut {
    private static final String BASE64 = "base64";

    private MessageOut() {}

    /** A delivery as an object of its own. */
    public static void write(JsonOut out, Delivery delivery, String leaseToken) {
        out.begin();
        out.field("id", delivery.id().toString());
        out.field("lease", leaseToken);
        out.field("partition", delivery.lease().partition());
        out.field("offset", delivery.lease().offset());
        out.field("attempt", delivery.attempt());
        out.time("sentAt", delivery.sentAt());
        out.time("firstLeasedAt", delivery.firstLeasedAt());
        reasons(out, delivery.failures());
        out.maybe("deduplicationId", delivery.deduplicationId());
        String source = delivery.deadLetterSource();
        if (source != null) {
            deadLetter(out, source, delivery.message().headers());
        }
        schedule(out, delivery.message().headers());
        content(out, delivery.message());
        out.end();
    }

    /** Which run of which schedule sent it, if one did. */
    private static void schedule(JsonOut out, List<Header> headers) {
        String name = Carried.text(headers, Schedule.NAME_HEADER);
        if (name == null) {
            return;
        }
        out.begin("schedule");
        out.field("name", name);
        out.field("run", Carried.number(headers, Schedule.RUN_HEADER));
        long planned = Carried.number(headers, Schedule.PLANNED_HEADER);
        if (planned > 0) {
            out.time("plannedAt", planned);
        }
        out.field("missed", Math.max(0, Carried.number(headers, Schedule.MISSED_HEADER)));
        out.end();
    }

    /**
     * A message that was only looked at, as an object of its own.
     *
     * @param shown how the caller sees it
     * @param json how a body that is JSON is shown
     * @param lease writes the members that tell the lease with which a consumer has it
     */
    public static void write(
            JsonOut out,
            BrowsedMessage browsed,
            Browse asked,
            Shown shown,
            JsonForm json,
            BiConsumer<JsonOut, CurrentLease> lease) {
        Message message = shown.message();
        out.begin();
        out.field("id", browsed.id().toString());
        out.field("partition", browsed.place().partition());
        out.field("offset", browsed.place().offset());
        out.field("state", Words.of(browsed.state()));
        out.time("sentAt", browsed.sentAt());
        out.field("attempts", browsed.attempts());
        browsed.lease().ifPresent(current -> lease.accept(out, current));
        if (asked.failures() == Browse.Failures.WITH) {
            failures(out, browsed.failures());
        }
        out.field("bodyBytes", browsed.bodyBytes());
        String source = Carried.text(message.headers(), Carried.SOURCE);
        if (source != null) {
            deadLetter(out, source, message.headers());
        }
        schedule(out, message.headers());
        keyAndHeaders(out, message);
        boolean isThere = browsed.message().body().remaining() == browsed.bodyBytes();
        bodyOrMark(out, shown, json, asked.bodies() == Browse.Bodies.WITH && isThere);
        out.end();
    }

    private static void failures(JsonOut out, List<FailedAttempt> failures) {
        out.beginList("failures");
        for (FailedAttempt failure : failures) {
            out.begin();
            out.field("attempt", failure.attempt());
            out.time("at", failure.at());
            out.field("reason", failure.reason());
            out.end();
        }
        out.endList();
    }

    /** The last reasons alone, the oldest first. */
    private static void reasons(JsonOut out, List<String> reasons) {
        if (!reasons.isEmpty()) {
            out.beginList("failures");
            reasons.forEach(out::element);
            out.endList();
        }
    }

    /** Why and whence a message was dead-lettered; empty texts when it was not. */
    public static DeadLetterCause cause(Message message) {
        String source = Carried.text(message.headers(), Carried.SOURCE);
        String reason = Carried.text(message.headers(), Carried.REASON);
        return new DeadLetterCause(source == null ? "" : source, reason == null ? "" : reason);
    }

    /**
     * What dead letters are grouped by.
     *
     * @param source the queue that gave the message up
     */
    public record DeadLetterCause(String source, String reason) {}

    /** Key, headers and body, as members of the current object. */
    public static void content(JsonOut out, Message message) {
        content(out, Shown.whole(message));
    }

    /** The same of a message that was only looked at. */
    public static void content(JsonOut out, Shown shown) {
        content(out, shown, JsonForm.AS_VALUE);
    }

    /** The same, with a body that is JSON in one of its forms. */
    public static void content(JsonOut out, Shown shown, JsonForm json) {
        keyAndHeaders(out, shown.message());
        bodyOrMark(out, shown, json, true);
    }

    /** The same, with or without its body. */
    public static void content(JsonOut out, Shown shown, Browse.Bodies bodies) {
        keyAndHeaders(out, shown.message());
        bodyOrMark(out, shown, JsonForm.AS_VALUE, bodies == Browse.Bodies.WITH);
    }

    private static void bodyOrMark(JsonOut out, Shown shown, JsonForm json, boolean withBody) {
        if (shown.extent() != Shown.Extent.WHOLE) {
            out.field("masked", true);
        }
        if (withBody && shown.extent() != Shown.Extent.WITHOUT_BODY) {
            body(out, shown.message(), json);
        }
    }

    private static void keyAndHeaders(JsonOut out, Message message) {
        ByteBuffer key = message.key();
        if (key != null) {
            key(out, Carried.bytes(key));
        }
        List<Header> headers = message.headers();
        if (!headers.isEmpty()) {
            headers(out, headers);
        }
    }

    private static void deadLetter(JsonOut out, String source, List<Header> headers) {
        out.begin("deadLetter");
        out.field("queue", source);
        out.maybe("subscription", Carried.text(headers, Carried.SUBSCRIPTION));
        out.maybe("reason", Carried.text(headers, Carried.REASON));
        long attempts = Carried.number(headers, Carried.ATTEMPTS);
        if (attempts >= 0) {
            out.field("attempts", attempts);
        }
        String failures = Carried.text(headers, Carried.FAILURES);
        if (failures != null) {
            reasons(out, failures.lines().toList());
        }
        long firstLeased = Carried.number(headers, Carried.FIRST_LEASED);
        if (firstLeased > 0) {
            out.time("firstLeasedAt", firstLeased);
        }
        out.end();
    }

    private static void key(JsonOut out, byte[] bytes) {
        out.name("key");
        if (Utf8.isValid(bytes)) {
            out.utf8(bytes, 0, bytes.length);
        } else {
            out.base64(bytes);
            out.field("keyEncoding", BASE64);
        }
    }

    private static void body(JsonOut out, Message message, JsonForm json) {
        byte[] bytes = Carried.bytes(message.body());
        boolean isJson =
                Carried.JSON.equals(Carried.text(message.headers(), Carried.BODY_IS))
                        && Utf8.isValid(bytes)
                        && Json.isValue(bytes);
        out.name("body");
        if (isJson && json == JsonForm.AS_TEXT) {
            out.utf8(bytes, 0, bytes.length);
            out.field("bodyEncoding", Carried.JSON_TEXT);
        } else if (isJson) {
            out.raw(new String(bytes, StandardCharsets.UTF_8));
            out.field("bodyEncoding", Carried.JSON);
        } else if (Utf8.isValid(bytes)) {
            out.utf8(bytes, 0, bytes.length);
            out.field("bodyEncoding", "text");
        } else {
            out.base64(bytes);
            out.field("bodyEncoding", BASE64);
        }
    }

    private static void headers(JsonOut out, List<Header> headers) {
        Map<String, String> types = HeaderTypes.of(headers);
        Map<String, List<byte[]>> values = new LinkedHashMap<>();
        for (Header header : headers) {
            if (!header.name().startsWith(Carried.PREFIX)) {
                values.computeIfAbsent(header.name(), _ -> new ArrayList<>(1))
                        .add(Carried.bytes(header.value()));
            }
        }
        if (!values.isEmpty()) {
            out.begin("headers");
            values.forEach((name, all) -> header(out, name, all, types.getOrDefault(name, "")));
            out.end();
        }
        if (!types.isEmpty()) {
            out.texts("headerTypes", types);
        }
        if (Carried.find(headers, Priority.HEADER) != null) {
            out.field("priority", Priority.of(headers));
        }
        long expiry = Carried.number(headers, Send.EXPIRY_HEADER);
        if (expiry > 0) {
            out.field("expiryMillis", expiry);
        }
        out.maybe("exchange", Carried.text(headers, Carried.EXCHANGE));
        out.maybe("routingKey", Carried.text(headers, Carried.ROUTING_KEY));
        out.maybe("retry", Carried.text(headers, RetryRule.HEADER));
        out.maybe("awsTraceHeader", Carried.text(headers, Carried.TRACE));
    }

    private static void header(JsonOut out, String name, List<byte[]> values, String type) {
        out.name(name);
        if (values.size() > 1) {
            out.beginList();
        }
        for (byte[] value : values) {
            if (!type.startsWith("Binary") && Utf8.isValid(value)) {
                out.utf8(value, 0, value.length);
            } else {
                out.begin();
                out.name(BASE64);
                out.base64(value);
                out.end();
            }
        }
        if (values.size() > 1) {
            out.endList();
        }
    }
}
