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
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
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
final class AmqpConnection {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);
    private static final long LINGER_MILLIS = 5_000;

    private final Broker broker;
    private final Connections connections;
    private final Principal.Line line;
    private final Channel socket;
    private final FrameDecoder decoder;
    private final ContentAssembler control;
    private final Heartbeats heartbeats = new Heartbeats(this);
    private final Channels channels = new Channels(this);
    private final ExclusiveQueues exclusive = new ExclusiveQueues(this);
    private final ConnectionTimers timers;
    private final Handshake handshake;
    private final ClientFlow flow;
    private final Outflow out;
    private final Throttle throttle = new Throttle(this);
    private final AckWatch acks = new AckWatch(this);
    private final LaneRest rest = new LaneRest(this);
    private final AskedEnd askedEnd;
    private State state = State.HEADER;
    private Principal principal;
    private @Nullable Topology topology;
    private String login = "";
    private int frameMax;
    private int heartbeatSeconds;
    private long openedAt;

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
     * @param decoder of what it sends
     * @param address the peer's, without port
     */
    AmqpConnection(
            Broker broker,
            Connections connections,
            Channel socket,
            FrameDecoder decoder,
            String address,
            Principal.Line line) {
        this.broker = broker;
        this.connections = connections;
        this.socket = socket;
        this.decoder = decoder;
        this.line = line;
        this.principal = Principal.anonymous(new Caller("amqp", "", address, ""), line);
        this.control = new ContentAssembler(0);
        this.timers = new ConnectionTimers(socket);
        this.handshake = new Handshake(this);
        this.flow = new ClientFlow(this, socket, broker);
        this.out = new Outflow(socket, flow);
        this.askedEnd = new AskedEnd(flow, channels, exclusive);
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

    /** Whether nothing has been heard yet. */
    boolean isNew() {
        return state == State.HEADER;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** The socket is open. */
    void begin() {
        connections.add(this);
        broker.alarm().watch();
        later(
                broker.settings().handshakeMillis(),
                () -> {
                    if (isNew() || isShakingHands()) {
                        close();
                    }
                });
    }

    /** Does something then, unless the connection is gone. */
    void later(long millis, Runnable deed) {
        timers.later(millis, deed);
    }

    /** The first bytes said that the client speaks AMQP 0-9-1. */
    void greeted() {
        state = State.HANDSHAKE;
        handshake.begin();
    }

    /** They said something else. */
    void greetedOtherwise() {
        state = State.CLOSED;
        out.endWith(ProtocolHeader.answer());
    }

    /** Something has arrived. */
    void heard() {
        heartbeats.heard();
    }

    /** Takes what has arrived. */
    void accept(Frame frame) {
        if (frame.type() == FrameType.HEARTBEAT) {
            return;
        }
        if (frame.channel() == 0) {
            Command command = control.accept(frame);
            if (command == null) {
                throw new AmqpFailure(ReplyCode.COMMAND_INVALID, "content on channel 0");
            }
            guarded(command.method(), () -> control(command.method()));
        } else if (state == State.OPEN && !askedEnd.isAsked()) {
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
        connections.arrived(this);
        acks.begin();
    }

    /** When its deliveries must be settled. */
    AckWatch acks() {
        return acks;
    }

    List<AmqpChannel> channels() {
        return channels.all();
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
        return socket.isWritable() ? body : KeptBody.of(body);
    }

    /** How long it may keep others waiting. */
    LaneRest rest() {
        return rest;
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

    /** All was looked at that has arrived, or its share is used up. */
    void turnEnded() {
        rest.turnEnded();
        out.endTurn();
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

    /** There is no memory for what the client sends. */
    void starved() {
        LOG.atDebug()
                .addKeyValue("address", caller().address())
                .log("there is no memory to read from a client");
        failForGood(
                AmqpFault.of(
                        ReplyCode.RESOURCE_ERROR,
                        "the server has no memory left for what is sent to it"));
    }

    /** What follows cannot be told apart any more, the client's answer neither. */
    void failForGood(AmqpFault fault) {
        fail(fault.onConnection());
        later(LINGER_MILLIS, this::close);
    }

    private void tellConfirms() {
        channels.all().forEach(channel -> channel.publisher().flush());
    }

    private void closeAsked() {
        if (state == State.CLOSING) {
            answerClose();
        } else {
            askedEnd.ask(this::end);
        }
    }

    private void end() {
        if (state != State.CLOSED && state != State.CLOSING) {
            tellConfirms();
            state = State.CLOSING;
            askedEnd.giveUpAll(this::answerClose);
        }
    }

    private void answerClose() {
        if (state != State.CLOSED) {
            out.write(0, new AMQImpl.Connection.CloseOk());
            close();
        }
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

    /** The socket is closed. */
    void ended() {
        state = State.CLOSED;
        heartbeats.stop();
        timers.end();
        abandon();
        control.close();
        out.drop();
        connections.remove(this);
        flow.end();
    }
}
