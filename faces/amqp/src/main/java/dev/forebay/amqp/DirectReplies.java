package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.amqp.codec.ReplyCode;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One channel's answers without a queue: its client consumes from {@link
 * ReplyAddresses#PSEUDO_QUEUE}, its requests carry an address in place of that name, and what is
 * published to the address goes straight to the client: once, or never when it is gone or does not
 * read. On the lane.
 */
final class DirectReplies {
    private final AmqpChannel channel;
    private final ReplyAddresses addresses;
    private @Nullable Open open;

    /** The consumer there is. */
    private record Open(String tag, String address) {}

    DirectReplies(AmqpChannel channel) {
        this.channel = channel;
        this.addresses = channel.broker().replyAddresses();
    }

    /** Whether the consumer of answers has this tag. */
    boolean isTag(String tag) {
        return open != null && open.tag().equals(tag);
    }

    /**
     * Begins to consume.
     *
     * @throws AmqpFailure 406 when the channel does so already, or wants to ack
     */
    void consume(AMQImpl.Basic.Consume consume, String tag) {
        if (!consume.getNoAck()) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED, "reply consumer cannot acknowledge");
        }
        if (open != null) {
            throw new AmqpFailure(ReplyCode.PRECONDITION_FAILED, "reply consumer already set");
        }
        open = new Open(tag, addresses.open(this));
    }

    void cancel(String tag) {
        if (isTag(tag)) {
            end();
        }
    }

    /**
     * The header of a request as it leaves: with an address for the answer if it wants one.
     *
     * @throws AmqpFailure 406 when the channel does not consume answers
     */
    ContentHeader addressed(ContentHeader header) {
        if (!ReplyAddresses.PSEUDO_QUEUE.equals(header.properties().getReplyTo())) {
            return header;
        }
        if (open == null) {
            throw nobodyWaits();
        }
        return new HeaderEdit(header).replyTo(open.address()).done();
    }

    /** Somebody asks who consumes no answers. */
    static AmqpFailure nobodyWaits() {
        return new AmqpFailure(ReplyCode.PRECONDITION_FAILED, "fast reply consumer does not exist");
    }

    /**
     * Sends an answer to the client.
     *
     * @param body stays the caller's
     * @return whether it was sent
     */
    boolean take(ContentHeader header, ByteBuf body) {
        Open to = open;
        return to != null
                && channel.isOpen()
                && channel.consumers().answer(to.tag(), to.address(), header, body);
    }

    /** Nobody is reached at the address any more. */
    void end() {
        if (open != null) {
            addresses.giveUp(open.address());
            open = null;
        }
    }
}
