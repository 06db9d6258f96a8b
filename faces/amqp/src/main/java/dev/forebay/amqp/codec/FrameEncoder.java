package dev.forebay.amqp.codec;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames, many into one buffer, so that what one turn sends is few writes. Large bodies are
 * not copied: the buffer is given out as far as it is filled, then a slice of the body, then the
 * buffer's rest.
 *
 * <p>One per connection, for its event loop alone. What is written reaches {@code out} with {@link
 * #flush} at the latest; whoever takes a buffer there releases it.
 */
public final class FrameEncoder implements AutoCloseable {
    /** In bytes: a body below this is cheaper to copy than to hand to the socket by itself. */
    static final int COPIED = 2048;

    /** In bytes: what one buffer holds, unless a single frame needs more. */
    private static final int BUFFER_BYTES = 16 * 1024;

    /** In bytes: the most that the arguments of basic.deliver take, with class and method. */
    private static final int DELIVER_BYTES = 4 + 3 * 256 + 9;

    /** In bytes: class, weight and size of a content header. */
    private static final int HEADER_BYTES = 12;

    private static final int ACK_BYTES = 13;

    private final ByteBufAllocator buffers;
    private final Consumer<ByteBuf> out;
    private @Nullable ByteBuf current;
    private int given;
    private int frameMax = FrameDecoder.LEAST_FRAME_MAX;

    /**
     * @param out receives the buffers in the order they are to be written in
     */
    public FrameEncoder(ByteBufAllocator buffers, Consumer<ByteBuf> out) {
        this.buffers = buffers;
        this.out = out;
    }

    /** From connection.tune-ok on: the whole size of a frame, rims included. */
    public void agreeOn(int newFrameMax) {
        if (newFrameMax < FrameDecoder.LEAST_FRAME_MAX) {
            throw new IllegalArgumentException("frame-max " + newFrameMax);
        }
        frameMax = newFrameMax;
    }

    /**
     * Writes a method.
     *
     * @throws IllegalArgumentException when a short string is longer than 255 bytes; then nothing
     *     is written
     */
    public void method(int channel, Method method) {
        switch (method) {
            case AMQImpl.Basic.Deliver deliver -> deliver(channel, deliver);
            case AMQImpl.Basic.Ack ack -> ack(channel, ack);
            default -> encoded(channel, method);
        }
    }

    /**
     * Writes a method with a message.
     *
     * @param header whose properties are written as they are, or as far as one frame takes them:
     *     see {@link HeaderFit}. Its size must be the body's
     * @param body neither moved nor released; parts of it are retained until they are written
     */
    public void content(int channel, Method method, ContentHeader header, ByteBuf body) {
        method(channel, method);
        int most = frameMax - FrameType.RIM_BYTES;
        header(channel, HeaderFit.within(header, most - HEADER_BYTES), body.readableBytes());
        int at = body.readerIndex();
        int end = body.writerIndex();
        while (at < end) {
            int size = Math.min(most, end - at);
            body(channel, body, at, size);
            at += size;
        }
    }

    /** Writes a heartbeat. */
    public void heartbeat() {
        ByteBuf to = room(FrameType.RIM_BYTES);
        head(to, FrameType.HEARTBEAT, 0, 0);
        to.writeByte(FrameType.END);
    }

    /** Gives out what has been written since the last time. */
    public void flush() {
        ByteBuf filled = current;
        if (filled == null || filled.writerIndex() == given) {
            return;
        }
        out.accept(filled.retainedSlice(given, filled.writerIndex() - given));
        given = filled.writerIndex();
    }

    /** Drops what was not given out. */
    @Override
    public void close() {
        if (current != null) {
            current.release();
            current = null;
        }
        given = 0;
    }

    private void deliver(int channel, AMQImpl.Basic.Deliver deliver) {
        ByteBuf to = room(DELIVER_BYTES + FrameType.RIM_BYTES);
        int start = to.writerIndex();
        try {
            int at = begin(to, channel, MethodKind.BASIC_DELIVER);
            shortString(to, deliver.getConsumerTag());
            to.writeLong(deliver.getDeliveryTag());
            to.writeBoolean(deliver.getRedelivered());
            shortString(to, deliver.getExchange());
            shortString(to, deliver.getRoutingKey());
            end(to, at);
        } catch (IllegalArgumentException tooLong) {
            to.writerIndex(start);
            throw tooLong;
        }
    }

    private void ack(int channel, AMQImpl.Basic.Ack ack) {
        ByteBuf to = room(ACK_BYTES + FrameType.RIM_BYTES);
        int at = begin(to, channel, MethodKind.BASIC_ACK);
        to.writeLong(ack.getDeliveryTag());
        to.writeBoolean(ack.getMultiple());
        end(to, at);
    }

    private void encoded(int channel, Method method) {
        byte[] payload;
        try {
            payload = method.toFrame(channel).getPayload();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        ByteBuf to = room(payload.length + FrameType.RIM_BYTES);
        head(to, FrameType.METHOD, channel, payload.length);
        to.writeBytes(payload);
        to.writeByte(FrameType.END);
    }

    private void header(int channel, ContentHeader header, long bodySize) {
        int size = HEADER_BYTES + header.propertyBytes();
        ByteBuf to = room(size + FrameType.RIM_BYTES);
        head(to, FrameType.HEADER, channel, size);
        to.writeShort(ContentHeader.BASIC);
        to.writeShort(0);
        to.writeLong(bodySize);
        header.writeProperties(to);
        to.writeByte(FrameType.END);
    }

    private void body(int channel, ByteBuf body, int at, int size) {
        if (size < COPIED) {
            ByteBuf to = room(size + FrameType.RIM_BYTES);
            head(to, FrameType.BODY, channel, size);
            to.writeBytes(body, at, size);
            to.writeByte(FrameType.END);
            return;
        }
        ByteBuf to = room(FrameType.RIM_BYTES);
        head(to, FrameType.BODY, channel, size);
        flush();
        out.accept(body.retainedSlice(at, size));
        to.writeByte(FrameType.END);
    }

    private static int begin(ByteBuf to, int channel, MethodKind kind) {
        head(to, FrameType.METHOD, channel, 0);
        int at = to.writerIndex();
        to.writeShort(kind.classId());
        to.writeShort(kind.methodId());
        return at;
    }

    private static void end(ByteBuf to, int at) {
        to.setInt(at - Integer.BYTES, to.writerIndex() - at);
        to.writeByte(FrameType.END);
    }

    private static void head(ByteBuf to, FrameType type, int channel, int size) {
        to.writeByte(type.number());
        to.writeShort(channel);
        to.writeInt(size);
    }

    private static void shortString(ByteBuf to, String text) {
        int bytes = ByteBufUtil.utf8Bytes(text);
        if (bytes > 0xFF) {
            throw new IllegalArgumentException("a short string of " + bytes + " bytes");
        }
        to.writeByte(bytes);
        ByteBufUtil.writeUtf8(to, text);
    }

    /** A buffer with room for so many bytes; it never grows, since parts of it are given out. */
    private ByteBuf room(int bytes) {
        ByteBuf there = current;
        if (there != null && there.writableBytes() >= bytes) {
            return there;
        }
        flush();
        if (there != null) {
            there.release();
        }
        int size = Math.max(BUFFER_BYTES, bytes);
        ByteBuf fresh = buffers.buffer(size, size);
        current = fresh;
        given = 0;
        return fresh;
    }
}
