package dev.forebay.server.amqp.sim;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import dev.forebay.amqp.codec.Command;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.FrameEncoder;
import dev.forebay.amqp.codec.ProtocolHeader;
import dev.forebay.testkit.sim.SimLane;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A connection as its client knows it. What it sends travels in pieces, some of them late. */
final class ClientConnection implements Frames.Listener {
    private static final int CONNECTION_FORCED = 320;
    private static final int SELDOM = 8;
    private static final int MOST_DELAY_MILLIS = 60;

    private enum State {
        SHAKING_HANDS,
        OPEN,
        /** It ends, or is about to. */
        ENDING,
        OVER
    }

    private final World world;
    private final SimServer server;
    private final String name;
    private final Random random;
    private final SimLane net;
    private final Frames frames;
    private final SimSocket socket;
    private final FrameEncoder encoder;
    private final Map<Integer, ClientChannel> channels = new TreeMap<>();
    private final List<TrackedQueue> owned = new ArrayList<>();
    private final int heartbeatSeconds;
    private ByteBuf outgoing = Unpooled.buffer();
    private State state = State.SHAKING_HANDS;
    private boolean travelling;
    private boolean reads = true;
    private long silentSince = Long.MAX_VALUE;
    private int tags;

    /**
     * Begins to connect.
     *
     * @param heartbeatSeconds 0 for none
     */
    ClientConnection(World world, SimServer server, String name, int heartbeatSeconds) {
        this.world = world;
        this.server = server;
        this.name = name;
        this.heartbeatSeconds = heartbeatSeconds;
        this.random = world.scheduler.random();
        this.net = world.scheduler.lane(name);
        this.frames = new Frames(world, this);
        this.encoder = new FrameEncoder(new UnpooledByteBufAllocator(false), this::leave);
        this.socket = server.connect(frames, this::ended);
        leave(Unpooled.wrappedBuffer(ProtocolHeader.answer()));
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    boolean reads() {
        return reads;
    }

    List<ClientChannel> channels() {
        return channels.values().stream().filter(ClientChannel::isOpen).toList();
    }

    long heldOf(TrackedQueue queue) {
        return channels.values().stream().mapToLong(channel -> channel.heldOf(queue)).sum();
    }

    List<TrackedQueue> owned() {
        return owned;
    }

    void note(String what) {
        world.note(what);
    }

    String newTag() {
        tags++;
        return name + "-" + tags;
    }

    /** Opens a channel, if there is a free number. */
    void openChannel(ClientChannel.Mode mode) {
        for (int number = 1; number <= ServerSetup.CHANNEL_MAX; number++) {
            if (!channels.containsKey(number)) {
                ClientChannel channel = new ClientChannel(world, this, number, mode);
                note(channel + " opens in " + mode);
                channels.put(number, channel);
                channel.open();
                return;
            }
        }
    }

    void over(ClientChannel channel) {
        channels.remove(channel.number, channel);
    }

    /** Declares an exclusive queue that the server names. */
    void declareOwned(ClientChannel by) {
        by.ask(
                new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, Map.of()),
                answer -> {
                    String queue = ((AMQImpl.Queue.DeclareOk) answer.method()).getQueue();
                    note(this + " owns " + queue);
                    owned.add(world.model.add(queue, TrackedQueue.Kind.OWNED));
                },
                List.of(AMQImpl.Queue.DeclareOk.class));
    }

    void send(int channel, Method method) {
        encoder.method(channel, method);
        encoder.flush();
    }

    void publish(int channel, Published message) {
        encoder.content(
                channel,
                new AMQImpl.Basic.Publish(
                        0, message.exchange, message.routingKey, message.comesBack, false),
                ContentHeader.of(
                        new BasicProperties.Builder().deliveryMode(2).build(), message.body.length),
                Unpooled.wrappedBuffer(message.body));
        encoder.flush();
    }

    private void leave(ByteBuf bytes) {
        outgoing.writeBytes(bytes);
        bytes.release();
        travel();
    }

    private void travel() {
        if (travelling || !outgoing.isReadable()) {
            return;
        }
        travelling = true;
        if (random.nextInt(SELDOM) == 0) {
            net.schedule(this::arrive, 1 + random.nextInt(MOST_DELAY_MILLIS));
        } else {
            net.execute(this::arrive);
        }
    }

    private void arrive() {
        travelling = false;
        if (!outgoing.isReadable()) {
            return;
        }
        int all = outgoing.readableBytes();
        int now = random.nextInt(SELDOM) == 0 ? 1 + random.nextInt(all) : all;
        byte[] piece = ByteBufUtil.getBytes(outgoing, outgoing.readerIndex(), now);
        outgoing.skipBytes(now);
        server.later(() -> socket.arrive(piece));
        travel();
    }

