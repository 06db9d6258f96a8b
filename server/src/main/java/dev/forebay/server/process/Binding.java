package dev.forebay.server.process;

import dev.forebay.access.Directory;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.machine.PortHolder;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Setting;
import dev.forebay.server.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where to listen, and what to say when that cannot be. */
final class Binding {
    private Binding() {}

    /** The address to listen on. */
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
        return new InetSocketAddress(address, settings.get(Registry.HTTP_PORT));
    }

    /** Refuses before anything is touched what {@link #check} would refuse for a new folder. */
    static void checkNew(InetSocketAddress address, Settings settings, LocalFiles files)
            throws StartRefused {
        boolean makesAdmin =
                settings.get(Registry.USERS_ADMIN_PASSWORD_FILE).isPresent()
                        || settings.get(Registry.USERS_ADMIN_KEY_FILE).isPresent();
        if (!makesAdmin && !files.isFolder(settings.get(Registry.DATA_DIR))) {
            check(address, settings, Directory.EMPTY);
        }
    }

    /** Refuses to serve everybody who reaches the machine, unless that is what is wanted. */
    static void check(InetSocketAddress address, Settings settings, Directory users)
            throws StartRefused {
        boolean wide = !address.getAddress().isLoopbackAddress();
        if (wide && users.open() && !settings.get(Registry.INSECURE)) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    settings.naming(Registry.BIND)
                            + " is "
                            + settings.get(Registry.BIND)
                            + ", which other machines can reach, and there are no users yet: everybody who"
                            + " reaches it could read and delete every message. Bind to 127.0.0.1, make"
                            + " an administrator with --users-admin-password-file FILE, or add --insecure"
                            + " if all who can reach it may do that.");
        }
    }

    /**
     * Why listening failed, with who holds the port if that can be found.
     *
     * @param setting that says the port
     */
    static StartRefused refused(
            InetSocketAddress address, Setting<?> setting, IOException why, PortHolder holder) {
        int port = address.getPort();
        // Netty's epoll reports it as another class than the JDK does, with the kernel's same
        // words.
        if (!String.valueOf(why.getMessage()).contains("Address already in use")) {
            return new StartRefused(
                    ExitCode.FAILED, why.getMessage() + ". Check bind and " + setting.key() + ".");
        }
        String who = holder.find(port).orElse("another process");
        return new StartRefused(
                ExitCode.FAILED,
                "port "
                        + port
                        + " is taken by "
                        + who
                        + ". Stop it or set "
                        + setting.key()
                        + " (0 takes a free one).");
    }
}
