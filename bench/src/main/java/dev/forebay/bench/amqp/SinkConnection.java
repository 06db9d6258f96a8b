package dev.forebay.bench.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import dev.forebay.amqp.codec.Command;
import dev.forebay.amqp.codec.ContentAssembler;
import dev.forebay.amqp.codec.Frame;
import dev.forebay.amqp.codec.FrameDecoder;
import dev.forebay.amqp.codec.FrameEncoder;
import dev.forebay.amqp.codec.FrameType;
import dev.forebay.amqp.codec.ProtocolHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One client of the sink. */
final class SinkConnection extends ByteToMessageDecoder {
    private static final int FRAME_MAX = 131_072;
    private static final int BODY_MAX = 1 << 20;
    private static final Map<String, Object> PROPERTIES =
            Map.of(
                    "product",
                    "sink",
                    "capabilities",
                    Map.of("publisher_confirms", true, "basic.nack", true));

    private final SinkQueue queue;
    private final FrameDecoder decoder = new FrameDecoder();
    private final Map<Integer, ContentAssembler> channels = new HashMap<>();
    private final Channel socket;
    private final FrameEncoder encoder;
    private boolean greeted;
    private int prefetch = Integer.MAX_VALUE;
    private long delivered;
    private long acked;
    private long published;
    private long confirmed;
    private int publishing;

    SinkConnection(SinkQueue queue, Channel socket) {
        this.queue = queue;
        this.socket = socket;
        this.encoder =
                new FrameEncoder(
                        socket.alloc(),
                        bytes -> {
                            var _ = socket.write(bytes);
                        });
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!greeted) {
            greeted = ProtocolHeader.read(in) == ProtocolHeader.SPOKEN;
            if (greeted) {
                send(
                        0,
                        new AMQImpl.Connection.Start(
                                0,
                                9,
                                PROPERTIES,
                                LongStringHelper.asLongString("PLAIN"),
                                LongStringHelper.asLongString("en_US")));
            }
            return;
        }
        for (Frame frame = decoder.next(in); frame != null; frame = decoder.next(in)) {
            accept(frame);
        }
    }

    private void accept(Frame frame) {
        if (frame.type() == FrameType.HEARTBEAT) {
            return;
        }
        Command command =
                channels.computeIfAbsent(frame.channel(), _ -> new ContentAssembler(BODY_MAX))
                        .accept(frame);
        if (command instanceof Command.WithContent message) {
            publishing = frame.channel();
            published++;
            queue.add(message);
        } else if (command != null) {
            answer(frame.channel(), command.method());
        }
    }

    private void answer(int channel, Method method) {
        switch (method) {
            case AMQImpl.Connection.StartOk _ ->
                    send(0, new AMQImpl.Connection.Tune(2047, FRAME_MAX, 0));
            case AMQImpl.Connection.TuneOk _ -> {
                decoder.agreeOn(FRAME_MAX);
                encoder.agreeOn(FRAME_MAX);
            }
            case AMQImpl.Connection.Open _ -> send(0, new AMQImpl.Connection.OpenOk(""));
            case AMQImpl.Connection.Close _ -> send(0, new AMQImpl.Connection.CloseOk());
            case AMQImpl.Channel.Open _ ->
                    send(channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
            case AMQImpl.Channel.Close _ -> send(channel, new AMQImpl.Channel.CloseOk());
            case AMQImpl.Exchange.Declare _ -> send(channel, new AMQImpl.Exchange.DeclareOk());
            case AMQImpl.Queue.Declare declare ->
                    send(channel, new AMQImpl.Queue.DeclareOk(declare.getQueue(), 0, 0));
            case AMQImpl.Queue.Bind _ -> send(channel, new AMQImpl.Queue.BindOk());
            case AMQImpl.Confirm.Select _ -> send(channel, new AMQImpl.Confirm.SelectOk());
            case AMQImpl.Basic.Qos qos -> {
                prefetch = qos.getPrefetchCount();
                send(channel, new AMQImpl.Basic.QosOk());
            }
            case AMQImpl.Basic.Consume consume -> {
                send(channel, new AMQImpl.Basic.ConsumeOk(consume.getConsumerTag()));
                queue.deliverTo(
                        new SinkQueue.Reader(this, channel, consume.getConsumerTag(), prefetch));
            }
            case AMQImpl.Basic.Cancel cancel -> {
                queue.deliverTo(null);
                send(channel, new AMQImpl.Basic.CancelOk(cancel.getConsumerTag()));
            }
            case AMQImpl.Basic.Ack ack -> {
                acked = ack.getDeliveryTag();
                queue.deliver();
            }
            default -> throw new IllegalStateException("not for a sink: " + method);
        }
    }

    private void send(int channel, Method method) {
        encoder.method(channel, method);
    }

    long unacked() {
        return delivered - acked;
    }

    void deliver(SinkQueue.Reader to, AMQImpl.Basic.Publish publish, Command.WithContent message) {
        delivered++;
        encoder.content(
                to.channel(),
                new AMQImpl.Basic.Deliver(
                        to.tag(), delivered, false, publish.getExchange(), publish.getRoutingKey()),
                message.header(),
                message.body());
        message.body().release();
    }

    private void pause() {
        socket.config().setAutoRead(false);
        queue.whenRoom(() -> socket.config().setAutoRead(true));
    }

    private void flush() {
        encoder.flush();
        socket.flush();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (published > confirmed) {
            confirmed = published;
            send(publishing, new AMQImpl.Basic.Ack(confirmed, true));
            queue.deliver();
        }
        SinkQueue.Reader reader = queue.reader();
        if (reader != null && reader.connection() != this) {
            reader.connection().flush();
        }
        flush();
        if (queue.isFull()) {
            pause();
        }
        super.channelReadComplete(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        SinkQueue.Reader reader = queue.reader();
        if (reader != null && reader.connection() == this) {
            queue.deliverTo(null);
        }
        channels.values().forEach(ContentAssembler::close);
        encoder.close();
        super.channelInactive(context);
    }
}
