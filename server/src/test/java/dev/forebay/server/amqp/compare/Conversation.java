package dev.forebay.server.amqp.compare;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A client that speaks frame by frame and writes down all that the broker answers. What depends on
 * chance is written as what it is: names that brokers make up, and which confirms came together.
 */
final class Conversation implements AutoCloseable {
    private static final int LARGEST_FRAME = 1 << 20;
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int PIECE = 100_000;
    private static final Map<String, Object> CAPABILITIES =
            Map.of(
                    "capabilities",
                    Map.of("consumer_cancel_notify", true, "authentication_failure_close", true));

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final TreeMap<Integer, List<String>> lines = new TreeMap<>();
    private final TreeSet<Integer> open = new TreeSet<>();
    private final TreeSet<Long> acked = new TreeSet<>();
    private final TreeSet<Long> nacked = new TreeSet<>();
    private int channel = 1;
    private int messages;
    private String last = "";
    private String replyTo = "";
    private long confirmed;
    private boolean over;

    private Conversation(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** One that has said nothing yet. */
    static Conversation silent(int port) throws IOException {
        return new Conversation(port);
    }

    /** One with an open connection and channel 1. */
    static Conversation opened(int port) throws IOException {
        Conversation conversation = new Conversation(port);
        conversation.handshake();
        conversation.lines.clear();
        conversation.on(1);
        return conversation;
    }

    private void handshake() throws IOException {
        greet();
        startOk("PLAIN", "\0guest\0guest");
        control(new AMQImpl.Connection.TuneOk(2047, 131_072, 0));
        call(0, new AMQImpl.Connection.Open("/", "", false));
    }

    /** Sends the protocol header, and takes connection.start. */
    void greet() throws IOException {
        raw('A', 'M', 'Q', 'P', 0, 0, 9, 1);
        expect(0, "connection.start");
    }

    void startOk(String mechanism, String response) throws IOException {
        write(
                0,
                new AMQImpl.Connection.StartOk(
                        CAPABILITIES, mechanism, LongStringHelper.asLongString(response), "en_US"));
        expect(0, "connection.tune");
    }

    /** Sends a method of the connection that has no answer. */
    void control(Object method) throws IOException {
        write(0, (Method) method);
    }

    /** Sends a method of the connection and takes the answer. */
    void ask(Object method) throws IOException {
        call(0, (Method) method);
    }

    /** Speaks on this channel from now on, which is opened if it is not. */
    Conversation on(int number) throws IOException {
        channel = number;
        if (!over && open.add(number)) {
            write(number, new AMQImpl.Channel.Open(""));
            expect(number, "channel.open-ok");
            lines(number).removeLast();
        }
        return this;
    }

    /** Sends a method and takes what comes until it is answered. */
    void call(Object method) throws IOException {
        call(channel, (Method) method);
    }

    private void call(int number, Method method) throws IOException {
        write(number, method);
        String name = method.protocolMethodName();
        expect(number, name.equals("basic.get") ? "basic.get-" : name + "-ok");
    }

    /** Sends a method that has no answer. */
    void send(Object method) throws IOException {
        write(channel, (Method) method);
    }

    /** Publishes a short text. */
    void publish(String exchange, String key, String text) throws IOException {
        publish(exchange, key, false, new AMQP.BasicProperties(), text);
    }

    void publish(
            String exchange,
            String key,
            boolean mandatory,
            AMQP.BasicProperties properties,
            String text)
            throws IOException {
        publish(new AMQImpl.Basic.Publish(0, exchange, key, mandatory, false), properties, text);
    }

    void publish(Object method, AMQP.BasicProperties properties, String text) throws IOException {
        if (over) {
            return;
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream to = new DataOutputStream(bytes);
        ((Method) method).toFrame(channel).writeTo(to);
        properties.toFrame(channel, body.length).writeTo(to);
        for (int at = 0; at < body.length; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(body, at, Math.min(at + PIECE, body.length));
            frame(to, AMQP.FRAME_BODY, channel, piece);
        }
        transmit(bytes.toByteArray());
    }

    /** Takes frames until so many messages came since the last time. */
    void messages(int count) throws IOException {
        read(() -> messages >= count);
        messages -= count;
    }

    /** Takes frames until so many messages more are confirmed or refused. */
    void confirms(int count) throws IOException {
        confirmed += count;
        long upTo = confirmed;
        read(() -> acked.size() + nacked.size() >= upTo);
        lines(channel).add("  confirmed " + acked + ", refused " + nacked);
    }

    /** Takes frames until this one has come, perhaps before. */
    void hear(String name) throws IOException {
        String wanted = "  " + channel + " " + name;
        read(() -> lines(channel).stream().anyMatch(line -> line.startsWith(wanted)));
    }

    private void expect(int number, String name) throws IOException {
        last = "";
        read(() -> last.startsWith(number + " " + name) || !isOpen(number));
    }

    private boolean isOpen(int number) {
        return number == 0 || open.contains(number);
    }

    /** Takes what comes before the answer to another question on the same channel. */
    void settled() throws IOException {
        call(new AMQImpl.Basic.Qos(0, 0, false));
    }

    /** Sends just these bytes. */
    void raw(int... bytes) throws IOException {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        transmit(all);
    }

    /** A frame with any payload. */
    void frame(int type, int number, int... payload) throws IOException {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        frame(new DataOutputStream(whole), type, number, bytes);
        transmit(whole.toByteArray());
    }

    private static void frame(DataOutputStream to, int type, int number, byte[] payload)
            throws IOException {
        to.writeByte(type);
        to.writeShort(number);
        to.writeInt(payload.length);
        to.write(payload);
        to.writeByte(AMQP.FRAME_END);
    }

    /** Takes what comes until the broker closes the socket. */
    void end() throws IOException {
        read(() -> false);
    }

    /** Where the last message wants its answer. */
    String replyTo() {
        return replyTo;
    }

    /**
     * All that was heard, a line each: of each channel in order, since between them there is none.
     */
    List<String> log() {
        return lines.values().stream().flatMap(List::stream).toList();
    }

    /** The same with each line changed, for what only the outcome of counts. */
    void outcome(UnaryOperator<String> change) {
        lines.values().forEach(each -> each.replaceAll(change));
    }

    private void write(int number, Method method) throws IOException {
        if (over) {
            return;
        }
        lines(number).add(number + " > " + method.protocolMethodName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        method.toFrame(number).writeTo(new DataOutputStream(bytes));
        transmit(bytes.toByteArray());
    }

    private void transmit(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException gone) {
            // What it said before is still to be read.
        }
    }

    private List<String> lines(int number) {
        return lines.computeIfAbsent(number, _ -> new ArrayList<>());
    }

    private void read(BooleanSupplier enough) throws IOException {
        while (!over && !enough.getAsBoolean()) {
            Frame frame;
            try {
                frame = Frame.readFrom(in, () -> LARGEST_FRAME);
                if (frame == null) {
                    lines(channel).add("  nothing more");
                    return;
                }
            } catch (IOException gone) {
                lines(channel).add("  the socket is closed");
                over = true;
                return;
            }
            take(frame);
        }
    }

    private void take(Frame frame) throws IOException {
        int number = frame.getChannel();
        if (frame.getType() != AMQP.FRAME_METHOD) {
            return;
        }
        Method method = AMQImpl.readMethodFrom(frame.getInputStream());
        last = number + " " + method.protocolMethodName();
        switch (method) {
            case AMQImpl.Basic.Ack ack -> confirmed(acked, ack.getDeliveryTag(), ack.getMultiple());
            case AMQImpl.Basic.Nack nack ->
                    confirmed(nacked, nack.getDeliveryTag(), nack.getMultiple());
            default -> {
                String content = method.hasContent() ? content() : "";
                messages += method.hasContent() && !(method instanceof AMQImpl.Basic.GetOk) ? 1 : 0;
                lines(number).add("  " + number + " " + Shown.method(method) + content);
                answer(number, method);
            }
        }
    }

    private void confirmed(Set<Long> as, long tag, boolean multiple) {
        if (multiple) {
            for (long each = 1; each < tag; each++) {
                if (!acked.contains(each) && !nacked.contains(each)) {
                    as.add(each);
                }
            }
        }
        as.add(tag);
    }

    private String content() throws IOException {
        Frame header = Frame.readFrom(in, () -> LARGEST_FRAME);
        AMQContentHeader properties = AMQImpl.readContentHeaderFrom(header.getInputStream());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < properties.getBodySize()) {
            body.writeBytes(Frame.readFrom(in, () -> LARGEST_FRAME).getPayload());
        }
        AMQP.BasicProperties basic = (AMQP.BasicProperties) properties;
        replyTo = basic.getReplyTo() == null ? "" : basic.getReplyTo();
        return " " + Shown.properties(basic) + " " + Shown.body(body.toByteArray());
    }

    private void answer(int number, Method method) throws IOException {
        switch (method) {
            case AMQImpl.Channel.Close _ -> {
                open.remove(number);
                transmitFrame(number, new AMQImpl.Channel.CloseOk());
            }
            case AMQImpl.Channel.CloseOk _ -> open.remove(number);
            case AMQImpl.Connection.Close _ -> {
                open.clear();
                transmitFrame(0, new AMQImpl.Connection.CloseOk());
                over = true;
            }
            default -> {
                // Heard, and that is all.
            }
        }
    }

    private void transmitFrame(int number, Method method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        method.toFrame(number).writeTo(new DataOutputStream(bytes));
        transmit(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
