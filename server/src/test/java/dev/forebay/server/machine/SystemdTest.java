package dev.forebay.server.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SystemdTest {
    private static final int LARGEST = 100;

    @TempDir private Path folder;

    @BeforeAll
    static void loadTheNatives() {
        io.netty.channel.epoll.Epoll.ensureAvailability();
    }

    @Test
    void hears_that_the_server_is_ready_and_that_it_stops() throws Exception {
        hears(folder.resolve("notify").toString(), folder.resolve("notify").toString());
    }

    @Test
    void hears_it_on_a_socket_that_is_no_file() throws Exception {
        String name = "forebay-test/" + ProcessHandle.current().pid();

        hears("\0" + name, "@" + name);
    }

    @Test
    void is_nobody_where_no_socket_is_named() {
        assertThat(Systemd.of(Map.of("HOME", "/"))).isEmpty();
        assertThat(Systemd.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
    }

    @Test
    void that_has_gone_does_not_keep_the_server_from_serving() {
        String nowhere = folder.resolve("nowhere").toString();

        Systemd.of(Map.of("NOTIFY_SOCKET", nowhere)).orElseThrow().ready();
    }

    private static void hears(String address, String variable) throws IOException {
        Socket listener = Socket.newSocketDomainDgram();
        try {
            listener.bind(new DomainSocketAddress(address));
            Systemd manager = Systemd.of(Map.of("NOTIFY_SOCKET", variable)).orElseThrow();

            manager.ready();
            manager.stopping();

            assertThat(next(listener)).isEqualTo("READY=1");
            assertThat(next(listener)).isEqualTo("STOPPING=1");
        } finally {
            listener.close();
        }
    }

    /** A datagram that was sent on this machine is there. */
    private static String next(Socket listener) throws IOException {
        ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST);
        int length = listener.recvFromDomainSocket(datagram, 0, LARGEST).receivedAmount();
        byte[] text = new byte[length];
        datagram.get(0, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
