package dev.forebay.access.vhost;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A virtual host: a space of names for queues and exchanges. The engine's queues have one space of
 * names for all, and this is the one place that knows how the two go together: queue {@code orders}
 * of the default host is {@code orders}, that of host {@code staging} is {@code @staging/orders}.
 * In the host's part {@code %} and {@code /} are percent-encoded. Immutable.
 */
public final class Vhost {
    /** Longest name, in bytes of UTF-8. */
    public static final int LONGEST = 255;

    /** The host there always is, whose queues are named as they are. */
    public static final Vhost DEFAULT = new Vhost("/");

    private static final char MARK = '@';

    private final String name;
    private final String prefix;

    /**
     * The host of that name, be it there or not.
     *
     * @throws IllegalArgumentException when it is empty or too long
     */
    public Vhost(String name) {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException(
                    "a virtual host has a name of 1 to " + LONGEST + " bytes");
        }
        this.name = name;
        this.prefix =
                name.equals("/") ? "" : MARK + name.replace("%", "%25").replace("/", "%2F") + "/";
    }

    /** The host that a queue of the engine belongs to. */
    public static Vhost of(String queue) {
        int end = queue.isEmpty() || queue.charAt(0) != MARK ? -1 : queue.indexOf('/');
        if (end < 2) {
            return DEFAULT;
        }
        String encoded = queue.substring(1, end);
        if (encoded.getBytes(StandardCharsets.UTF_8).length > LONGEST * 3) {
            return DEFAULT;
        }
        String name = encoded.replace("%2F", "/").replace("%25", "%");
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return DEFAULT;
        }
        Vhost vhost = new Vhost(name);
        // Another spelling of the same name is nobody's: each queue has one name.
        return vhost.prefix.length() == end + 1 && queue.startsWith(vhost.prefix) ? vhost : DEFAULT;
    }

    public String name() {
        return name;
    }

    public boolean isDefault() {
        return prefix.isEmpty();
    }

    /** What the engine's names of this host's queues begin with; empty for the default host. */
    public String prefix() {
        return prefix;
    }

    /** How the engine names a queue of this host. */
    public String qualified(String local) {
        return prefix.isEmpty() ? local : prefix.concat(local);
    }

    /** How this host names a queue of the engine that is its own. */
    public String local(String queue) {
        return queue.substring(prefix.length());
    }

    /** Whether the engine's queue is one of this host. */
    public boolean holds(String queue) {
        return prefix.isEmpty() ? of(queue).isDefault() : queue.startsWith(prefix);
    }

    /** Whether the default host leaves names like this one to the others. */
    public boolean leavesToOthers(String local) {
        return prefix.isEmpty() && !local.isEmpty() && local.charAt(0) == MARK;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Vhost that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
