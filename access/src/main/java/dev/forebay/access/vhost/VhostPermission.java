package dev.forebay.access.vhost;

import dev.forebay.access.Operation;
import dev.forebay.access.Right;
import dev.forebay.access.Rights;
import dev.forebay.access.Rule;
import java.util.Map;

/**
 * What a user may do with the queues and exchanges of a virtual host, by their names there. It adds
 * to what roles and grants allow.
 *
 * <p>Source: RabbitMQ's guide on access control.
 *
 * @param configure names that may be made, changed and deleted
 * @param write names that may be published to, and be what a binding leads to
 * @param read names that may be consumed from and purged, and be where a binding begins
 */
public record VhostPermission(
        String user, String vhost, NameRegex configure, NameRegex write, NameRegex read) {
    /**
     * Reads the three expressions.
     *
     * @throws IllegalArgumentException when one of them is none
     */
    public static VhostPermission of(
            String user, String vhost, String configure, String write, String read) {
        return new VhostPermission(
                user, vhost, NameRegex.of(configure), NameRegex.of(write), NameRegex.of(read));
    }

    /** The rights on a name, in the words of the other faces. */
    public Rights rights(String name) {
        Rights rights = Rights.NONE;
        if (configure.matches(name)) {
            rights = rights.and(Rights.of(Right.MANAGE));
        }
        if (write.matches(name)) {
            rights = rights.and(Rights.of(Right.SEND));
        }
        return read.matches(name) ? rights.and(Rights.of(Right.RECEIVE, Right.BROWSE)) : rights;
    }

    /** Whether it allows an operation on a name. */
    public boolean allows(Operation operation, String name) {
        return switch (operation) {
            case SEND -> write.matches(name);
            case RECEIVE, SETTLE, EXTEND, PURGE -> read.matches(name);
            // Who may come into a virtual host may ask what there is by its name.
            case FIND_QUEUE -> true;
            default ->
                    operation.rule() instanceof Rule.OnQueue rule && rights(name).has(rule.right());
        };
    }

    /** What people see of it, by names. */
    public Map<String, String> values() {
        return Map.of("configure", configure.text(), "write", write.text(), "read", read.text());
    }
}
