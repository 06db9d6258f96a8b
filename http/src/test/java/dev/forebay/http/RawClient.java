package dev.forebay.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends any bytes and reads what comes back. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    RawClient(InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends what a server may refuse midway: a reset while sending is part of that. */
    RawClient sendRefused(byte[] bytes) throws IOException {
        try {
            send(bytes);
        } catch (SocketException refused) {
            if (socket.isClosed()) {
                throw refused;
            }
        }
        return this;
    }

    /** Reads one answer: status line, then the body. */
    Answer answer() throws IOException {
        String statusLine = line();
        int length = 0;
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        boolean bodiless = status < 200;
        byte[] body = bodiless ? new byte[0] : in.readNBytes(length);
        return new Answer(status, head.toString(), new String(body, StandardCharsets.UTF_8));
    }

    /** The status of one answer. */
    int status() throws IOException {
        return answer().status();
    }

    /** Reads until the server closes; true when it ended without another byte. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    /** All bytes until the server closes. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("connection ended after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    record Answer(int status, String head, String body) {}
}
