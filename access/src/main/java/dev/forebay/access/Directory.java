package dev.forebay.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All users and credentials at one moment. Immutable: a change makes another one. */
public final class Directory {
    /** Nobody: the server is open to whoever reaches it. */
    public static final Directory EMPTY = new Directory(Map.of(), Map.of(), Map.of());

    private final Map<String, User> users;
    private final Map<String, AccessKey> keys;
    private final Map<String, ApiToken> tokens;

    private Directory(
            Map<String, User> users, Map<String, AccessKey> keys, Map<String, ApiToken> tokens) {
        this.users = users;
        this.keys = keys;
        this.tokens = tokens;
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

    /** True when somebody but this user can still change users. */
    public boolean hasOtherAdmin(String name) {
        return users.values().stream()
                .anyMatch(user -> user.isAdmin() && user.active() && !user.name().equals(name));
    }

    /** How it is after a change. */
    public Directory after(DirectoryChange change) {
        Map<String, User> nextUsers = users;
        Map<String, AccessKey> nextKeys = keys;
        Map<String, ApiToken> nextTokens = tokens;
        switch (change) {
            case DirectoryChange.PutUser put -> {
                nextUsers = new HashMap<>(users);
                nextUsers.put(put.user().name(), put.user());
            }
            case DirectoryChange.RemoveUser remove -> {
                nextUsers = new HashMap<>(users);
                nextUsers.remove(remove.name());
                nextKeys = new HashMap<>(keys);
                nextKeys.values().removeIf(key -> key.user().equals(remove.name()));
                nextTokens = new HashMap<>(tokens);
                nextTokens.values().removeIf(token -> token.user().equals(remove.name()));
            }
            case DirectoryChange.PutKey put -> {
                nextKeys = new HashMap<>(keys);
                nextKeys.put(put.key().id(), put.key());
            }
            case DirectoryChange.RemoveKey remove -> {
                nextKeys = new HashMap<>(keys);
                nextKeys.remove(remove.id());
            }
            case DirectoryChange.PutToken put -> {
                nextTokens = new HashMap<>(tokens);
                nextTokens.put(put.token().hash(), put.token());
            }
            case DirectoryChange.RemoveToken remove -> {
                nextTokens = new HashMap<>(tokens);
                nextTokens.values().removeIf(token -> token.id().equals(remove.id()));
            }
        }
        return new Directory(nextUsers, nextKeys, nextTokens);
    }
}
