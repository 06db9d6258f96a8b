package dev.forebay.access;

import dev.forebay.access.login.Dice;
import dev.forebay.access.login.Fingerprint;
import dev.forebay.access.login.Password;
import dev.forebay.access.login.Seal;
import dev.forebay.access.store.AuditEntry;
import dev.forebay.access.store.DirectoryStore;
import dev.forebay.access.store.DirectoryStore.Verdict;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Changes of users and credentials. Whether the caller may is decided before (operations
 * MANAGE_USERS and OWN_CREDENTIALS); every change is in the audit log. On the engine's lane, but
 * for {@link #verifier}, which is slow and belongs on another thread.
 */
public final class Accounts {
    private static final int MOST_USERS = 10_000;
    private static final int MOST_CREDENTIALS = 20;
    private static final int SECRET_BYTES = 30;
    private static final int KEY_ID_BYTES = 10;
    private static final String KEY_PREFIX = "FBAK";
    private static final String TOKEN_PREFIX = "fbt_";
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final long LONGEST_TOKEN_MILLIS = 3_660L * 24 * 3_600_000;

    private final DirectoryStore store;
    private final EngineClock clock;
    private final Dice dice;
    private final Seal seal;

    public Accounts(DirectoryStore store, EngineClock clock, Dice dice, Seal seal) {
        this.store = store;
        this.clock = clock;
        this.dice = dice;
        this.seal = seal;
    }

    /**
     * A key with its secret, which is shown this once.
     *
     * @param secret of 40 characters
     */
    public record NewKey(AccessKey key, String secret) {
        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "NewKey[" + key.id() + "]";
        }
    }

    /** A token with its text, which is shown this once. */
    public record NewToken(ApiToken token, String text) {
        /** Leaves out the text. */
        @Override
        public String toString() {
            return "NewToken[" + token.id() + "]";
        }
    }

    /**
     * What to keep of a password. Takes some ten milliseconds of a core: not for the lane.
     *
     * @throws IllegalArgumentException when it is too short or too long
     */
    public Password verifier(String password) {
        return Password.of(password, dice);
    }

    /** Adds a user. The first one must be an administrator, since it ends the open state. */
    public void add(
            Caller by,
            String name,
            Set<Role> roles,
            List<Grant> grants,
            Optional<Password> password,
            Reply<User> reply) {
        User user;
        try {
            long wall = clock.wall();
            user = new User(name, roles, grants, password, 0, User.State.ACTIVE, wall);
        } catch (IllegalArgumentException invalid) {
            reply.refused(new Refusal.InvalidSetting("user", name, text(invalid)));
            return;
        }
        change(
                by,
                "add user",
                name,
                now -> {
                    if (now.user(name).isPresent()) {
                        return refuse("user", name, "a name that is not taken");
                    }
                    if (now.open() && !user.isAdmin()) {
                        return refuse("roles", roles.toString(), "admin, for the first user");
                    }
                    return now.users().size() >= MOST_USERS
                            ? refuse("users", name, "at most " + MOST_USERS)
                            : new Step.Do(
                                    List.of(new DirectoryChange.PutUser(user)), user.toString());
                },
                reply,
                _ -> user);
    }

    /** Replaces roles and grants. */
    public void allow(
            Caller by, String name, Set<Role> roles, List<Grant> grants, Reply<User> reply) {
        edit(by, "change rights", name, user -> user.withRoles(roles).withGrants(grants), reply);
    }

    /** Replaces the password and ends the user's sessions. */
    public void setPassword(Caller by, String name, Password password, Reply<User> reply) {
        edit(by, "set password", name, user -> user.withPassword(password), reply);
    }

    /** Switches a user off or on; off ends sessions and rests keys and tokens. */
    public void setState(Caller by, String name, User.State state, Reply<User> reply) {
        edit(by, "switch user " + state, name, user -> user.withState(state), reply);
    }

    private void edit(
            Caller by, String action, String name, Function<User, User> edit, Reply<User> reply) {
        change(
                by,
                action,
                name,
                now -> {
                    Optional<User> user = now.user(name);
                    if (user.isEmpty()) {
                        return unknown("user", name);
                    }
                    User edited;
                    try {
                        edited = edit.apply(user.get());
                    } catch (IllegalArgumentException invalid) {
                        return refuse("user", name, text(invalid));
                    }
                    boolean keepsAdmin = edited.isAdmin() && edited.active();
                    return !keepsAdmin && !now.hasOtherAdmin(name)
                            ? lastAdmin(name)
                            : new Step.Do(
                                    List.of(new DirectoryChange.PutUser(edited)),
                                    edited.toString());
                },
                reply,
                now -> now.user(name).orElseThrow());
    }

    /** Removes a user with all keys and tokens. The last administrator stays. */
    public void remove(Caller by, String name, Reply<User> reply) {
        Optional<User> before = store.current().user(name);
        change(
                by,
                "remove user",
                name,
                now ->
                        now.user(name).isEmpty()
                                ? unknown("user", name)
                                : !now.hasOtherAdmin(name)
                                        ? lastAdmin(name)
                                        : new Step.Do(
                                                List.of(new DirectoryChange.RemoveUser(name)), ""),
                reply,
                _ -> before.orElseThrow());
    }

    /** Makes a key for signed requests. */
    public void addKey(Caller by, String user, Reply<NewKey> reply) {
        String secret = base64(SECRET_BYTES);
        addKey(by, user, newKeyId(), secret, reply);
    }

    /** Takes over a key that was made elsewhere, in place of one of the same id. */
    public void takeKey(Caller by, String user, String id, String secret, Reply<NewKey> reply) {
        addKey(by, user, id, secret, reply);
    }

    /** True when the user has this key with this secret, for good. */
    public boolean holdsKey(String user, String id, String secret) {
        Optional<AccessKey> key = store.current().key(id);
        if (key.isEmpty()
                || !key.get().user().equals(user)
                || key.get().endsAt() != Long.MAX_VALUE) {
            return false;
        }
        try {
            byte[] kept = seal.open(id, key.get().sealedSecret());
            return MessageDigest.isEqual(kept, secret.getBytes(StandardCharsets.UTF_8));
        } catch (Seal.SealBroken broken) {
            return false;
        }
    }

    private void addKey(Caller by, String user, String id, String secret, Reply<NewKey> reply) {
        byte[] sealed = seal.close(id, secret.getBytes(StandardCharsets.UTF_8));
        AccessKey key = new AccessKey(id, user, sealed, clock.wall(), Long.MAX_VALUE);
        change(
                by,
                "add access key",
                user,
                now ->
                        now.user(user).isEmpty()
                                ? unknown("user", user)
                                : count(now, user) >= MOST_CREDENTIALS
                                        ? refuse("keys", user, "at most " + MOST_CREDENTIALS)
                                        : new Step.Do(List.of(new DirectoryChange.PutKey(key)), id),
                reply,
                _ -> new NewKey(key, secret));
    }

    /** Makes a new key in place of one, which goes on working for a while. */
    public void rotateKey(Caller by, String id, long graceMillis, Reply<NewKey> reply) {
        Optional<AccessKey> old = store.current().key(id);
        if (old.isEmpty() || graceMillis < 0) {
            reply.refused(new Refusal.InvalidSetting("key", id, "the id of an access key"));
            return;
        }
        String user = old.get().user();
        String newId = newKeyId();
        String secret = base64(SECRET_BYTES);
        long wall = clock.wall();
        byte[] sealed = seal.close(newId, secret.getBytes(StandardCharsets.UTF_8));
        AccessKey made = new AccessKey(newId, user, sealed, wall, Long.MAX_VALUE);
        long endsAt = Math.min(old.get().endsAt(), wall + graceMillis);
        change(
                by,
                "rotate access key",
                user,
                now ->
                        now.key(id).isEmpty()
                                ? unknown("key", id)
                                : new Step.Do(
                                        List.of(
                                                new DirectoryChange.PutKey(made),
                                                new DirectoryChange.PutKey(
                                                        old.get().endingAt(endsAt))),
                                        id + " -> " + newId),
                reply,
                _ -> new NewKey(made, secret));
    }

    public void revokeKey(Caller by, String id, Reply<AccessKey> reply) {
        Optional<AccessKey> old = store.current().key(id);
        change(
                by,
                "revoke access key",
                old.map(AccessKey::user).orElse(""),
                now ->
                        now.key(id).isEmpty()
                                ? unknown("key", id)
                                : new Step.Do(List.of(new DirectoryChange.RemoveKey(id)), id),
                reply,
                _ -> old.orElseThrow());
    }

    /** Makes a token for the HTTP API. */
    public void addToken(
            Caller by, String user, Scope scope, String note, long millis, Reply<NewToken> reply) {
        if (millis <= 0 || millis > LONGEST_TOKEN_MILLIS) {
            reply.refused(
                    new Refusal.InvalidSetting(
                            "token", String.valueOf(millis), "more than 0 ms, at most ten years"));
            return;
        }
        String text = TOKEN_PREFIX + base64(SECRET_BYTES);
        long wall = clock.wall();
        ApiToken token =
                new ApiToken(
                        letters(KEY_ID_BYTES),
                        user,
                        Fingerprint.of(text),
                        scope,
                        note.length() <= 200 ? note : note.substring(0, 200),
                        wall,
                        wall + millis);
        change(
                by,
                "add token",
                user,
                now ->
                        now.user(user).isEmpty()
                                ? unknown("user", user)
                                : count(now, user) >= MOST_CREDENTIALS
                                        ? refuse("tokens", user, "at most " + MOST_CREDENTIALS)
                                        : new Step.Do(
                                                List.of(new DirectoryChange.PutToken(token)),
                                                token.id()),
                reply,
                _ -> new NewToken(token, text));
    }

    public void revokeToken(Caller by, String id, Reply<ApiToken> reply) {
        Optional<ApiToken> old = store.current().token(id);
        change(
                by,
                "revoke token",
                old.map(ApiToken::user).orElse(""),
                now ->
                        now.token(id).isEmpty()
                                ? unknown("token", id)
                                : new Step.Do(List.of(new DirectoryChange.RemoveToken(id)), id),
                reply,
                _ -> old.orElseThrow());
    }

    // --- how a change is made

    /** What a change comes down to. */
    private sealed interface Step {
        record Do(List<DirectoryChange> changes, String detail) implements Step {}

        record Not(Refusal refusal) implements Step {}
    }

    private <T> void change(
            Caller by,
            String action,
            String target,
            Function<Directory, Step> decide,
            Reply<T> reply,
            Function<Directory, T> result) {
        store.change(
                now ->
                        switch (decide.apply(now)) {
                            case Step.Not not -> new Verdict.Refuse(not.refusal());
                            case Step.Do make ->
                                    new Verdict.Make(
                                            make.changes(),
                                            AuditEntry.of(
                                                    clock.wall(),
                                                    by,
                                                    action,
                                                    target,
                                                    AuditEntry.Outcome.DONE,
                                                    make.detail()));
                        },
                new Reply<>() {
                    @Override
                    public void ok(Directory now) {
                        reply.ok(result.apply(now));
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        reply.refused(refusal);
                    }
                });
    }

    private static Step refuse(String setting, String value, String accepted) {
        return new Step.Not(new Refusal.InvalidSetting(setting, value, accepted));
    }

    private static Step unknown(String what, String name) {
        return refuse(what, name, "a " + what + " that there is");
    }

    private static Step lastAdmin(String name) {
        return refuse("user", name, "a change that leaves an administrator who is switched on");
    }

    private static long count(Directory now, String user) {
        long keys = now.keys().stream().filter(key -> key.user().equals(user)).count();
        long tokens = now.tokens().stream().filter(token -> token.user().equals(user)).count();
        return keys + tokens;
    }

    private String newKeyId() {
        return KEY_PREFIX + letters(KEY_ID_BYTES);
    }

    /** Base32 without padding: five bits a letter. */
    private String letters(int bytes) {
        StringBuilder out = new StringBuilder();
        long bits = 0;
        int have = 0;
        for (byte next : dice.secret(bytes)) {
            bits = (bits << Byte.SIZE) | (next & 0xFF);
            have += Byte.SIZE;
            while (have >= 5) {
                have -= 5;
                out.append(ID_LETTERS.charAt((int) ((bits >> have) & 31)));
            }
        }
        return out.toString();
    }

    private String base64(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(dice.secret(bytes));
    }

    private static String text(IllegalArgumentException invalid) {
        return String.valueOf(invalid.getMessage());
    }

    /** Who is there; for lists. */
    public Directory directory() {
        return store.current();
    }

    /** Credentials of one user, for lists. */
    public List<AccessKey> keysOf(String user) {
        List<AccessKey> keys = new ArrayList<>(directory().keys());
        keys.removeIf(key -> !key.user().equals(user));
        return keys;
    }
}
