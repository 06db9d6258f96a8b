package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import dev.forebay.access.Principal;
import dev.forebay.access.Scope;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.Command;
import dev.forebay.amqp.codec.ContentAssembler;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.Frame;
import dev.forebay.amqp.codec.FrameDecoder;
import dev.forebay.amqp.codec.FrameType;
import dev.forebay.amqp.codec.ProtocolHeader;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its end. Its event loop is the engine's lane.
 *
 * <p>What it has sent that is not done is bounded by its {@link ClientFlow}. What leaves in one
 * turn leaves in one write.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection
final class AmqpConnection extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);
    private static final long LINGER_MILLIS = 5_000;
    private static final long ACK_LOOK_MILLIS = 60_000;

    private final Broker broker;
    private final Connections connections;
    private final Principal.Line line;
    private final Channel socket;
    private final FrameDecoder decoder = new FrameDecoder();
    private final ContentAssembler control;
    private final Heartbeats heartbeats = new Heartbeats(this);
    private final Channels channels = new Channels(this);
    private final ExclusiveQueues exclusive = new ExclusiveQueues(this);
    private final Handshake handshake;
    private final ClientFlow flow;
    private final Outflow out;
    private final Throttle throttle = new Throttle(this);
    private final LaneShare share = new LaneShare();
    private State state = State.HEADER;
    private Principal principal;
    private @Nullable Topology topology;
    private String login = "";
    private int frameMax;
    private int heartbeatSeconds;
    private long openedAt;
    private boolean lost;
    private boolean resting;
    private boolean ending;

    private enum State {
        HEADER,
        HANDSHAKE,
        OPEN,
        /** One side has said that it ends. */
        CLOSING,
        CLOSED
    }

    /**
     * Made when the socket is open.
     *
     * @param address the peer's, without port
     */
    AmqpConnection(
            Broker broker,
            Connections connections,
            Channel socket,
            String address,
            Principal.Line line) {
        this.broker = broker;
        this.connections = connections;
        this.socket = socket;
        this.line = line;
        this.principal = Principal.anonymous(new Caller("amqp", "", address, ""), line);
        this.control = new ContentAssembler(0);
        this.handshake = new Handshake(this);
        this.flow = new ClientFlow(this, socket, broker);
        this.out = new Outflow(socket, flow);
    }

    Broker broker() {
        return broker;
    }

    Principal principal() {
        return principal;
    }

    Caller caller() {
        return principal.caller();
    }

    /**
     * The virtual host that was opened.
     *
     * @throws IllegalStateException when none was
     */
    Topology topology() {
        Topology opened = topology;
        if (opened == null) {
            throw new IllegalStateException("no virtual host is open");
        }
        return opened;
    }

    boolean isIn(Vhost vhost) {
        return topology != null && topology.vhost().equals(vhost);
    }

    /** Whether somebody has signed in as that user. */
    boolean isOf(String user) {
        return principal.name().equals(user);
    }

    /** The name that the client gave. */
    String login() {
        return login;
    }

    boolean hearsOfAlarms() {
        return handshake.peer().hearsOfAlarms();
    }

    boolean hearsOfCancelledConsumers() {
        return handshake.peer().hearsOfCancelledConsumers();
    }

    /** Whom the client's certificate names. */
    Optional<String> certified() {
        return ClientCertificate.commonName(socket);
    }

    /** The connection for people to look at; empty unless it is open. */
    Optional<ConnectionView> view() {
        Topology in = topology;
        if (state != State.OPEN
                || in == null
                || !(socket.remoteAddress() instanceof InetSocketAddress peer)
                || !(socket.localAddress() instanceof InetSocketAddress own)) {
            return Optional.empty();
        }
        return Optional.of(
                new ConnectionView(
                        peer,
                        own,
                        in.vhost().name(),
                        login,
                        handshake.peer().name(),
                        new ConnectionView.Arrival(
                                handshake.mechanism(),
                                handshake.peer().properties(),
                                TlsLine.of(socket)),
                        !flow.reads(),
                        openedAt,
                        channels.most(),
                        frameMax,
                        heartbeatSeconds,
                        channels.all().stream().map(AmqpChannel::view).toList()));
    }

    boolean isShakingHands() {
        return state == State.HANDSHAKE;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        connections.add(this);
        broker.alarm().watch();
        later(
                broker.settings().handshakeMillis(),
                () -> {
                    if (state == State.HEADER || state == State.HANDSHAKE) {
                        close();
                    }
                });
    }

    private void later(long millis, Runnable deed) {
        socket.eventLoop().schedule(deed, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        heartbeats.heard();
        if (lost || state == State.CLOSED) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (state == State.HEADER && !greeted(in)) {
                return;
            }
            Frame frame;
            while (state != State.CLOSED
                    && !share.isUsedUp()
                    && (frame = decoder.next(in)) != null) {
                accept(frame);
            }
            if (share.isUsedUp() && !resting) {
                rest(ctx);
            }
        } catch (AmqpFailure broken) {
            // What follows cannot be told apart any more.
            lost = true;
            fail(broken.fault().onConnection());
            later(LINGER_MILLIS, this::close);
        }
    }

    /** Others have their turn; what has arrived is looked at afterwards. */
    private void rest(ChannelHandlerContext context) {
        resting = true;
        flow.rest(true);
        later(
                share.restMillis(),
                () -> {
                    resting = false;
                    share.renew();
                    flow.rest(false);
                    goOn();
                    decodeFurther(context);
                });
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
                state = State.CLOSED;
                in.skipBytes(in.readableBytes());
                out.endWith(ProtocolHeader.answer());
                yield false;
            }
            case SPOKEN -> {
                state = State.HANDSHAKE;
                handshake.begin();
                yield true;
            }
        };
    }

    private void accept(Frame frame) {
        if (frame.type() == FrameType.HEARTBEAT) {
            return;
        }
        if (frame.channel() == 0) {
            Command command = control.accept(frame);
            if (command == null) {
                throw new AmqpFailure(ReplyCode.COMMAND_INVALID, "content on channel 0");
            }
            guarded(command.method(), () -> control(command.method()));
        } else if (state == State.OPEN && !ending) {
            channels.accept(frame);
        } else if (state == State.HANDSHAKE) {
            throw new AmqpFailure(ReplyCode.CHANNEL_ERROR, "the connection is not open yet");
        }
    }

    private void guarded(Method method, Runnable deed) {
        try {
            deed.run();
        } catch (AmqpFailure refused) {
            fail(
                    refused.fault()
                            .during(method.protocolClassId(), method.protocolMethodId())
                            .onConnection());
        }
    }

    private void control(Method method) {
        switch (method) {
            case AMQImpl.Connection.Close _ -> closeAsked();
            case AMQImpl.Connection.CloseOk _ -> close();
            case AMQImpl.Connection.UpdateSecret update when state == State.OPEN ->
                    handshake.updateSecret(update);
            default -> shakeHands(method);
        }
    }

    private void shakeHands(Method method) {
        if (state == State.HANDSHAKE) {
            handshake.take(method);
        } else if (state == State.OPEN) {
            throw new AmqpFailure(
                    ReplyCode.CHANNEL_ERROR, method.protocolMethodName() + " was not expected");
        }
    }

    /** The client may come in. */
    void admitted(String name, String user) {
        login = name;
        Caller caller = new Caller("amqp", user, caller().address(), handshake.peer().name());
        principal =
                user.isEmpty()
                        ? Principal.anonymous(caller, line)
                        : new Principal(caller, Scope.FULL, line);
    }

    /** It may not: who does not understand why hears nothing, as older clients expect. */
    void refuseLogin(String why, Peer peer) {
        if (peer.hearsOfRefusal()) {
            fail(
                    AmqpFault.of(ReplyCode.ACCESS_REFUSED, why)
                            .during(AMQImpl.Connection.INDEX, AMQImpl.Connection.StartOk.INDEX)
                            .onConnection());
        } else {
            close();
        }
    }

    void agreed(Handshake.Agreed agreed) {
        decoder.agreeOn(agreed.frameMax());
        out.agreeOn(agreed.frameMax());
        channels.agreeOn(agreed.channelMax());
        frameMax = agreed.frameMax();
        heartbeatSeconds = agreed.heartbeatSeconds();
        if (agreed.heartbeatSeconds() > 0) {
            heartbeats.start(socket.eventLoop(), agreed.heartbeatSeconds());
        }
    }

    void opened(Topology in) {
        state = State.OPEN;
        openedAt = broker.clock().wall();
        topology = in;
        lookAtAcks();
    }

    private void lookAtAcks() {
        later(
                ACK_LOOK_MILLIS,
                () -> {
                    if (state == State.OPEN) {
                        long now = broker.clock().now();
                        channels.all().forEach(channel -> channel.checkAcks(now));
                        lookAtAcks();
                    }
                });
    }

    /** This connection alone may use the queue, and with it the queue goes. */
    void own(QueueInfo queue) {
        if (state == State.CLOSED) {
            exclusive.discard(queue, () -> {});
        } else {
            exclusive.add(queue);
        }
    }

    /** Something of the channel leaves at the end of the turn. */
    void dirty(AmqpChannel channel) {
        out.dirty(channel);
    }

    void write(int channel, Method method) {
        if (speaks()) {
            out.write(channel, method);
            heartbeats.sent();
        }
    }

    void write(int channel, Method method, ContentHeader header, ByteBuf body) {
        if (speaks()) {
            out.write(channel, method, header, body);
            heartbeats.sent();
        }
    }

    /** Once its end was told of, nothing else is. */
    private boolean speaks() {
        return state == State.HANDSHAKE || state == State.OPEN;
    }

    void heartbeat() {
        if (state == State.OPEN) {
            out.heartbeat();
        }
    }

    /** Nothing has been heard for too long. */
    void silent() {
        LOG.atDebug().addKeyValue("client", caller().client()).log("missed heartbeats");
        close();
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether the client reads what it gets, and there is room for more. */
    boolean writable() {
        return state == State.OPEN && flow.takesDeliveries();
    }

    /** What waits to be read must not hold on to the buffer that it came in. */
    ByteBuf toKeep(ByteBuf body) {
        return socket.isWritable() ? body : Unpooled.copiedBuffer(body);
    }

    /** How long it may keep others waiting. */
    LaneShare share() {
        return share;
    }

    /** Holds it while nothing can be published. */
    Throttle throttle() {
        return throttle;
    }

    /** What was held may be published now. */
    void goOn() {
        channels.all().forEach(channel -> channel.commands().goOn());
    }

    /** What it has sent that is not done. */
    ClientFlow flow() {
        return flow;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        if (!resting) {
            share.renew();
        }
        out.endTurn();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        flow.writabilityChanged();
        mayDeliverAgain();
    }

    /** The client has read something, or others have. */
    void mayDeliverAgain() {
        if (writable()) {
            goOn();
            channels.all().forEach(channel -> channel.consumers().writable());
        }
    }

    /** Closes the socket at once, though not all was read that was written for the client. */
    void cut(String why) {
        LOG.atWarn()
                .addKeyValue("client", caller().client())
                .addKeyValue("address", caller().address())
                .log("a client is cut off: {}", why);
        socket.close();
    }

    void closed(AmqpChannel channel) {
        channels.closed(channel);
    }

    /** Ends the connection with a reason, and waits for the client to say that it heard. */
    void fail(AmqpFault fault) {
        if (state == State.CLOSED || state == State.CLOSING) {
            return;
        }
        tellConfirms();
        write(
                0,
                new AMQImpl.Connection.Close(
                        fault.code().number(),
                        fault.replyText(),
                        fault.classId(),
                        fault.methodId()));
        state = State.CLOSING;
        abandon();
        later(LINGER_MILLIS, this::close);
    }

    private void tellConfirms() {
        channels.all().forEach(channel -> channel.publisher().flush());
    }

    /** The client ends it: answered when all is done that it sent before, and all is on disk. */
    private void closeAsked() {
        if (state == State.CLOSING) {
            answerClose();
            return;
        }
        if (!ending) {
            ending = true;
            List<AmqpChannel> all = channels.all();
            Runnable done = afterAll(all.size(), this::end);
            all.forEach(channel -> channel.commands().whenDone(done));
            done.run();
        }
    }

    private void end() {
        if (state == State.CLOSED || state == State.CLOSING) {
            return;
        }
        tellConfirms();
        state = State.CLOSING;
        int queues = exclusive.count();
        List<AmqpChannel> all = channels.abandon();
        Runnable ended = afterAll(all.size() + queues, this::answerClose);
        exclusive.discardAll(ended);
        all.forEach(channel -> channel.settlements().whenIdle(ended));
        flow.fence().after(ended);
    }

    private void answerClose() {
        if (state != State.CLOSED) {
            out.write(0, new AMQImpl.Connection.CloseOk());
            close();
        }
    }

    /** Runs what it is for when it was run so often and once more. */
    private static Runnable afterAll(int times, Runnable then) {
        int[] left = {times + 1};
        return () -> {
            left[0]--;
            if (left[0] == 0) {
                then.run();
            }
        };
    }

    private void abandon() {
        var _ = channels.abandon();
        exclusive.discardAll(() -> {});
    }

    /** The server stops. */
    void stop() {
        if (state == State.OPEN) {
            fail(AmqpFault.of(ReplyCode.CONNECTION_FORCED, "the server is shutting down"));
        } else if (state != State.CLOSING) {
            close();
        }
    }

    /** Closes the socket when what was written has left. */
    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            out.end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        state = State.CLOSED;
        heartbeats.stop();
        abandon();
        control.close();
        out.drop();
        connections.remove(this);
        flow.end();
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (isOfTheLine(cause)) {
            LOG.atDebug()
                    .addKeyValue("address", caller().address())
                    .addKeyValue("cause", cause)
                    .log("a connection is lost");
        } else {
            LOG.atError()
                    .setCause(cause)
                    .addKeyValue("client", caller().client())
                    .addKeyValue("address", caller().address())
                    .log("a connection is closed by a defect");
        }
        ctx.close();
    }

    /**
     * Whether the socket failed, or TLS did: whoever reaches the port can make it do so, as often
     * as he likes, which must not fill the log.
     */
    private static boolean isOfTheLine(Throwable cause) {
        return cause instanceof IOException || cause.getCause() instanceof SSLException;
    }
}
