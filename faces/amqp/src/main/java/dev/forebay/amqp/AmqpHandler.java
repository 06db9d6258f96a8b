package dev.forebay.amqp;

import dev.forebay.access.Principal;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.Frame;
import dev.forebay.amqp.codec.FrameDecoder;
import dev.forebay.amqp.codec.ProtocolHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a socket tells of itself, for the connection on it: bytes, room to write, its end. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends the connection
final class AmqpHandler extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpHandler.class);

    private final FrameDecoder decoder = new FrameDecoder();
    private final AmqpConnection connection;
    private boolean lost;

    /**
     * Made when the socket is open.
     *
     * @param address the peer's, without port
     */
    AmqpHandler(
            Broker broker,
            Connections connections,
            Channel socket,
            String address,
            Principal.Line line) {
        setCumulator(new ReadBuffer());
        connection = new AmqpConnection(broker, connections, socket, decoder, address, line);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        connection.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object arrived) throws Exception {
        try {
            super.channelRead(ctx, arrived);
        } catch (OutOfMemoryError none) {
            // Part of what arrived is lost.
            lost = true;
            connection.starved();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        connection.heard();
        if (lost || connection.isClosed()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        LaneRest rest = connection.rest();
        try {
            if (connection.isNew() && !greeted(in)) {
                return;
            }
            Frame frame;
            while (!connection.isClosed()
                    && !rest.share().isUsedUp()
                    && (frame = decoder.next(in)) != null) {
                connection.accept(frame);
            }
            rest.beginIfDue(() -> decodeFurther(ctx));
        } catch (AmqpFailure broken) {
            lost = true;
            connection.failForGood(broken.fault());
        }
    }

    private void decodeFurther(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        } catch (Exception defect) {
            exceptionCaught(context, defect);
        }
        channelReadComplete(context);
    }

    private boolean greeted(ByteBuf in) {
        return switch (ProtocolHeader.read(in)) {
            case INCOMPLETE -> false;
            case OTHER -> {
                in.skipBytes(in.readableBytes());
                connection.greetedOtherwise();
                yield false;
            }
            case SPOKEN -> {
                connection.greeted();
                yield true;
            }
        };
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        connection.turnEnded();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.flow().writabilityChanged();
        connection.mayDeliverAgain();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        connection.ended();
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            starved(ctx);
            return;
        }
        if (isOfTheLine(cause)) {
            LOG.atDebug()
                    .addKeyValue("address", connection.caller().address())
                    .addKeyValue("cause", cause)
                    .log("a connection is lost");
        } else {
            LOG.atError()
                    .setCause(cause)
                    .addKeyValue("client", connection.caller().client())
                    .addKeyValue("address", connection.caller().address())
                    .log("a connection is closed by a defect");
        }
        ctx.close();
    }

    /**
     * Netty would close the socket, and the client would not hear why; so it only stops reading.
     */
    private void starved(ChannelHandlerContext ctx) {
        lost = true;
        if (ctx.channel().config() instanceof DuplexChannelConfig config) {
            config.setAllowHalfClosure(true);
        }
        connection.starved();
    }

    /**
     * Whether the socket failed, or TLS did: whoever reaches the port can make it do so, as often
     * as he likes, which must not fill the log.
     */
    private static boolean isOfTheLine(Throwable cause) {
        return cause instanceof IOException || cause.getCause() instanceof SSLException;
    }
}
