package dev.forebay.access.login;

import dev.forebay.access.policy.AddressRange;
import java.util.List;

/**
 * The user that every RabbitMQ begins with, and that its files bring along: as everybody knows the
 * password, it is good on this machine only.
 */
public final class LocalUser {
    /** For whoever is turned away. */
    public static final String REFUSAL = "User can only log in via localhost";

    private static final String NAME = "guest";
    private static final List<AddressRange> HERE =
            List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1"));

    private LocalUser() {}

    /**
     * Whether a user may not sign in from where he is.
     *
     * @param address as text, without port
     */
    public static boolean isKeptOut(String name, String address) {
        return name.equals(NAME) && HERE.stream().noneMatch(range -> range.contains(address));
    }
}
