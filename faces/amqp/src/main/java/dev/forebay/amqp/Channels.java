package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.Command;
import dev.forebay.amqp.codec.ContentAssembler;
import dev.forebay.amqp.codec.Frame;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The channels of one connection by their numbers. On the lane. */
final class Channels {
    private final AmqpConnection connection;
    private final Map<Integer, AmqpChannel> open = new HashMap<>();
    private int most;

    Channels(AmqpConnection connection) {
        this.connection = connection;
    }

    void agreeOn(int channelMax) {
        most = channelMax;
    }

    /** How many may be open. */
    int most() {
        return most;
    }

    /** Those open now, also while some of them end. */
    List<AmqpChannel> all() {
        return List.copyOf(open.values());
    }

    /**
     * Takes the next frame of a channel, or the one that opens it.
     *
     * @throws AmqpFailure when there is no such channel and it is not opened
     */
    void accept(Frame frame) {
        AmqpChannel channel = open.get(frame.channel());
        if (channel == null) {
            open(frame);
        } else {
            channel.accept(frame);
        }
    }

    private void open(Frame frame) {
        Command command = new ContentAssembler(0).accept(frame);
        Method method = command instanceof Command.Plain plain ? plain.method() : null;
        if (method instanceof AMQImpl.Channel.CloseOk) {
            // Both sides closed the channel at once, and each answers the other.
            return;
        }
        if (!(method instanceof AMQImpl.Channel.Open)) {
            AmqpFault fault = AmqpFault.of(ReplyCode.CHANNEL_ERROR, "expected 'channel.open'");
            throw new AmqpFailure(
                    method == null
                            ? fault
                            : fault.during(method.protocolClassId(), method.protocolMethodId()));
        }
        if (open.size() >= most) {
            throw new AmqpFailure(
                    ReplyCode.NOT_ALLOWED,
                    "number of channels opened ("
                            + open.size()
                            + ") has reached the negotiated channel_max ("
                            + most
                            + ")");
        }
        open.put(frame.channel(), new AmqpChannel(connection, frame.channel()));
        connection.write(
                frame.channel(), new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
    }

    void closed(AmqpChannel channel) {
        open.remove(channel.number(), channel);
    }

    /** Ends all of them; what they have not settled goes back. Returns those that ended. */
    List<AmqpChannel> abandon() {
        List<AmqpChannel> all = all();
        open.clear();
        // None of them gets what another one gives back.
        all.forEach(channel -> channel.consumers().stop());
        all.forEach(AmqpChannel::abandon);
        return all;
    }
}