    @Override
    public void came(int channel, Command command) {
        world.judge();
        if (channel == 0) {
            control(command.method());
            return;
        }
        ClientChannel to = channels.get(channel);
        if (to == null) {
            throw new SimulationFailure(
                    "channel: " + command.method().protocolMethodName() + " on none: " + channel);
        }
        to.came(command);
    }

    private void control(Method method) {
        switch (method) {
            case AMQImpl.Connection.Start _ ->
                    send(
                            0,
                            new AMQImpl.Connection.StartOk(
                                    Map.of(
                                            "connection_name",
                                            name,
                                            "capabilities",
                                            Map.of("consumer_cancel_notify", true)),
                                    "PLAIN",
                                    LongStringHelper.asLongString("\0guest\0guest"),
                                    "en_US"));
            case AMQImpl.Connection.Tune tune -> {
                send(
                        0,
                        new AMQImpl.Connection.TuneOk(
                                tune.getChannelMax(), tune.getFrameMax(), heartbeatSeconds));
                send(0, new AMQImpl.Connection.Open("/", "", false));
                frames.agreeOn(tune.getFrameMax());
                encoder.agreeOn(tune.getFrameMax());
                beat();
            }
            case AMQImpl.Connection.OpenOk _ -> {
                note(this + " is open");
                if (state == State.SHAKING_HANDS) {
                    state = State.OPEN;
                }
            }
            case AMQImpl.Connection.Close close -> closed(close);
            case AMQImpl.Connection.CloseOk _ -> {
                note(this + " is closed as it asked");
                // All that its channels settled is answered by this.
                channels.values().forEach(channel -> channel.answers.closed());
                everythingOver();
            }
            default ->
                    throw new SimulationFailure(
                            "connection: " + method.protocolMethodName() + " came");
        }
    }

    private void beat() {
        if (heartbeatSeconds > 0) {
            net.schedule(
                    () -> {
                        if (silentSince == Long.MAX_VALUE) {
                            encoder.heartbeat();
                            encoder.flush();
                            beat();
                        }
                    },
                    heartbeatSeconds * 500L);
        }
    }

    private void closed(AMQImpl.Connection.Close close) {
        note(this + " is closed: " + close.getReplyText());
        if (close.getReplyCode() != CONNECTION_FORCED) {
            throw new SimulationFailure(
                    "closed: " + this + " by " + close.getReplyCode() + close.getReplyText());
        }
        state = State.ENDING;
        send(0, new AMQImpl.Connection.CloseOk());
        everythingOver();
    }

    /** Closes it in the orderly way. */
    void close() {
        note(this + " closes");
        for (ClientChannel channel : channels.values()) {
            channel.connectionCloses();
        }
        send(0, new AMQImpl.Connection.Close(200, "done", 0, 0));
        state = State.ENDING;
    }

    /** The line is cut; the last bytes may be lost. */
    void cut() {
        note(this + " is cut");
        state = State.ENDING;
        if (random.nextBoolean()) {
            outgoing = Unpooled.buffer();
        }
        server.later(socket::cut);
    }

    /** Is not heard of any more, if the server listens for heartbeats. */
    void fallSilent() {
        if (heartbeatSeconds > 0 && silentSince == Long.MAX_VALUE) {
            note(this + " falls silent");
            silentSince = world.scheduler.now();
        }
    }

    /** Stops to read what the server sends, or goes on. */
    void reads(boolean now) {
        note(this + (now ? " reads" : " does not read"));
        reads = now;
        server.later(() -> socket.clientReads(now));
    }

    private void ended() {
        world.judge();
        if (state == State.OPEN && silentSince == Long.MAX_VALUE) {
            world.broken(new SimulationFailure("closed: " + this + " without a reason"));
        }
        note(this + " is over");
        processDied();
    }

    /** The server process died. */
    void processDied() {
        state = State.OVER;
        world.model.ends++;
        channels.values().forEach(ClientChannel::hearsNoMore);
        everythingOver();
    }

    private void everythingOver() {
        List.copyOf(channels.values()).forEach(channel -> channel.over());
        owned.forEach(queue -> queue.gone = true);
    }

    /** Nothing is under way. */
    void quiet() {
        channels.values().forEach(ClientChannel::quiet);
        long patience = heartbeatSeconds * 3_000L;
        if (state == State.OPEN && silentSince < world.scheduler.now() - patience) {
            throw new SimulationFailure("heartbeat: " + this + " lives on in silence");
        }
        if (state == State.ENDING) {
            throw new SimulationFailure("end: " + this + " does not come to its end");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
