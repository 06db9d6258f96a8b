package dev.forebay.amqp.codec;

import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

/** Bytes for tests, written apart from the encoder under test. */
final class Wire {
    private Wire() {}

    /** What writes to a stream. */
    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static byte[] frame(int type, int channel, byte[] payload) {
        return bytes(out -> {
            out.writeByte(type);
            out.writeShort(channel);
            out.writeInt(payload.length);
            out.write(payload);
            out.writeByte(0xCE);
        });
    }

    /** As RabbitMQ's client writes it. */
    static byte[] frame(int channel, Method method) {
        return bytes(out -> method.toFrame(channel).writeTo(out));
    }

    static byte[] header(int classId, int weight, long size, byte[] properties) {
        return bytes(out -> {
            out.writeShort(classId);
            out.writeShort(weight);
            out.writeLong(size);
            out.write(properties);
        });
    }

    static byte[] join(byte[]... parts) {
        return bytes(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    static byte[] read(ByteBuf buffer) {
        byte[] copy = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), copy);
        return copy;
    }

    static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A table that holds a table that holds ..., so many inside the outermost one. */
    static byte[] tableOfTables(int inside) {
        return bytes(out -> {
            for (int left = inside; left >= 0; left--) {
                out.writeInt(7 * left);
                if (left > 0) {
                    out.writeByte(1);
                    out.writeByte('k');
                    out.writeByte('F');
                }
            }
        });
    }

    /** A table that holds an array that holds an array ..., so many inside the table. */
    static byte[] tableOfArrays(int inside) {
        return bytes(out -> {
            out.writeInt(2 + 5 * inside);
            out.writeByte(1);
            out.writeByte('k');
            for (int left = inside - 1; left >= 0; left--) {
                out.writeByte('A');
                out.writeInt(5 * left);
            }
        });
    }
}
