package dev.forebay.server.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What is printed once requests are served: all that one needs to use it. */
final class ReadyLines {
    private ReadyLines() {}

    /**
     * The block.
     *
     * @param amqp where AMQP is spoken without TLS, if it is
     * @param amqps where over TLS, if it is
     * @param readyMillis since the process began
     */
    static String of(
            String version,
            Path data,
            InetSocketAddress address,
            Optional<InetSocketAddress> amqp,
            Optional<InetSocketAddress> amqps,
            Security security,
            Doors doors,
            long pid,
            long readyMillis) {
        String url = (security == Security.TLS ? "https" : "http") + "://" + host(address);
        return """
        Forebay %s is ready, %s after its start.
          data      %s
          console   %s
          SQS       %s   %s
        %s  health    %s/health/ready
          metrics   %s/metrics
          stop      Ctrl-C or kill %d
        """
                .formatted(
                        version,
                        millis(readyMillis),
                        data.toAbsolutePath().normalize(),
                        url,
                        url,
                        doors == Doors.OPEN
                                ? "any region and credentials"
                                : "any region, signed with an access key",
                        amqp.map(port -> amqpLine("amqp", port)).orElse("")
                                + amqps.map(port -> amqpLine("amqps", port)).orElse(""),
                        url,
                        url,
                        pid);
    }

    private static String amqpLine(String scheme, InetSocketAddress address) {
        return "  AMQP      " + scheme + "://" + host(address) + "\n";
    }

    /** Who may come in. */
    enum Doors {
        OPEN,
        USERS
    }

    /** How the port speaks. */
    enum Security {
        PLAIN,
        TLS
    }

    private static String millis(long readyMillis) {
        return String.format(Locale.ROOT, "%d ms", readyMillis);
    }

    private static String host(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.isAnyLocalAddress() ? "localhost" : ip.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
