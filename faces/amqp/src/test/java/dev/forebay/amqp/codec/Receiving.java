package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a server does with the bytes of a connection after its header, without a server. */
final class Receiving implements AutoCloseable {
    static final int FRAME_MAX = 16_384;
    static final long BODY_MAX = 1 << 20;

    private final Tally tally = new Tally();
    private final FrameDecoder decoder = new FrameDecoder();
    private final Map<Integer, ContentAssembler> channels = new HashMap<>();
    private final ByteBuf received = tally.buffers.heapBuffer();
    private final List<AmqpFault> faults = new ArrayList<>();
    private int commands;
    private boolean ended;

    Receiving() {
        decoder.agreeOn(FRAME_MAX);
    }

    /** Takes further bytes; a fault of the connection is the end of it. */
    void take(byte[] bytes, int from, int to) {
        if (ended) {
            return;
        }
        received.writeBytes(bytes, from, to - from);
        take(received);
        received.discardReadBytes();
    }

    /** Takes what is there; the buffer stays the caller's. */
    void take(ByteBuf in) {
        while (!ended) {
            try {
                Frame frame = decoder.next(in);
                if (frame == null) {
                    break;
                }
                if (frame.type() != FrameType.HEARTBEAT) {
                    take(frame);
                }
            } catch (AmqpFailure failure) {
                faults.add(failure.fault());
                ended = true;
            }
        }
    }

    int commands() {
        return commands;
    }

    List<AmqpFault> faults() {
        return faults;
    }

    long bytesHeld() {
        return tally.bytesHeld();
    }

    @Override
    public void close() {
        received.release();
        channels.values().forEach(ContentAssembler::close);
    }

    private void take(Frame frame) {
        ContentAssembler channel =
                channels.computeIfAbsent(frame.channel(), n -> new ContentAssembler(BODY_MAX));
        try {
            Command command = channel.accept(frame);
            commands += command == null ? 0 : 1;
            if (command instanceof Command.WithContent content) {
                look(content);
            }
        } catch (AmqpFailure failure) {
            if (failure.fault().level() == AmqpFault.Level.CONNECTION) {
                throw failure;
            }
            faults.add(failure.fault());
            channel.closing();
        }
    }

    private static void look(Command.WithContent content) {
        try {
            if (content.body().readableBytes() != content.header().bodySize()) {
                throw new AssertionError("another size than declared");
            }
            content.header().properties();
        } finally {
            content.body().release();
        }
    }
}
