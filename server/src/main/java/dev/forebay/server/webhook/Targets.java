package dev.forebay.server.webhook;

import dev.forebay.access.policy.AddressRange;
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

    /** Link-local, where clouds tell machines their secrets; what is nobody's; and tunnels. */
    private static final List<AddressRange> NEVER =
            ranges(
                    "0.0.0.0/8",
                    "169.254.0.0/16",
                    "192.0.0.0/24",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "2001::/32",
                    "2002::/16",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8");

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
        if (!isPrivate && NEVER.stream().anyMatch(range -> range.contains(text))) {
            return Optional.of(text + " is no address that a webhook may have");
        }
        return isPrivate && this == PUBLIC
                ? Optional.of(
                        text
                                + " is of this machine or of a private network; alerts.webhook.allow-private"
                                + " allows these")
                : Optional.empty();
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
