package dev.forebay.server.webhook;

import dev.forebay.access.policy.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which addresses a request of the server may go to: none that only its own network reaches. */
enum Targets {
    /** Addresses of the internet alone. */
    PUBLIC,
    /** Those of this machine and of private networks too. */
    PRIVATE_TOO;

    private static final List<AddressRange> PRIVATE =
            ranges(
                    "127.0.0.0/8",
                    "::1",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "fc00::/7");

    /**
     * What IANA's registries of special-purpose addresses do not call globally reachable, besides
     * the private ones: link-local, where clouds tell machines their secrets; what is for
     * protocols, measurements and documents; tunnels; multicast.
     */
    private static final List<AddressRange> NEVER =
            ranges(
                    "0.0.0.0/8",
                    "169.254.0.0/16",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20");

    /** All of the internet that speaks version 6: what lies outside is special or nobody's. */
    private static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");

    /** An address of version 4 in its last four bytes. */
    private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96");

    private static final int V4_BYTES = 4;

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }

    /** Why a request must not go there; empty when it may. */
    Optional<String> refusal(InetAddress address) {
        String text = address.getHostAddress();
        if (TRANSLATED.contains(text)) {
            return refusal(inside(address));
        }
        boolean isPrivate = PRIVATE.stream().anyMatch(range -> range.contains(text));
        if (!isPrivate && isNever(address, text)) {
            return Optional.of(text + " is no address that a webhook may have");
        }
        return isPrivate && this == PUBLIC
                ? Optional.of(
                        text
                                + " is of this machine or of a private network; alerts.webhook.allow-private"
                                + " allows these")
                : Optional.empty();
    }

    private static boolean isNever(InetAddress address, String text) {
        return (address instanceof Inet6Address && !GLOBAL_V6.contains(text))
                || NEVER.stream().anyMatch(range -> range.contains(text));
    }

    private static InetAddress inside(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(
                    Arrays.copyOfRange(bytes, bytes.length - V4_BYTES, bytes.length));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
