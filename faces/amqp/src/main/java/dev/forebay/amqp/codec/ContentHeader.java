package dev.forebay.amqp.codec;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.AMQImpl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message: how long its body is, and its properties, both as the bytes that arrived
 * and, when asked for, as an object. The bytes are what is passed on, so that each type in the
 * headers table stays what it was; the object has lost the difference between, say, i and l.
 *
 * <p>Not thread-safe, since properties are read when first asked for.
 *
 * <p>Source: section 4.2.6 of the specification.
 */
public final class ContentHeader {
    /** The class basic, the only one with content. */
    static final int BASIC = 60;

    /** Class, weight and body size, before the flags. */
    private static final int HEAD_BYTES = 12;

    private static final int FLAG_BYTES = 2;

    /** Says that more flags follow; no property needs that. */
    private static final int CONTINUATION = 1;

    /** The types of the fourteen properties in the order of their flags. */
    private static final String LAYOUT = "ssToossssqssss";

    private final byte[] payload;
    private @Nullable FieldWalk walk;
    private AMQP.@Nullable BasicProperties properties;

    private ContentHeader(byte[] payload, FieldWalk walk) {
        this.payload = payload;
        this.walk = walk;
    }

    private ContentHeader(byte[] payload, AMQP.BasicProperties properties) {
        this.payload = payload;
        this.properties = properties;
    }

    /**
     * Checks and keeps a copy of the payload of a header frame, which is not moved.
     *
     * @throws AmqpFailure 501 when it ends early or late, 502 when its table is broken or too deep
     */
    static ContentHeader read(ByteBuf payload) {
        if (payload.readableBytes() < HEAD_BYTES + FLAG_BYTES) {
            throw new AmqpFailure(ReplyCode.FRAME_ERROR, "a content header is too short");
        }
        byte[] bytes = ByteBufUtil.getBytes(payload);
        FieldWalk walk = FieldWalk.over(bytes);
        walk(walk, bytes);
        return new ContentHeader(bytes, walk);
    }

    /** A header for a message that did not come over AMQP. */
    public static ContentHeader of(AMQP.BasicProperties properties, long bodySize) {
        try {
            return new ContentHeader(properties.toFrame(0, bodySize).getPayload(), properties);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * A header from the bytes that {@link #copyProperties} gave, for instance after a restart.
     *
     * @throws AmqpFailure when they are no such bytes
     */
    public static ContentHeader of(byte[] propertyBytes, long bodySize) {
        if (propertyBytes.length < FLAG_BYTES) {
            throw new AmqpFailure(ReplyCode.FRAME_ERROR, "a content header is too short");
        }
        byte[] bytes = new byte[HEAD_BYTES + propertyBytes.length];
        System.arraycopy(propertyBytes, 0, bytes, HEAD_BYTES, propertyBytes.length);
        bytes[1] = BASIC;
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[HEAD_BYTES - 1 - i] = (byte) (bodySize >>> (Byte.SIZE * i));
        }
        FieldWalk walk = FieldWalk.overOwn(bytes);
        walk(walk, bytes);
        return new ContentHeader(bytes, walk);
    }

    /** The class that the header says it belongs to. */
    int classId() {
        return (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }

    /** Must be 0. */
    int weight() {
        return (payload[2] & 0xFF) << 8 | (payload[3] & 0xFF);
    }

    /** The body's length in bytes as the client declared it: unsigned, so perhaps negative here. */
    public long bodySize() {
        long size = 0;
        for (int i = HEAD_BYTES - Long.BYTES; i < HEAD_BYTES; i++) {
            size = size << Byte.SIZE | (payload[i] & 0xFF);
        }
        return size;
    }

    /** How many bytes flags and properties have. */
    public int propertyBytes() {
        return payload.length - HEAD_BYTES;
    }

    /** Flags and properties as they arrived. */
    public byte[] copyProperties() {
        byte[] copy = new byte[propertyBytes()];
        System.arraycopy(payload, HEAD_BYTES, copy, 0, copy.length);
        return copy;
    }

    /** Flags and properties as they arrived. */
    void writeProperties(ByteBuf out) {
        out.writeBytes(payload, HEAD_BYTES, propertyBytes());
    }

    /** The properties that are short strings and are there, as bytes. */
    public Map<TextProperty, byte[]> texts() {
        List<byte @Nullable []> values = values();
        Map<TextProperty, byte[]> texts = new EnumMap<>(TextProperty.class);
        for (TextProperty property : TextProperty.values()) {
            byte[] value = values.get(property.index());
            if (value != null) {
                texts.put(property, Arrays.copyOfRange(value, 1, value.length));
            }
        }
        return texts;
    }

    /** Whether the property is there. */
    public boolean has(TextProperty property) {
        return has(payload, property.index());
    }

    /** The bytes of each property in the order of their flags; null for one that is not there. */
    List<byte @Nullable []> values() {
        FieldWalk steps = FieldWalk.overOwn(payload);
        List<byte @Nullable []> values = new ArrayList<>(LAYOUT.length());
        int at = HEAD_BYTES + FLAG_BYTES;
        for (int i = 0; i < LAYOUT.length(); i++) {
            if (has(payload, i)) {
                int end = step(steps, LAYOUT.charAt(i), at, payload.length);
                values.add(Arrays.copyOfRange(payload, at, end));
                at = end;
            } else {
                values.add(null);
            }
        }
        return values;
    }

    /** The properties; read once. */
    public AMQP.BasicProperties properties() {
        AMQP.BasicProperties known = properties;
        if (known == null) {
            known = parse();
            properties = known;
            walk = null;
        }
        return known;
    }

    private AMQP.BasicProperties parse() {
        byte[] readable = walk == null ? payload : walk.readable(again -> walk(again, payload));
        try {
            AMQContentHeader header =
                    AMQImpl.readContentHeaderFrom(
                            new DataInputStream(new ByteArrayInputStream(readable)));
            return (AMQP.BasicProperties) header;
        } catch (IOException unread) {
            throw new AmqpFailure(ReplyCode.SYNTAX_ERROR, "properties cannot be read");
        }
    }

    private static void walk(FieldWalk walk, byte[] bytes) {
        if ((bytes[HEAD_BYTES + 1] & CONTINUATION) != 0) {
            throw new AmqpFailure(ReplyCode.SYNTAX_ERROR, "a content header has too many flags");
        }
        int at = HEAD_BYTES + FLAG_BYTES;
        for (int i = 0; i < LAYOUT.length(); i++) {
            if (has(bytes, i)) {
                at = step(walk, LAYOUT.charAt(i), at, bytes.length);
            }
        }
        if (at != bytes.length) {
            throw new AmqpFailure(
                    ReplyCode.FRAME_ERROR, (bytes.length - at) + " bytes follow the properties");
        }
    }

    private static boolean has(byte[] bytes, int property) {
        int flags = (bytes[HEAD_BYTES] & 0xFF) << 8 | (bytes[HEAD_BYTES + 1] & 0xFF);
        return (flags & 0x8000 >> property) != 0;
    }

    private static int step(FieldWalk walk, char type, int at, int end) {
        return switch (type) {
            case 'o' -> walk.fixed(at, 1, end);
            case 'q' -> walk.fixed(at, 8, end);
            case 's' -> walk.shortString(at, end);
            case 'T' -> walk.table(at, end);
            default -> throw new IllegalStateException("layout " + type);
        };
    }
}
