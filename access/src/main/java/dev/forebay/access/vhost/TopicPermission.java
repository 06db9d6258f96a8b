package dev.forebay.access.vhost;

import java.util.Map;

/**
 * With which routing keys a user may publish to an exchange of type topic and bind to it. Where
 * there is none, every key is allowed; it never allows what a {@link VhostPermission} does not.
 *
 * <p>Source: RabbitMQ's guide on access control. <code>{username}</code> and <code>{vhost}</code>
 * stand for the names.
 *
 * @param write routing keys of messages
 * @param read routing keys of bindings
 */
public record TopicPermission(
        String user, String vhost, String exchange, NameRegex write, NameRegex read) {
    /**
     * Reads the two expressions.
     *
     * @throws IllegalArgumentException when one of them is none
     */
    public static TopicPermission of(
            String user, String vhost, String exchange, String write, String read) {
        Map<String, String> names = Map.of("{username}", user, "{vhost}", vhost);
        return new TopicPermission(
                user, vhost, exchange, NameRegex.of(write, names), NameRegex.of(read, names));
    }

    /** What people see of it, by names. */
    public Map<String, String> values() {
        return Map.of("write", write.text(), "read", read.text());
    }
}
