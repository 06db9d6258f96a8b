package dev.forebay.amqp.codec;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * Reads the payload of a method frame.
 *
 * <p>As with RabbitMQ, arguments that end early or late are a frame error (501) and so are short
 * strings that are not UTF-8; RabbitMQ takes any bytes as exchange and routing key of
 * basic.publish, where a name that is no text would change on its way through Java. A table that is
 * broken or too deep is a syntax error (502).
 */
final class MethodDecoder {
    private static final int NUMBERS = 4;
    private static final int BITS = 8;

    private MethodDecoder() {}

    /** The kind of method in a payload, without reading the rest. */
    static MethodKind kind(ByteBuf payload) {
        if (payload.readableBytes() < NUMBERS) {
            throw new AmqpFailure(ReplyCode.FRAME_ERROR, "a method frame names no method");
        }
        int at = payload.readerIndex();
        return MethodKind.of(payload.getUnsignedShort(at), payload.getUnsignedShort(at + 2));
    }

    /**
     * The method in a payload, which is not moved.
     *
     * @throws AmqpFailure with 501, 502, 503 or 540, at the level of the connection
     */
    static Method decode(ByteBuf payload) {
        MethodKind kind = kind(payload);
        byte[] bytes = ByteBufUtil.getBytes(payload);
        try {
            FieldWalk walk = FieldWalk.over(bytes);
            walk(walk, kind.layout(), bytes.length);
            byte[] readable = walk.readable(again -> walk(again, kind.layout(), bytes.length));
            return AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(readable)));
        } catch (AmqpFailure refused) {
            throw new AmqpFailure(refused.fault().during(kind.classId(), kind.methodId()));
        } catch (IOException unread) {
            throw new AmqpFailure(
                    AmqpFault.of(ReplyCode.SYNTAX_ERROR, "a method cannot be read")
                            .during(kind.classId(), kind.methodId()));
        }
    }

    private static void walk(FieldWalk walk, String layout, int end) {
        int at = NUMBERS;
        int bit = 0;
        for (int i = 0; i < layout.length(); i++) {
            char type = layout.charAt(i);
            if (type == 'b') {
                at = bit == 0 ? walk.fixed(at, 1, end) : at;
                bit = (bit + 1) % BITS;
            } else {
                bit = 0;
                at = step(walk, type, at, end);
            }
        }
        if (at != end) {
            throw new AmqpFailure(
                    ReplyCode.FRAME_ERROR, (end - at) + " bytes follow a method's arguments");
        }
    }

    private static int step(FieldWalk walk, char type, int at, int end) {
        return switch (type) {
            case 'o' -> walk.fixed(at, 1, end);
            case 'h' -> walk.fixed(at, 2, end);
            case 'l' -> walk.fixed(at, 4, end);
            case 'q' -> walk.fixed(at, 8, end);
            case 's' -> walk.shortText(at, end);
            case 'S' -> walk.longString(at, end);
            case 'T' -> walk.table(at, end);
            default -> throw new IllegalStateException("layout " + type);
        };
    }
}
