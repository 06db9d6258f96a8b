package dev.forebay.amqp.codec;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of one connection that gives the expected answer to everything and remembers what it
 * received: a real client on one side, codec and socket on the other, nothing between. A message
 * goes to the consumer at once, or waits for basic.get; one that is mandatory comes back too.
 */
final class ScriptedSink implements AutoCloseable {
    private static final int FRAME_MAX = 16_384;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Tally tally = new Tally();
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final List<Method> methods = new CopyOnWriteArrayList<>();
    private final List<Command.WithContent> waiting = new ArrayList<>();
    private final List<byte[]> properties = new CopyOnWriteArrayList<>();
    private final Map<Integer, ContentAssembler> channels = new HashMap<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final FrameDecoder decoder = new FrameDecoder();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private String consumer = "";
    private long published;
    private long delivered;
    private boolean open = true;

    ScriptedSink() throws IOException {
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** All bytes of the client after its header; to be asked for after {@link #await}. */
    byte[] captured() {
        return captured.toByteArray();
    }

    List<Method> methods() {
        return methods;
    }

    /** Of each message, flags and properties as they arrived. */
    List<byte[]> properties() {
        return properties;
    }

    int heartbeats() {
        return heartbeats.get();
    }

    /** Waits for the connection's end; fails when anything failed on this side. */
    void await() {
        done.join();
        if (tally.bytesHeld() != 0) {
            throw new AssertionError(tally.bytesHeld() + " bytes leaked");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        try (Socket socket = listener.accept()) {
            converse(socket);
            done.complete(null);
        } catch (Throwable failed) {
            done.completeExceptionally(failed);
        }
    }

    private void converse(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        FrameEncoder encoder = new FrameEncoder(tally.buffers, part -> write(out, part));
        ByteBuf header = tally.of(in.readNBytes(8));
        if (ProtocolHeader.read(header) != ProtocolHeader.SPOKEN) {
            throw new IOException("not our protocol");
        }
        header.release();
        encoder.method(
                0,
                new AMQImpl.Connection.Start(
                        0,
                        9,
                        Map.of("product", "test", "capabilities", Map.of("basic.nack", true)),
                        LongStringHelper.asLongString("PLAIN"),
                        LongStringHelper.asLongString("en_US")));
        encoder.flush();
        byte[] read = new byte[7000];
        byte[] rest = {};
        while (open) {
            int length = in.read(read);
            if (length < 0) {
                throw new IOException("the client went without a word");
            }
            captured.write(read, 0, length);
            ByteBuf received = tally.of(rest);
            received.writeBytes(read, 0, length);
            for (Frame frame = decoder.next(received);
                    frame != null;
                    frame = decoder.next(received)) {
                handle(frame, encoder);
            }
            rest = Wire.read(received);
            received.release();
            encoder.flush();
        }
        encoder.close();
        channels.values().forEach(ContentAssembler::close);
        waiting.forEach(message -> message.body().release());
    }

    private void handle(Frame frame, FrameEncoder encoder) {
        if (frame.type() == FrameType.HEARTBEAT) {
            heartbeats.incrementAndGet();
            encoder.heartbeat();
            return;
        }
        Command command =
                channels.computeIfAbsent(frame.channel(), n -> new ContentAssembler(128 << 20))
                        .accept(frame);
        if (command == null) {
            return;
        }
        methods.add(command.method());
        switch (command) {
            case Command.Plain plain -> answer(frame.channel(), plain.method(), encoder);
            case Command.WithContent message -> take(frame.channel(), message, encoder);
        }
    }

    private void take(int channel, Command.WithContent message, FrameEncoder encoder) {
        properties.add(message.header().copyProperties());
        AMQImpl.Basic.Publish publish = (AMQImpl.Basic.Publish) message.method();
        if (publish.getMandatory()) {
            Method back =
                    new AMQImpl.Basic.Return(
                            ReplyCode.NO_ROUTE.number(),
                            "NO_ROUTE",
                            publish.getExchange(),
                            publish.getRoutingKey());
            encoder.content(channel, back, message.header(), message.body());
        }
        published++;
        encoder.method(channel, new AMQImpl.Basic.Ack(published, false));
        if (consumer.isEmpty()) {
            waiting.add(message);
            return;
        }
        delivered++;
        Method deliver =
                new AMQImpl.Basic.Deliver(
                        consumer, delivered, false, publish.getExchange(), publish.getRoutingKey());
        encoder.content(channel, deliver, message.header(), message.body());
        message.body().release();
    }

    private void answer(int channel, Method method, FrameEncoder encoder) {
        switch (method) {
            case AMQImpl.Connection.StartOk ok ->
                    encoder.method(0, new AMQImpl.Connection.Tune(100, FRAME_MAX, 60));
            case AMQImpl.Connection.TuneOk tune -> {
                decoder.agreeOn(tune.getFrameMax());
                encoder.agreeOn(tune.getFrameMax());
            }
            case AMQImpl.Connection.Open hello ->
                    encoder.method(0, new AMQImpl.Connection.OpenOk(""));
            case AMQImpl.Connection.Close bye -> {
                encoder.method(0, new AMQImpl.Connection.CloseOk());
                open = false;
            }
            case AMQImpl.Channel.Open ignored -> {
                encoder.method(0, new AMQImpl.Connection.Blocked("disk"));
                encoder.method(0, new AMQImpl.Connection.Unblocked());
                encoder.method(
                        channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
            }
            case AMQImpl.Channel.Close ignored -> {
                encoder.method(channel, new AMQImpl.Channel.CloseOk());
                channels.remove(channel);
            }
            case AMQImpl.Queue.Declare declare -> {
                if (!declare.getNowait()) {
                    encoder.method(channel, new AMQImpl.Queue.DeclareOk(declare.getQueue(), 3, 4));
                }
            }
            case AMQImpl.Queue.Purge ignored ->
                    encoder.method(channel, new AMQImpl.Queue.PurgeOk(5));
            case AMQImpl.Queue.Delete ignored ->
                    encoder.method(channel, new AMQImpl.Queue.DeleteOk(6));
            case AMQImpl.Basic.Consume consume -> {
                consumer = consume.getConsumerTag();
                encoder.method(channel, new AMQImpl.Basic.ConsumeOk(consumer));
            }
            case AMQImpl.Basic.Cancel cancel -> {
                consumer = "";
                encoder.method(channel, new AMQImpl.Basic.CancelOk(cancel.getConsumerTag()));
            }
            case AMQImpl.Basic.Get ignored -> get(channel, encoder);
            default -> plainOk(channel, method, encoder);
        }
    }

    private void get(int channel, FrameEncoder encoder) {
        if (waiting.isEmpty()) {
            encoder.method(channel, new AMQImpl.Basic.GetEmpty(""));
            return;
        }
        Command.WithContent message = waiting.removeFirst();
        delivered++;
        encoder.content(
                channel,
                new AMQImpl.Basic.GetOk(delivered, true, "x", "k", waiting.size()),
                message.header(),
                message.body());
        message.body().release();
    }

    /** Answers without arguments, of methods that have one. */
    private static void plainOk(int channel, Method method, FrameEncoder encoder) {
        Method ok =
                switch (method) {
                    case AMQP.Exchange.Declare m ->
                            m.getNowait() ? null : new AMQImpl.Exchange.DeclareOk();
                    case AMQP.Exchange.Delete m -> new AMQImpl.Exchange.DeleteOk();
                    case AMQP.Exchange.Bind m -> new AMQImpl.Exchange.BindOk();
                    case AMQP.Exchange.Unbind m -> new AMQImpl.Exchange.UnbindOk();
                    case AMQP.Queue.Bind m -> new AMQImpl.Queue.BindOk();
                    case AMQP.Queue.Unbind m -> new AMQImpl.Queue.UnbindOk();
                    case AMQP.Basic.Qos m -> new AMQImpl.Basic.QosOk();
                    case AMQP.Basic.Recover m -> new AMQImpl.Basic.RecoverOk();
                    case AMQP.Confirm.Select m -> new AMQImpl.Confirm.SelectOk();
                    case AMQP.Tx.Select m -> new AMQImpl.Tx.SelectOk();
                    case AMQP.Tx.Commit m -> new AMQImpl.Tx.CommitOk();
                    case AMQP.Tx.Rollback m -> new AMQImpl.Tx.RollbackOk();
                    default -> null;
                };
        if (ok != null) {
            encoder.method(channel, ok);
        }
    }

    private static void write(OutputStream out, ByteBuf part) {
        try {
            part.readBytes(out, part.readableBytes());
            out.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            part.release();
        }
    }
}
