package dev.forebay.access;

import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.access.vhost.VhostRights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All users and credentials at one moment. Immutable: a change makes another one. */
public final class Directory {
    /** Nobody: the server is open to whoever reaches it. */
    public static final Directory EMPTY =
            new Directory(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), VhostRights.NONE);

    private final Map<String, User> users;
    private final Map<String, AccessKey> keys;
    private final Map<String, ApiToken> tokens;
    private final Map<String, UserTags> tags;
    private final Map<String, PasswordHash> hashes;
    private final VhostRights vhosts;

    private Directory(
            Map<String, User> users,
            Map<String, AccessKey> keys,
            Map<String, ApiToken> tokens,
            Map<String, UserTags> tags,
            Map<String, PasswordHash> hashes,
            VhostRights vhosts) {
        this.users = users;
        this.keys = keys;
        this.tokens = tokens;
        this.tags = tags;
        this.hashes = hashes;
        this.vhosts = vhosts;
    }

    /** True while there are no users, and everybody may do everything. */
    public boolean open() {
        return users.isEmpty();
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /** The user if credentials of that name work at present, else null. */
    @Nullable User working(String name) {
        User user = users.get(name);
        return user != null && user.active() ? user : null;
    }

    /** The key and its user work at present, else null. For each signed request: no garbage. */
    public @Nullable AccessKey workingKey(String id, long wall) {
        AccessKey key = keys.get(id);
        return key != null && wall < key.endsAt() && working(key.user()) != null ? key : null;
    }

    @Nullable ApiToken workingToken(String hash, long wall) {
        ApiToken token = tokens.get(hash);
        return token != null && wall < token.endsAt() && working(token.user()) != null
                ? token
                : null;
    }

    /** Sorted by name. */
    public Collection<User> users() {
        return new TreeMap<>(users).values();
    }

    public Collection<AccessKey> keys() {
        return new TreeMap<>(keys).values();
    }

    public Collection<ApiToken> tokens() {
        return tokens.values();
    }

    public Optional<AccessKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    public Optional<ApiToken> token(String id) {
        return tokens.values().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    /**
     * The tags of a user, those that mean roles as the user has these, however they were given;
     * none when there is no such user.
     */
    public UserTags tags(String user) {
        UserTags kept = tags.getOrDefault(user, UserTags.NONE);
        return user(user).map(held -> kept.meaning(held.roles())).orElse(kept);
    }

    /** What a user's password is checked against when it came from RabbitMQ. */
    public Optional<PasswordHash> hash(String user) {
        return Optional.ofNullable(hashes.get(user));
    }

    /** Whether a user can sign in with a password. */
    public boolean hasPassword(User user) {
        return user.password().isPresent() || hashes.containsKey(user.name());
    }

    /** Whether a guess is right by a hash from RabbitMQ. */
    boolean isHashed(String user, String guess) {
        PasswordHash hash = hashes.get(user);
        // RabbitMQ hashes the empty password too, and lets nobody in with it.
        return hash != null && !guess.isEmpty() && hash.check(guess);
    }

    /** What users may do in virtual hosts. */
    public VhostRights vhosts() {
        return vhosts;
    }

    /** The changes that lead here from the empty one. */
    public List<DirectoryChange> all() {
        List<DirectoryChange> all = new ArrayList<>();
        users().forEach(user -> all.add(new DirectoryChange.PutUser(user)));
        keys().forEach(key -> all.add(new DirectoryChange.PutKey(key)));
        tokens().forEach(token -> all.add(new DirectoryChange.PutToken(token)));
        tags.forEach((user, held) -> all.add(new DirectoryChange.PutTags(user, held)));
        hashes.forEach((user, hash) -> all.add(new DirectoryChange.PutHash(user, hash)));
        vhosts.permissions().forEach(one -> all.add(new DirectoryChange.PutPermission(one)));
        vhosts.topics().forEach(one -> all.add(new DirectoryChange.PutTopicPermission(one)));
        return all;
    }

    /** True when somebody but this user can still change users. */
    public boolean hasOtherAdmin(String name) {
        return otherAdmins(name).findAny().isPresent();
    }

    /** True when taking this user's password leaves no administrator who signs in with one. */
    boolean isLastAdminWithPassword(User user) {
        return user.isAdmin()
                && hasPassword(user)
                && otherAdmins(user.name()).noneMatch(this::hasPassword);
    }

    private Stream<User> otherAdmins(String name) {
        return users.values().stream()
                .filter(user -> user.isAdmin() && user.active() && !user.name().equals(name));
    }

    /** How it is after a change. */
    public Directory after(DirectoryChange change) {
        Edit edit = new Edit(this);
        edit.apply(change);
        return edit.done();
    }

    /** Another directory in the making: only what changes is copied. */
    private static final class Edit {
        private Map<String, User> users;
        private Map<String, AccessKey> keys;
        private Map<String, ApiToken> tokens;
        private Map<String, UserTags> tags;
        private Map<String, PasswordHash> hashes;
        private VhostRights vhosts;

        Edit(Directory before) {
            users = before.users;
            keys = before.keys;
            tokens = before.tokens;
            tags = before.tags;
            hashes = before.hashes;
            vhosts = before.vhosts;
        }

        Directory done() {
            return new Directory(users, keys, tokens, tags, hashes, vhosts);
        }

        void apply(DirectoryChange change) {
            switch (change) {
                case DirectoryChange.PutUser put -> put(put.user());
                case DirectoryChange.RemoveUser remove -> remove(remove.name());
                case DirectoryChange.PutKey put -> {
                    keys = new HashMap<>(keys);
                    keys.put(put.key().id(), put.key());
                }
                case DirectoryChange.RemoveKey remove -> {
                    keys = new HashMap<>(keys);
                    keys.remove(remove.id());
                }
                case DirectoryChange.PutToken put -> {
                    tokens = new HashMap<>(tokens);
                    tokens.put(put.token().hash(), put.token());
                }
                case DirectoryChange.RemoveToken remove -> {
                    tokens = new HashMap<>(tokens);
                    tokens.values().removeIf(token -> token.id().equals(remove.id()));
                }
                case DirectoryChange.PutTags put -> {
                    tags = new HashMap<>(tags);
                    tags.put(put.user(), put.tags());
                }
                case DirectoryChange.PutHash put -> {
                    hashes = new HashMap<>(hashes);
                    hashes.put(put.user(), put.hash());
                }
                case DirectoryChange.RemoveHash remove -> forgetHash(remove.user());
                case DirectoryChange.InVhosts within -> vhosts = vhosts.after(within);
            }
        }

        private void put(User user) {
            users = new HashMap<>(users);
            users.put(user.name(), user);
            if (user.password().isPresent()) {
                forgetHash(user.name());
            }
        }

        private void remove(String user) {
            users = new HashMap<>(users);
            users.remove(user);
            keys = new HashMap<>(keys);
            keys.values().removeIf(key -> key.user().equals(user));
            tokens = new HashMap<>(tokens);
            tokens.values().removeIf(token -> token.user().equals(user));
            tags = new HashMap<>(tags);
            tags.remove(user);
            forgetHash(user);
            vhosts = vhosts.withoutUser(user);
        }

        private void forgetHash(String user) {
            if (hashes.containsKey(user)) {
                hashes = new HashMap<>(hashes);
                hashes.remove(user);
            }
        }
    }
}
