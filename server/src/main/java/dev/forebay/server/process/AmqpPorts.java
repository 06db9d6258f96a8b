package dev.forebay.server.process;

import dev.forebay.amqp.AmqpFace;
import dev.forebay.amqp.AmqpListener;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.machine.PortHolder;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Setting;
import dev.forebay.server.settings.Settings;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where AMQP is spoken: without TLS, with it, or both, by one face. Thread-safe.
 *
 * @param plain without TLS
 * @param tls with it
 */
record AmqpPorts(AmqpFace face, Optional<AmqpListener> plain, Optional<AmqpListener> tls) {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpPorts.class);

    /**
     * Begins to listen.
     *
     * @param lane the event loop that is the engine's lane
     * @param context absent: there is no TLS
     */
    static AmqpPorts open(
            Settings settings,
            LocalFiles files,
            InetAddress address,
            Transport transport,
            EventLoop lane,
            AmqpFace face,
            Optional<SslContext> context,
            Closing closing)
            throws StartRefused {
        Ports ports = new Ports(settings, files, address, transport, lane, face, closing);
        Optional<AmqpListener> plain = ports.open(Registry.AMQP_PORT, Optional.empty());
        Optional<AmqpListener> tls =
                context.isPresent()
                        ? ports.open(Registry.AMQP_TLS_PORT, context)
                        : Optional.empty();
        if (plain.isPresent() && tls.isPresent() && !address.isLoopbackAddress()) {
            LOG.atWarn()
                    .addKeyValue("port", plain.get().address().getPort())
                    .log(
                            "AMQP is spoken without TLS too, where passwords can be read on their way;"
                                    + " amqp.port: off ends that");
        }
        return new AmqpPorts(face, plain, tls);
    }

    /** What all of them need. */
    private record Ports(
            Settings settings,
            LocalFiles files,
            InetAddress address,
            Transport transport,
            EventLoop lane,
            AmqpFace face,
            Closing closing) {
        Optional<AmqpListener> open(Setting<OptionalInt> setting, Optional<SslContext> tls)
                throws StartRefused {
            OptionalInt wanted = settings.get(setting);
            if (wanted.isEmpty()) {
                return Optional.empty();
            }
            InetSocketAddress port = new InetSocketAddress(address, wanted.getAsInt());
            try {
                AmqpListener listener =
                        AmqpListener.open(port, lane, transport.server(), face, tls);
                closing.add(listener::close);
                return Optional.of(listener);
            } catch (IOException taken) {
                throw Binding.refused(port, setting, taken, new PortHolder(files));
            }
        }
    }

    /**
     * Tells whoever asks what ports are open.
     *
     * @param certificateEnds of the port with TLS
     */
    void tell(ManagementView node, Optional<Instant> certificateEnds) {
        plain.ifPresent(port -> node.listensTo("amqp", port.address(), Optional.empty()));
        tls.ifPresent(port -> node.listensTo("amqp/ssl", port.address(), certificateEnds));
    }

    /** Connections open now, of both kinds. */
    int connections() {
        return plain.or(() -> tls).map(AmqpListener::connections).orElse(0);
    }

    /** Accepts no more connections and tells the others that the server stops. Returns at once. */
    void drain() {
        plain.ifPresent(AmqpListener::drain);
        tls.ifPresent(AmqpListener::drain);
    }
}
