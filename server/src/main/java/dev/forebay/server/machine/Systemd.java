package dev.forebay.server.machine;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who started this process as a service and waits for its word: systemd ({@code Type=notify}) and
 * those that do as it does. Each word is a datagram to a socket of the file system, which the JDK
 * has not and Netty has. Thread-safe.
 */
public final class Systemd {
    private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

    private static final String VARIABLE = "NOTIFY_SOCKET";

    /** How the variable writes the NUL that begins the names of sockets which are no files. */
    private static final char ABSTRACT = '@';

    private final String socket;

    private Systemd(String socket) {
        this.socket = socket;
    }

    /**
     * The one that listens, if one does.
     *
     * @param environment of the process
     */
    public static Optional<Systemd> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(socket -> !socket.isEmpty())
                .map(socket -> socket.charAt(0) == ABSTRACT ? '\0' + socket.substring(1) : socket)
                .map(Systemd::new);
    }

    /** Tells that requests are served. */
    public void ready() {
        tell("READY=1");
    }

    /** Tells that the server drains and will end. */
    public void stopping() {
        tell("STOPPING=1");
    }

    /** A word that does not arrive is no reason to stop serving: the service manager knows one. */
    private void tell(String word) {
        try {
            Epoll.ensureAvailability();
            send(word.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | UnsatisfiedLinkError unheard) {
            LOG.atWarn()
                    .setCause(unheard)
                    .addKeyValue("word", word)
                    .log("the service manager cannot be told");
        }
    }

    private void send(byte[] word) throws IOException {
        ByteBuffer datagram = ByteBuffer.allocateDirect(word.length).put(word);
        Socket sender = Socket.newSocketDomainDgram();
        try {
            int sent =
                    sender.sendToDomainSocket(
                            datagram, 0, word.length, socket.getBytes(StandardCharsets.UTF_8));
            if (sent != word.length) {
                throw new IOException("the socket " + socket + " takes nothing");
            }
        } finally {
            sender.close();
        }
    }
}
