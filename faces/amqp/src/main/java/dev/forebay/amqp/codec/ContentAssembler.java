package dev.forebay.amqp.codec;

import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one channel together: a method, and when it carries a message its header and
 * body, in this order and nothing between. What it holds is what has arrived, never what was
 * declared.
 *
 * <p>Not thread-safe. {@link #close} must be called when the channel or its connection ends.
 *
 * <p>Source: section 4.2.6 of the specification; codes as RabbitMQ answers them: frames out of
 * order 505, more body than declared 501. A body over the limit is refused with 406 from its
 * header, where RabbitMQ takes it first and refuses it then; one over {@link #MOST_BODY_BYTES} with
 * 501.
 */
public final class ContentAssembler implements AutoCloseable {
    /** No body may be declared larger than this: 512 MiB, as with RabbitMQ. */
    public static final long MOST_BODY_BYTES = 512L << 20;

    private final long bodyMax;
    private final BodyPieces pieces = new BodyPieces();
    private @Nullable Method method;
    private @Nullable ContentHeader header;
    private long missing;
    private boolean closing;

    /**
     * @param bodyMax in bytes: larger bodies are refused with 406
     */
    public ContentAssembler(long bodyMax) {
        this.bodyMax = bodyMax;
    }

    /**
     * Takes the next frame of the channel, heartbeats excepted. Its payload stays the caller's.
     *
     * @return the command that this frame makes whole, or null
     * @throws AmqpFailure when the frame is refused; what had arrived of its command is dropped. A
     *     failure at the level of the channel is followed by {@link #closing}
     */
    public @Nullable Command accept(Frame frame) {
        try {
            if (closing) {
                return whileClosing(frame);
            }
            if (method == null) {
                return method(frame);
            }
            return header == null ? header(frame, method) : body(frame, method, header);
        } catch (AmqpFailure refused) {
            drop();
            throw refused;
        }
    }

    /** How much of the body is to come whose header has arrived; 0 between messages. */
    public long missing() {
        return missing;
    }

    /**
     * The server sent channel.close: until the channel is closed, only what opens or closes a
     * channel is given out, the rest is dropped unread.
     */
    public void closing() {
        drop();
        closing = true;
    }

    @Override
    public void close() {
        drop();
    }

    private @Nullable Command whileClosing(Frame frame) {
        if (frame.type() != FrameType.METHOD) {
            return null;
        }
        MethodKind kind = MethodDecoder.kind(frame.payload());
        boolean heard =
                switch (kind) {
                    case CHANNEL_OPEN, CHANNEL_CLOSE, CHANNEL_CLOSE_OK -> true;
                    default -> false;
                };
        return heard ? new Command.Plain(MethodDecoder.decode(frame.payload())) : null;
    }

    private @Nullable Command method(Frame frame) {
        if (frame.type() != FrameType.METHOD) {
            throw new AmqpFailure(
                    ReplyCode.UNEXPECTED_FRAME, "a method should come, not a " + frame.type());
        }
        Method read = MethodDecoder.decode(frame.payload());
        if (!read.hasContent()) {
            return new Command.Plain(read);
        }
        method = read;
        return null;
    }

    private @Nullable Command header(Frame frame, Method of) {
        if (frame.type() != FrameType.HEADER) {
            throw failure(
                    of,
                    ReplyCode.UNEXPECTED_FRAME,
                    "a content header should come, not a " + frame.type());
        }
        ContentHeader read = ContentHeader.read(frame.payload());
        if (read.classId() != of.protocolClassId() || read.weight() != 0) {
            throw failure(
                    of,
                    ReplyCode.UNEXPECTED_FRAME,
                    "a content header for class " + read.classId() + ", weight " + read.weight());
        }
        long size = read.bodySize();
        if (Long.compareUnsigned(size, MOST_BODY_BYTES) > 0) {
            throw failure(
                    of,
                    ReplyCode.FRAME_ERROR,
                    "a body of "
                            + Long.toUnsignedString(size)
                            + " bytes is larger than "
                            + MOST_BODY_BYTES);
        }
        if (size > bodyMax) {
            throw failure(
                    of,
                    ReplyCode.PRECONDITION_FAILED,
                    "message size " + size + " is larger than configured max size " + bodyMax);
        }
        if (size == 0) {
            return done(of, read, Unpooled.EMPTY_BUFFER);
        }
        header = read;
        missing = size;
        return null;
    }

    private @Nullable Command body(Frame frame, Method of, ContentHeader declared) {
        if (frame.type() != FrameType.BODY) {
            throw failure(
                    of,
                    ReplyCode.UNEXPECTED_FRAME,
                    "a content body should come, not a " + frame.type());
        }
        int size = frame.payload().readableBytes();
        if (size > missing) {
            throw failure(of, ReplyCode.FRAME_ERROR, "a body is longer than its header declares");
        }
        missing -= size;
        if (missing == 0) {
            return done(of, declared, pieces.finish(frame.payload()));
        }
        pieces.add(frame.payload(), missing);
        return null;
    }

    private Command done(Method of, ContentHeader declared, ByteBuf body) {
        method = null;
        header = null;
        missing = 0;
        return new Command.WithContent(of, declared, body);
    }

    private void drop() {
        method = null;
        header = null;
        missing = 0;
        pieces.release();
    }

    private static AmqpFailure failure(Method of, ReplyCode code, String text) {
        return new AmqpFailure(
                AmqpFault.of(code, text).during(of.protocolClassId(), of.protocolMethodId()));
    }
}
