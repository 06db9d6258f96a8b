package dev.forebay.amqp.codec;

import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;

/** A method as it arrived whole. */
public sealed interface Command {
    /** The method with its arguments. */
    Method method();

    /** A method that is all in its one frame. */
    record Plain(Method method) implements Command {}

    /**
     * A method that carries a message.
     *
     * @param body exactly {@link ContentHeader#bodySize} bytes, not copied when they came in one
     *     frame; whoever receives the command releases it
     */
    record WithContent(Method method, ContentHeader header, ByteBuf body) implements Command {}
}
