package dev.forebay.amqp.codec;

import com.rabbitmq.client.impl.ValueWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a broker changes in a message's properties: headers it adds or takes away, the address of a
 * direct reply, an expiration that is over. Everything else keeps its bytes, and so its types,
 * which reading and writing the whole would not.
 */
public final class HeaderEdit {
    private static final int HEADERS = 2;
    private static final int DELIVERY_MODE = 3;
    private static final int TIMESTAMP = 9;
    private static final int LENGTH_BYTES = 4;

    private final ContentHeader before;
    private final List<byte @Nullable []> values;
    private final Map<String, Optional<byte[]>> headers = new LinkedHashMap<>();

    public HeaderEdit(ContentHeader before) {
        this.before = before;
        this.values = before.values();
    }

    /**
     * Sets a header, whether it is there or not.
     *
     * @param value of a type that RabbitMQ's Java client can write
     */
    public HeaderEdit header(String name, @Nullable Object value) {
        headers.put(
                name,
                Optional.of(
                        written(out -> {
                            out.writeShortstr(name);
                            out.writeFieldValue(value);
                        })));
        return this;
    }

    /** Takes a header away if it is there. */
    public HeaderEdit withoutHeader(String name) {
        headers.put(name, Optional.empty());
        return this;
    }

    /**
     * Sets a property, or takes it away.
     *
     * @param bytes at most 255
     */
    public HeaderEdit text(TextProperty property, byte @Nullable [] bytes) {
        values.set(
                property.index(),
                bytes == null
                        ? null
                        : ByteBuffer.allocate(1 + bytes.length)
                                .put((byte) bytes.length)
                                .put(bytes)
                                .array());
        return this;
    }

    /** Sets the property reply-to. */
    public HeaderEdit replyTo(String address) {
        return text(TextProperty.REPLY_TO, address.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the property expiration away. */
    public HeaderEdit withoutExpiration() {
        return text(TextProperty.EXPIRATION, null);
    }

    /** Sets the property timestamp, or takes it away. */
    public HeaderEdit timestamp(@Nullable Date time) {
        values.set(TIMESTAMP, time == null ? null : written(out -> out.writeTimestamp(time)));
        return this;
    }

    /** Sets the property delivery-mode, or takes it away. */
    public HeaderEdit deliveryMode(@Nullable Integer mode) {
        values.set(DELIVERY_MODE, mode == null ? null : new byte[] {mode.byteValue()});
        return this;
    }

    /** How many bytes the fields of each name take in the headers table, names included. */
    Map<String, Integer> fieldBytes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        eachField(
                values.get(HEADERS),
                (name, from, to) -> sizes.merge(name, to - from, Integer::sum));
        return sizes;
    }

    /** How many bytes a value of a field takes, its type included. */
    static int bytes(@Nullable Object value) {
        return written(out -> out.writeFieldValue(value)).length;
    }

    /** The header with the changes. */
    public ContentHeader done() {
        if (!headers.isEmpty()) {
            values.set(HEADERS, table(values.get(HEADERS)));
        }
        int flags = 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                flags |= 0x8000 >> i;
                out.writeBytes(value);
            }
        }
        byte[] properties = new byte[2 + out.size()];
        properties[0] = (byte) (flags >> Byte.SIZE);
        properties[1] = (byte) flags;
        System.arraycopy(out.toByteArray(), 0, properties, 2, out.size());
        return ContentHeader.of(properties, before.bodySize());
    }

    private byte[] table(byte @Nullable [] old) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        eachField(
                old,
                (name, from, to) -> {
                    if (old != null && !headers.containsKey(name)) {
                        fields.write(old, from, to - from);
                    }
                });
        headers.values().forEach(field -> field.ifPresent(fields::writeBytes));
        byte[] all = fields.toByteArray();
        return ByteBuffer.allocate(LENGTH_BYTES + all.length).putInt(all.length).put(all).array();
    }

    private static void eachField(byte @Nullable [] table, FieldVisit visit) {
        if (table == null) {
            return;
        }
        FieldWalk walk = FieldWalk.overOwn(table);
        int at = LENGTH_BYTES;
        while (at < table.length) {
            int end = walk.field(at, table.length);
            visit.field(name(table, at), at, end);
            at = end;
        }
    }

    private static String name(byte[] table, int at) {
        return new String(table, at + 1, table[at] & 0xFF, StandardCharsets.UTF_8);
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new ValueWriter(new DataOutputStream(bytes)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Is shown where in a table a field lies. */
    @FunctionalInterface
    private interface FieldVisit {
        void field(String name, int from, int to);
    }

    /** What writes to memory, where nothing can fail. */
    @FunctionalInterface
    private interface Writing {
        void to(ValueWriter out) throws IOException;
    }
}
