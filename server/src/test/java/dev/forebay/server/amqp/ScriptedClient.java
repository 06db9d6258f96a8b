package dev.forebay.server.amqp;

import com.rabbitmq.client.AMQP;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens a connection frame by frame, for tests that then misbehave. */
final class ScriptedClient {
    private static final int LARGEST_FRAME = 1 << 20;

    private ScriptedClient() {}

    static Socket socket(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    static void open(Socket socket, int heartbeatSeconds) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
        out.flush();
        Frame.readFrom(in, () -> LARGEST_FRAME);
        write(
                out,
                new AMQImpl.Connection.StartOk(
                        Map.of(),
                        "PLAIN",
                        LongStringHelper.asLongString("\0guest\0guest"),
                        "en_US"));
        Frame.readFrom(in, () -> LARGEST_FRAME);
        write(out, new AMQImpl.Connection.TuneOk(0, 0, heartbeatSeconds));
        write(out, new AMQImpl.Connection.Open("/", "", false));
        Frame.readFrom(in, () -> LARGEST_FRAME);
    }

    /** What a client without capabilities hears after its login is refused, until the end. */
    static byte[] refusedLogin(Socket socket, String plain) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
        out.flush();
        Frame.readFrom(new DataInputStream(socket.getInputStream()), () -> LARGEST_FRAME);
        write(
                out,
                new AMQImpl.Connection.StartOk(
                        Map.of(), "PLAIN", LongStringHelper.asLongString(plain), "en_US"));
        return socket.getInputStream().readAllBytes();
    }

    static void openChannel(Socket socket) throws IOException {
        write(new DataOutputStream(socket.getOutputStream()), 1, new AMQImpl.Channel.Open(""));
        Frame.readFrom(new DataInputStream(socket.getInputStream()), () -> LARGEST_FRAME);
    }

    /** Sends all of them in one write. */
    static void send(Socket socket, Frame... frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            frame.writeTo(new DataOutputStream(all));
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    /** The methods that the server sends up to this one, each with its channel before it. */
    static List<String> hear(Socket socket, String last) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        List<String> heard = new ArrayList<>();
        while (heard.isEmpty() || !heard.getLast().equals(last)) {
            Frame frame = Frame.readFrom(in, () -> LARGEST_FRAME);
            if (frame.getType() == AMQP.FRAME_METHOD) {
                Method method = AMQImpl.readMethodFrom(frame.getInputStream());
                heard.add(frame.getChannel() + " " + method.protocolMethodName());
            }
        }
        return heard;
    }

    /** Begins a message on each of many channels and ends none; returns what the server says. */
    static byte[] beginBodies(Socket socket, int channels, int bytes) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        byte[] piece = new byte[65_536];
        try {
            for (int channel = 1; channel <= channels; channel++) {
                write(out, channel, new AMQImpl.Channel.Open(""));
                write(out, channel, new AMQImpl.Basic.Publish(0, "", "q", false, false));
                new AMQP.BasicProperties().toFrame(channel, 2L * bytes).writeTo(out);
                for (int sent = 0; sent < bytes; sent += piece.length) {
                    out.writeByte(AMQP.FRAME_BODY);
                    out.writeShort(channel);
                    out.writeInt(piece.length);
                    out.write(piece);
                    out.writeByte(AMQP.FRAME_END);
                }
            }
            out.flush();
        } catch (IOException refused) {
            // It says why before it stops reading.
        }
        return socket.getInputStream().readAllBytes();
    }

    private static void write(DataOutputStream out, Method method) throws IOException {
        write(out, 0, method);
    }

    private static void write(DataOutputStream out, int channel, Method method) throws IOException {
        method.toFrame(channel).writeTo(out);
        out.flush();
    }
}
