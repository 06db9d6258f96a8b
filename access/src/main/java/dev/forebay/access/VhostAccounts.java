package dev.forebay.access;

import dev.forebay.access.AccountChanges.Step;
import dev.forebay.access.store.Differences;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.access.vhost.VhostRights;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes of what users may do in virtual hosts. Whether the caller may is decided before
 * (operation MANAGE_USERS), and whether there is such a virtual host; every change is in the audit
 * log. On the engine's lane.
 */
public final class VhostAccounts {
    private static final int MOST_RECORDS = 100_000;

    private final AccountChanges changes;

    VhostAccounts(AccountChanges changes) {
        this.changes = changes;
    }

    /** Gives a permission, in place of what the user had in the virtual host. */
    public void put(Caller by, VhostPermission permission, Reply<VhostPermission> reply) {
        change(
                by,
                "set permission",
                permission.user() + " in " + permission.vhost(),
                permission.user(),
                now -> {
                    VhostPermission before = now.permission(permission.user(), permission.vhost());
                    return new Step.Do<>(
                            List.of(new DirectoryChange.PutPermission(permission)),
                            "",
                            Differences.between(
                                    before == null ? Map.of() : before.values(),
                                    permission.values()),
                            permission);
                },
                reply);
    }

    /**
     * Takes a permission away.
     *
     * @param reply told what it was; empty when there was none
     */
    public void remove(
            Caller by, String user, String vhost, Reply<Optional<VhostPermission>> reply) {
        change(
                by,
                "remove permission",
                user + " in " + vhost,
                user,
                now -> {
                    VhostPermission before = now.permission(user, vhost);
                    return new Step.Do<>(
                            List.of(new DirectoryChange.RemovePermission(user, vhost)),
                            "",
                            Differences.between(
                                    before == null ? Map.of() : before.values(), Map.of()),
                            Optional.ofNullable(before));
                },
                reply);
    }

    /** Gives a permission on routing keys, in place of what the user had on the exchange. */
    public void putTopic(Caller by, TopicPermission permission, Reply<TopicPermission> reply) {
        change(
                by,
                "set topic permission",
                permission.user() + " in " + permission.vhost() + " on " + permission.exchange(),
                permission.user(),
                now -> {
                    TopicPermission before =
                            now.topic(permission.user(), permission.vhost(), permission.exchange());
                    return new Step.Do<>(
                            List.of(new DirectoryChange.PutTopicPermission(permission)),
                            "",
                            Differences.between(
                                    before == null ? Map.of() : before.values(),
                                    permission.values()),
                            permission);
                },
                reply);
    }

    /**
     * Takes a permission on routing keys away: every key is allowed then.
     *
     * @param reply told what it was; empty when there was none
     */
    public void removeTopic(
            Caller by,
            String user,
            String vhost,
            String exchange,
            Reply<Optional<TopicPermission>> reply) {
        change(
                by,
                "remove topic permission",
                user + " in " + vhost + " on " + exchange,
                user,
                now -> {
                    TopicPermission before = now.topic(user, vhost, exchange);
                    return new Step.Do<>(
                            List.of(
                                    new DirectoryChange.RemoveTopicPermission(
                                            user, vhost, exchange)),
                            "",
                            Differences.between(
                                    before == null ? Map.of() : before.values(), Map.of()),
                            Optional.ofNullable(before));
                },
                reply);
    }

    /** A virtual host is gone: takes away what anybody may do there. */
    public void forgetVhost(Caller by, String vhost, Reply<String> reply) {
        changes.make(
                by,
                "remove permissions of virtual host",
                vhost,
                _ -> new Step.Do<>(List.of(new DirectoryChange.RemoveVhost(vhost)), "", vhost),
                reply);
    }

    private <T> void change(
            Caller by,
            String action,
            String target,
            String user,
            Function<VhostRights, Step<T>> decide,
            Reply<T> reply) {
        changes.make(
                by,
                action,
                target,
                now -> {
                    if (now.user(user).isEmpty()) {
                        return Step.unknown("user", user);
                    }
                    return now.vhosts().count() >= MOST_RECORDS
                            ? Step.refuse(
                                    "permissions", target, "at most " + MOST_RECORDS + " of them")
                            : decide.apply(now.vhosts());
                },
                reply);
    }
}
