package dev.forebay.httpapi.codec;

import dev.forebay.engine.HeaderTypes;
import dev.forebay.engine.Message;
import dev.forebay.engine.Priority;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.engine.Send;
import dev.forebay.httpapi.codec.JsonIn.RawValue;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** One message to be sent, while its members are read. */
public final class MessageIn {
    private static final String KNOWN =
            "body, bodyEncoding, key, keyEncoding, headers, headerTypes, delayMillis, deliverAt,"
                    + " expiryMillis, deduplicationId, priority, retry, awsTraceHeader";
    private static final String REPEATED =
            "body, bodyEncoding, key, keyEncoding, headers, headerTypes, delayMillis, expiryMillis,"
                    + " priority, retry, awsTraceHeader";
    private static final String BASE64 = "base64";
    private static final String TEXT = "text";
    private static final int MAX_HEADERS = 100;
    private static final int MAX_HEADER_NAME = 256;
    private static final int MAX_KEY_BYTES = 1024;
    private static final int MAX_ID = 256;

    /** Ten years, as far as the engine goes. */
    private static final long LONGEST_DELAY = 3653L * 86_400_000;

    private @Nullable RawValue body;
    private String encoding = "";
    private @Nullable String key;
    private boolean binaryKey;
    private final List<Header> headers = new ArrayList<>(2);
    private final HeaderTypes types = new HeaderTypes();
    private long delayMillis = Send.QUEUE_DELAY;
    private long deliverAt = -1;
    private long expiryMillis = Send.QUEUE_EXPIRY;
    private @Nullable String deduplicationId;

    private MessageIn() {}

    /**
     * Reads the members of an object that was entered already.
     *
     * @param now wall-clock ms, to which a time of delivery is compared
     * @throws ApiFailure when it is no message
     */
    public static Send read(JsonIn in, long now) {
        return read(in, in.nextName(), now);
    }

    /** The same, when the name of the first member was read already; null when there is none. */
    public static Send read(JsonIn in, @Nullable String first, long now) {
        MessageIn message = new MessageIn();
        for (String name = first; name != null; name = in.nextName()) {
            message.take(name, in);
        }
        return message.send(now);
    }

