package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import java.util.List;

/**
 * A virtual host as it was made.
 *
 * @param description for people
 * @param tags kept for people and exports
 */
public record VirtualHost(Vhost vhost, String description, List<String> tags) {
    /** The one there always is. */
    static final VirtualHost DEFAULT = new VirtualHost(Vhost.DEFAULT, "", List.of());

    public VirtualHost {
        tags = List.copyOf(tags);
    }

    public String name() {
        return vhost.name();
    }
}
