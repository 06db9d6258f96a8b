package dev.forebay.bench.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;

/** A client's connection of which thousands fit into one process: a socket, and no thread. */
final class BareConnection implements AutoCloseable {
    private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int FRAME_MAX = 131_072;
    private static final int CHANNEL_MAX = 2047;

    private final Socket socket;

    private BareConnection(Socket socket) {
        this.socket = socket;
    }

    /** Shakes hands. */
    static BareConnection open(InetSocketAddress address) throws IOException {
        var connection = new BareConnection(new Socket(address.getAddress(), address.getPort()));
        connection.socket.setTcpNoDelay(true);
        connection.socket.getOutputStream().write(HEADER);
        connection.read();
        connection.ask(
                0,
                new AMQImpl.Connection.StartOk(
                        Map.of(),
                        "PLAIN",
                        LongStringHelper.asLongString("\0guest\0guest"),
                        "en_US"));
        connection.write(0, List.of(new AMQImpl.Connection.TuneOk(CHANNEL_MAX, FRAME_MAX, 0)));
        connection.ask(0, new AMQImpl.Connection.Open("/", "", false));
        return connection;
    }

    /** Sends a method and waits for a frame. */
    void ask(int channel, Method method) throws IOException {
        write(channel, List.of(method));
        read();
    }

    private void write(int channel, List<Method> methods) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Method method : methods) {
            method.toFrame(channel).writeTo(new DataOutputStream(bytes));
        }
        socket.getOutputStream().write(bytes.toByteArray());
    }

    private void read() throws IOException {
        Frame frame = Frame.readFrom(new DataInputStream(socket.getInputStream()), () -> FRAME_MAX);
        Method method = AMQImpl.readMethodFrom(frame.getInputStream());
        if (method instanceof AMQImpl.Connection.Close || method instanceof AMQImpl.Channel.Close) {
            throw new IOException(method.toString());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
