package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;

/**
 * The eight bytes a client begins with: {@code AMQP}, then the protocol it wants.
 *
 * <p>Source: section 4.2.2 of the specification. As with RabbitMQ the header of 0-9 is good, since
 * the two are the same on the wire.
 */
public enum ProtocolHeader {
    /** Too few bytes yet, and those that came may become a header we speak. */
    INCOMPLETE,
    /** 0-9-1: the eight bytes are consumed, frames follow. */
    SPOKEN,
    /** Anything else: {@link #answer} is sent, then the connection is closed. */
    OTHER;

    private static final int LENGTH = 8;
    private static final byte[] VERSION_0_9_1 = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final byte[] VERSION_0_9 = {'A', 'M', 'Q', 'P', 1, 1, 0, 9};

    /** Looks at what arrived; moves on only when it is {@link #SPOKEN}. */
    public static ProtocolHeader read(ByteBuf in) {
        if (!begins(in, VERSION_0_9_1) && !begins(in, VERSION_0_9)) {
            return OTHER;
        }
        if (in.readableBytes() < LENGTH) {
            return INCOMPLETE;
        }
        in.skipBytes(LENGTH);
        return SPOKEN;
    }

    /** The header of what we speak, for a client that spoke another. A new array each time. */
    public static byte[] answer() {
        return VERSION_0_9_1.clone();
    }

    private static boolean begins(ByteBuf in, byte[] header) {
        int there = Math.min(LENGTH, in.readableBytes());
        for (int i = 0; i < there; i++) {
            if (in.getByte(in.readerIndex() + i) != header[i]) {
                return false;
            }
        }
        return true;
    }
}
