package dev.forebay.server.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

    static void openChannel(Socket socket) throws IOException {
        write(new DataOutputStream(socket.getOutputStream()), 1, new AMQImpl.Channel.Open(""));
        Frame.readFrom(new DataInputStream(socket.getInputStream()), () -> LARGEST_FRAME);
    }

    private static void write(DataOutputStream out, Method method) throws IOException {
        write(out, 0, method);
    }

    private static void write(DataOutputStream out, int channel, Method method) throws IOException {
        method.toFrame(channel).writeTo(out);
        out.flush();
    }
}
