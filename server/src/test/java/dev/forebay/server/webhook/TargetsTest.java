package dev.forebay.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests of the server may go. */
class TargetsTest {
    private static boolean allows(Targets targets, String address) throws UnknownHostException {
        return targets.refusal(InetAddress.getByName(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1"
            })
    void private_addresses_need_a_setting(String address) throws UnknownHostException {
        assertThat(allows(Targets.PUBLIC, address)).isFalse();
        assertThat(allows(Targets.PRIVATE_TOO, address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "240.0.0.1",
                "169.254.169.254",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "::ffff:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "::7f00:1",
                "2002:7f00:1::",
                "2001:0:4136:e378::1",
                "2001:2::1",
                "2001:10::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "64:ff9b:1::10.0.0.1",
                "100::1",
                "100:0:0:1::1",
                "::ffff:0:10.0.0.1",
                "4000::1"
            })
    void some_are_never_allowed(String address) throws UnknownHostException {
        assertThat(allows(Targets.PUBLIC, address)).isFalse();
        assertThat(allows(Targets.PRIVATE_TOO, address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "172.15.255.255",
                "100.128.0.1",
                "192.169.0.1",
                "192.31.196.1",
                "192.52.193.1",
                "2001:200::1",
                "2620:4f:8000::1",
                "2606:4700::1111",
                "64:ff9b::8.8.8.8"
            })
    void those_of_the_internet_are_allowed(String address) throws UnknownHostException {
        assertThat(allows(Targets.PUBLIC, address)).isTrue();
    }
}
