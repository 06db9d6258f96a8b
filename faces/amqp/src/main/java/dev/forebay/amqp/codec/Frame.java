package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;

/**
 * One frame as it arrived.
 *
 * @param channel 0 to 65,535; 0 is the connection itself
 * @param payload a slice of the buffer that was decoded, <em>not</em> retained: who keeps it beyond
 *     the life of that buffer retains it
 */
public record Frame(FrameType type, int channel, ByteBuf payload) {}
