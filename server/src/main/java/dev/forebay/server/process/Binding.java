package dev.forebay.server.process;

import dev.forebay.server.machine.PortHolder;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where to listen, and what to say when that cannot be. */
final class Binding {
    private Binding() {}

    /** The address to listen on, refused when strangers would reach it unasked. */
    static InetSocketAddress address(Settings settings) throws StartRefused {
        String bind = settings.get(Registry.BIND);
        String named = settings.naming(Registry.BIND);
        InetAddress address;
        try {
            address = InetAddress.getByName(bind);
        } catch (UnknownHostException unknown) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    named
                            + " is \""
                            + bind
                            + "\", which is no address of this machine and no known name; accepted is"
                            + " an IP address or a host name, such as 127.0.0.1.");
        }
        if (!address.isLoopbackAddress() && !settings.get(Registry.INSECURE)) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    named
                            + " is "
                            + bind
                            + ", which other machines can reach, and Forebay has no users yet: everybody who"
                            + " reaches it could read and delete every message. Bind to 127.0.0.1, or add"
                            + " --insecure if all who can reach it may do that.");
        }
        return new InetSocketAddress(address, settings.get(Registry.HTTP_PORT));
    }

    /** Why listening failed, with who holds the port if that can be found. */
    static StartRefused refused(InetSocketAddress address, IOException why, PortHolder holder) {
        int port = address.getPort();
        // Netty's epoll reports it as another class than the JDK does, with the kernel's same
        // words.
        if (!String.valueOf(why.getMessage()).contains("Address already in use")) {
            return new StartRefused(
                    ExitCode.FAILED, why.getMessage() + ". Check bind and http.port.");
        }
        String who = holder.find(port).orElse("another process");
        return new StartRefused(
                ExitCode.FAILED,
                "port "
                        + port
                        + " is taken by "
                        + who
                        + ". Stop it or set http.port (0 takes a free one).");
    }
}
