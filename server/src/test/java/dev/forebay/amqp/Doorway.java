package dev.forebay.amqp;

import io.netty.channel.Channel;
import java.util.Optional;

/** Lets tests give the face a socket that no listener accepted. On the socket's event loop. */
public final class Doorway {
    private Doorway() {}

    /** Serves the socket in the clear. */
    public static void serve(AmqpFace face, Channel socket) {
        face.serve(socket, Optional.empty());
    }

    /** Tells all clients that the server stops. */
    public static void endAll(AmqpFace face) {
        face.endAll();
    }
}
