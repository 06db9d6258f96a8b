package dev.forebay.amqp.codec;

import com.rabbitmq.client.impl.ValueReader;
import com.rabbitmq.client.impl.ValueWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables of fields outside of methods: as bytes, and read. */
public final class FieldTable {
    private FieldTable() {}

    /**
     * Reads a table that a client wrote without its length, as the mechanism AMQPLAIN does.
     *
     * @throws AmqpFailure 502 when it is none
     */
    public static Map<String, @Nullable Object> readFields(byte[] fields) {
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES + fields.length)
                        .putInt(fields.length)
                        .put(fields)
                        .array();
        return read(FieldWalk.over(bytes), bytes);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws AmqpFailure 502 when it is something else
     */
    public static Map<String, @Nullable Object> read(byte[] table) {
        return read(FieldWalk.overOwn(table), table);
    }

    private static Map<String, @Nullable Object> read(FieldWalk walk, byte[] bytes) {
        if (walk.table(0, bytes.length) != bytes.length) {
            throw new AmqpFailure(ReplyCode.SYNTAX_ERROR, "bytes follow a table");
        }
        byte[] readable = walk.readable(again -> again.table(0, bytes.length));
        try {
            return FieldValues.table(
                    new ValueReader(new DataInputStream(new ByteArrayInputStream(readable)))
                            .readTable());
        } catch (IOException unread) {
            throw new AmqpFailure(ReplyCode.SYNTAX_ERROR, "a table cannot be read");
        }
    }

    /**
     * The bytes of a table with their length before them.
     *
     * @param table values of types that RabbitMQ's Java client writes
     */
    public static byte[] write(Map<String, @Nullable Object> table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new ValueWriter(new DataOutputStream(bytes)).writeTable(writable(table));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("NullAway") // the library writes null as the type V
    private static Map<String, Object> writable(Map<String, @Nullable Object> table) {
        return new HashMap<>(table);
    }
}
