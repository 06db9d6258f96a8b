package dev.forebay.access.vhost;

import dev.forebay.access.DirectoryChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What all users may do in virtual hosts. Immutable: a change makes another one. */
public final class VhostRights {
    public static final VhostRights NONE = new VhostRights(Map.of());

    private final Map<String, OfUser> users;

    private VhostRights(Map<String, OfUser> users) {
        this.users = users;
    }

    /** By virtual host; topics by exchange after that. */
    private record OfUser(
            Map<String, VhostPermission> permissions,
            Map<String, Map<String, TopicPermission>> topics) {
        static final OfUser NOTHING = new OfUser(Map.of(), Map.of());

        boolean isEmpty() {
            return permissions.isEmpty() && topics.isEmpty();
        }

        OfUser with(VhostPermission permission) {
            return new OfUser(put(permissions, permission.vhost(), permission), topics);
        }

        OfUser with(TopicPermission topic) {
            Map<String, TopicPermission> there = topics.getOrDefault(topic.vhost(), Map.of());
            Map<String, TopicPermission> next = put(there, topic.exchange(), topic);
            return new OfUser(permissions, put(topics, topic.vhost(), next));
        }

        OfUser withoutPermission(String vhost) {
            return new OfUser(without(permissions, vhost), topics);
        }

        OfUser withoutTopic(String vhost, String exchange) {
            Map<String, TopicPermission> next =
                    without(topics.getOrDefault(vhost, Map.of()), exchange);
            return new OfUser(
                    permissions,
                    next.isEmpty() ? without(topics, vhost) : put(topics, vhost, next));
        }

        OfUser withoutVhost(String vhost) {
            return new OfUser(without(permissions, vhost), without(topics, vhost));
        }

        private static <T> Map<String, T> put(Map<String, T> map, String key, T value) {
            Map<String, T> next = new TreeMap<>(map);
            next.put(key, value);
            return next;
        }

        private static <T> Map<String, T> without(Map<String, T> map, String key) {
            Map<String, T> next = new TreeMap<>(map);
            next.remove(key);
            return next;
        }
    }

    /** What a user has in a virtual host, or null. For each message: no garbage. */
    public @Nullable VhostPermission permission(String user, String vhost) {
        OfUser of = users.get(user);
        return of == null ? null : of.permissions().get(vhost);
    }

    /** What a user has on the keys of an exchange, or null. For each message: no garbage. */
    public @Nullable TopicPermission topic(String user, String vhost, String exchange) {
        OfUser of = users.get(user);
        Map<String, TopicPermission> topics = of == null ? null : of.topics().get(vhost);
        return topics == null ? null : topics.get(exchange);
    }

    /** Sorted by user and virtual host. */
    public Collection<VhostPermission> permissions() {
        List<VhostPermission> all = new ArrayList<>();
        new TreeMap<>(users).values().forEach(user -> all.addAll(user.permissions().values()));
        return all;
    }

    /** Sorted by user, virtual host and exchange. */
    public Collection<TopicPermission> topics() {
        List<TopicPermission> all = new ArrayList<>();
        new TreeMap<>(users)
                .values()
                .forEach(user ->
                        user.topics().values().forEach(topics -> all.addAll(topics.values())));
        return all;
    }

    /** How many records there are of both kinds. */
    public int count() {
        int count = 0;
        for (OfUser user : users.values()) {
            count += user.permissions().size();
            for (Map<String, TopicPermission> topics : user.topics().values()) {
                count += topics.size();
            }
        }
        return count;
    }

    /** How it is after a change. */
    public VhostRights after(DirectoryChange.InVhosts change) {
        return switch (change) {
            case DirectoryChange.PutPermission put ->
                    edited(put.permission().user(), user -> user.with(put.permission()));
            case DirectoryChange.RemovePermission remove ->
                    edited(remove.user(), user -> user.withoutPermission(remove.vhost()));
            case DirectoryChange.PutTopicPermission put ->
                    edited(put.permission().user(), user -> user.with(put.permission()));
            case DirectoryChange.RemoveTopicPermission remove ->
                    edited(
                            remove.user(),
                            user -> user.withoutTopic(remove.vhost(), remove.exchange()));
            case DirectoryChange.RemoveVhost remove -> withoutVhost(remove.vhost());
        };
    }

    /** How it is once a user is gone. */
    public VhostRights withoutUser(String name) {
        return edited(name, _ -> OfUser.NOTHING);
    }

    private VhostRights edited(String user, UnaryOperator<OfUser> edit) {
        OfUser after = edit.apply(users.getOrDefault(user, OfUser.NOTHING));
        Map<String, OfUser> next = new HashMap<>(users);
        if (after.isEmpty()) {
            next.remove(user);
        } else {
            next.put(user, after);
        }
        return new VhostRights(next);
    }

    private VhostRights withoutVhost(String vhost) {
        Map<String, OfUser> next = new HashMap<>();
        users.forEach((name, user) -> {
            OfUser after = user.withoutVhost(vhost);
            if (!after.isEmpty()) {
                next.put(name, after);
            }
        });
        return new VhostRights(next);
    }
}