    /**
     * Reads the members of an object that was entered already: a message that is sent again and
     * again, so that no time of delivery and no deduplication id can be meant.
     *
     * @throws ApiFailure when it is no such message
     */
    public static Send template(JsonIn in) {
        MessageIn message = new MessageIn();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (name.equals("deliverAt") || name.equals("deduplicationId")) {
                throw in.unknown("message." + name, REPEATED);
            }
            message.take(name, in);
        }
        return message.send(0);
    }

    private void take(String name, JsonIn in) {
        switch (name) {
            case "body" -> body = in.raw();
            case "bodyEncoding" -> encoding = in.text(name);
            case "key" -> key = in.string(name);
            case "keyEncoding" -> binaryKey = isBase64(name, in.text(name));
            case "headers" -> headers(in);
            case "headerTypes" -> types(in.texts(name, MAX_HEADERS));
            case "delayMillis" -> delayMillis = in.number(name, 0, LONGEST_DELAY);
            case "deliverAt" -> deliverAt = Times.read(name, in.text(name));
            case "expiryMillis" -> expiryMillis = in.number(name, 1, LONGEST_DELAY);
            case "deduplicationId" -> deduplicationId = id(name, in.string(name));
            case "retry" -> {
                String rule = RetryText.write(Retries.read(name, in.text(name)));
                headers.add(Carried.header(RetryRule.HEADER, rule));
            }
            case "priority" -> {
                long priority = in.number(name, Priority.LOWEST, Priority.HIGHEST);
                headers.add(Priority.header((int) priority));
            }
            case "awsTraceHeader" -> headers.add(Carried.header(Carried.TRACE, in.text(name)));
            default -> throw in.unknown(name, KNOWN);
        }
    }

    private Send send(long now) {
        ByteBuffer bytes = ByteBuffer.wrap(bodyBytes());
        if (!types.isEmpty()) {
            headers.add(types.header());
        }
        if (deliverAt - now > LONGEST_DELAY) {
            throw ApiFailure.invalid("deliverAt", "a time within ten years");
        }
        long delay = deliverAt < 0 ? delayMillis : Math.max(0, deliverAt - now);
        List<Header> all = headers.isEmpty() ? List.of() : headers;
        Message message = new Message(keyBytes(), all, bytes);
        return new Send(message, delay, deduplicationId, expiryMillis);
    }

    private byte[] bodyBytes() {
        RawValue value = body;
        if (value == null) {
            throw ApiFailure.invalid("body", "a string, or any other JSON value");
        }
        String text = value.text();
        return switch (encoding) {
            case "" -> text == null ? json(value.bytes()) : value.utf8("body", "a string");
            case TEXT -> value.utf8("body", "a string, since bodyEncoding is text");
            case Carried.JSON -> json(value.bytes());
            case Carried.JSON_TEXT -> jsonText(value);
            case BASE64 -> decoded("body", text);
            default -> throw ApiFailure.invalid("bodyEncoding", "text, json, json-text or base64");
        };
    }

    private byte[] jsonText(RawValue value) {
        byte[] text = value.utf8("body", "a string, since bodyEncoding is json-text");
        if (!Json.isValue(text)) {
            throw ApiFailure.invalid("body", "JSON in a string, since bodyEncoding is json-text");
        }
        return json(text);
    }

    private byte[] json(byte[] text) {
        headers.add(Carried.header(Carried.BODY_IS, Carried.JSON));
        return text;
    }

    private @Nullable ByteBuffer keyBytes() {
        if (key == null) {
            return null;
        }
        byte[] bytes = binaryKey ? decoded("key", key) : key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_KEY_BYTES) {
            throw ApiFailure.invalid("key", "1 to " + MAX_KEY_BYTES + " bytes");
        }
        return ByteBuffer.wrap(bytes);
    }

    private void headers(JsonIn in) {
        if (!in.beginObject("headers")) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            checkName(name);
            JsonToken token = in.next();
            if (token == JsonToken.START_ARRAY) {
                for (token = in.next(); token != JsonToken.END_ARRAY; token = in.next()) {
                    header(name, token, in);
                }
            } else {
                header(name, token, in);
            }
        }
    }

    private void header(String name, JsonToken token, JsonIn in) {
        String member = "headers." + name;
        if (headers.size() == MAX_HEADERS) {
            throw ApiFailure.invalid("headers", "at most " + MAX_HEADERS + " values");
        }
        if (token == JsonToken.VALUE_STRING) {
            headers.add(Carried.header(name, in.currentText(member)));
        } else if (token == JsonToken.START_OBJECT && BASE64.equals(in.nextName())) {
            if (in.next() != JsonToken.VALUE_STRING) {
                throw JsonIn.wrongType(member, BASE64);
            }
            headers.add(new Header(name, ByteBuffer.wrap(in.currentBase64(member))));
            types.add(name, "Binary");
            if (in.nextName() != null) {
                throw JsonIn.wrongType(member, "an object with the one member base64");
            }
        } else {
            throw JsonIn.wrongType(member, "a string, {\"base64\": ...} or an array of these");
        }
    }

    private void types(Map<String, String> given) {
        given.forEach((name, type) -> {
            checkName(name);
            if (type.isEmpty() || type.length() > MAX_HEADER_NAME || type.indexOf('\n') >= 0) {
                throw ApiFailure.invalid(
                        "headerTypes." + name, "String, Number or Binary, perhaps with a suffix");
            }
            types.add(name, type);
        });
    }

    private static void checkName(String name) {
        boolean plain = !name.isEmpty() && name.length() <= MAX_HEADER_NAME;
        for (int i = 0; plain && i < name.length(); i++) {
            plain = name.charAt(i) >= ' ' && name.charAt(i) != ':';
        }
        if (!plain || name.startsWith(Carried.PREFIX)) {
            throw ApiFailure.invalid(
                    "the name of a header",
                    "1 to 256 characters without controls and colons, not beginning with forebay-");
        }
    }

    private static @Nullable String id(String member, @Nullable String value) {
        if (value != null && (value.isEmpty() || value.length() > MAX_ID)) {
            throw ApiFailure.invalid(member, "1 to " + MAX_ID + " characters");
        }
        return value;
    }

    private static boolean isBase64(String member, String name) {
        return switch (name) {
            case TEXT -> false;
            case BASE64 -> true;
            default -> throw ApiFailure.invalid(member, "text or base64");
        };
    }

    private static byte[] decoded(String member, @Nullable String text) {
        if (text == null) {
            throw ApiFailure.invalid(member, "a string of base64");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw ApiFailure.invalid(member, "a string of base64");
        }
    }
}
