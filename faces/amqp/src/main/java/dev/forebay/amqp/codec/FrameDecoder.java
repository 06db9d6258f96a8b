package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a connection received into frames. Copies nothing and keeps nothing: whoever reads the
 * socket accumulates. One per connection, for its event loop alone.
 *
 * <p>Source: section 4.2.3 of the specification.
 */
public final class FrameDecoder {
    /** What RabbitMQ 4 takes until a size is agreed on; older ones had 4,096. */
    public static final int INITIAL_FRAME_MAX = 8192;

    /** The least size that two peers may agree on. */
    public static final int LEAST_FRAME_MAX = 4096;

    private int frameMax = INITIAL_FRAME_MAX;
    private @Nullable AmqpFailure failure;

    /** From connection.tune-ok on: the whole size of a frame, rims included. */
    public void agreeOn(int newFrameMax) {
        if (newFrameMax < LEAST_FRAME_MAX) {
            throw new IllegalArgumentException("frame-max " + newFrameMax);
        }
        frameMax = newFrameMax;
    }

    /**
     * The next frame, or null when it has not arrived whole. A frame that cannot be taken is
     * refused from its first seven bytes. After a failure the stream has lost its frames, so each
     * further call fails in the same way.
     *
     * @throws AmqpFailure with 501 or 505, at the level of the connection
     */
    public @Nullable Frame next(ByteBuf in) {
        if (failure != null) {
            throw failure;
        }
        try {
            return cut(in);
        } catch (AmqpFailure refused) {
            failure = refused;
            throw refused;
        }
    }

    private @Nullable Frame cut(ByteBuf in) {
        if (in.readableBytes() < FrameType.HEAD_BYTES) {
            return null;
        }
        int at = in.readerIndex();
        FrameType type = FrameType.of(in.getUnsignedByte(at));
        int channel = in.getUnsignedShort(at + 1);
        long size = in.getUnsignedInt(at + 3);
        check(type, channel, size);
        if (in.readableBytes() < size + FrameType.RIM_BYTES) {
            return null;
        }
        int payloadAt = at + FrameType.HEAD_BYTES;
        int end = in.getUnsignedByte(payloadAt + (int) size);
        if (end != FrameType.END) {
            throw new AmqpFailure(
                    ReplyCode.FRAME_ERROR, "a frame ends with " + end + " instead of 206");
        }
        in.skipBytes((int) size + FrameType.RIM_BYTES);
        return new Frame(type, channel, in.slice(payloadAt, (int) size));
    }

    /**
     * Not a few clients count the rims wrongly, so that, as with RabbitMQ, the payload alone may
     * have the size that was agreed on.
     */
    private void check(FrameType type, int channel, long size) {
        if (size > frameMax) {
            throw new AmqpFailure(
                    ReplyCode.FRAME_ERROR,
                    "a frame of "
                            + size
                            + " bytes is larger than "
                            + (frameMax - FrameType.RIM_BYTES));
        }
        if (type == FrameType.HEARTBEAT && size > 0) {
            throw new AmqpFailure(ReplyCode.FRAME_ERROR, "a heartbeat has a payload");
        }
        if (type != FrameType.METHOD && type != FrameType.HEARTBEAT && channel == 0) {
            throw new AmqpFailure(ReplyCode.UNEXPECTED_FRAME, "content on channel 0");
        }
        if (type == FrameType.HEARTBEAT && channel != 0) {
            throw new AmqpFailure(ReplyCode.UNEXPECTED_FRAME, "a heartbeat on channel " + channel);
        }
    }
}
