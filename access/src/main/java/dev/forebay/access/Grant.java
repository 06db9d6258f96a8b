package dev.forebay.access;

import dev.forebay.access.vhost.Vhost;
import java.util.regex.Pattern;

/**
 * Rights on some queues.
 *
 * @param queues which: a name in which {@code *} and {@code ?} are wild; 1 to 200 characters that a
 *     name can have
 * @param rights what is allowed there
 */
public record Grant(String queues, Rights rights) {
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._:*?@%/-]{1,200}");

    public Grant {
        if (!PATTERN.matcher(queues).matches()) {
            throw new IllegalArgumentException(
                    "a pattern of 1 to 200 letters, digits, . _ - : @ % / and the wild * and ?");
        }
    }

    /** Such as {@code orders-*: send, receive}. */
    @Override
    public String toString() {
        return queues + ": " + rights;
    }

    /** Whether it can cover a queue of a virtual host. */
    boolean reaches(Vhost vhost) {
        return NamePattern.reaches(queues, vhost);
    }

    public boolean covers(String queue) {
        return NamePattern.matches(queues, queue);
    }
}
