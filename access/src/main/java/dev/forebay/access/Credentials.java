package dev.forebay.access;

import dev.forebay.access.AccountChanges.Step;
import dev.forebay.access.login.Dice;
import dev.forebay.access.login.Fingerprint;
import dev.forebay.access.login.Seal;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Access keys and tokens of users: made, rotated, revoked. Whether the caller may is decided before
 * (operations MANAGE_USERS and OWN_CREDENTIALS); every change is in the audit log. On the engine's
 * lane.
 */
public final class Credentials {
    /** Keys and tokens of one user, together. */
    private static final int MOST = 20;

    private static final int SECRET_BYTES = 30;
    private static final int ID_BYTES = 10;
    private static final int LONGEST_NOTE = 200;
    private static final String KEY_PREFIX = "FBAK";
    private static final String TOKEN_PREFIX = "fbt_";
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS_OF_LETTER = 5;
    private static final long LONGEST_TOKEN_MILLIS = 3_660L * 24 * 3_600_000;

    private final AccountChanges changes;
    private final EngineClock clock;
    private final Dice dice;
    private final Seal seal;

    Credentials(AccountChanges changes, EngineClock clock, Dice dice, Seal seal) {
        this.changes = changes;
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

    /** Makes a key for signed requests. */
    public void addKey(Caller by, String user, Reply<NewKey> reply) {
        add(by, made(user), reply);
    }

    /** Takes over a key that was made elsewhere, in place of one of the same id. */
    public void takeKey(Caller by, String user, String id, String secret, Reply<NewKey> reply) {
        add(by, sealed(user, id, secret), reply);
    }

    private NewKey made(String user) {
        return sealed(user, KEY_PREFIX + letters(ID_BYTES), base64(SECRET_BYTES));
    }

    private NewKey sealed(String user, String id, String secret) {
        byte[] sealed = seal.close(id, secret.getBytes(StandardCharsets.UTF_8));
        return new NewKey(new AccessKey(id, user, sealed, clock.wall(), Long.MAX_VALUE), secret);
    }

    private void add(Caller by, NewKey made, Reply<NewKey> reply) {
        AccessKey key = made.key();
        changes.make(
                by,
                "add access key",
                key.user(),
                now ->
                        hasRoom(now, key.user())
                                ? new Step.Do<>(
                                        List.of(new DirectoryChange.PutKey(key)), key.id(), made)
                                : noRoom(now, "keys", key.user()),
                reply);
    }

    /** True when the user has this key with this secret, for good. */
    public boolean holdsKey(String user, String id, String secret) {
        Optional<AccessKey> key = changes.now().key(id);
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

    /** Makes a new key in place of one, which goes on working for a while. */
    public void rotateKey(Caller by, String id, long graceMillis, Reply<NewKey> reply) {
        if (graceMillis < 0) {
            reply.refused(
                    new Refusal.InvalidSetting(
                            "grace", String.valueOf(graceMillis), "0 ms or more"));
            return;
        }
        long end = clock.wall() + Math.min(graceMillis, LONGEST_TOKEN_MILLIS);
        changes.make(
                by,
                "rotate access key",
                ownerOfKey(id),
                now -> {
                    Optional<AccessKey> old = now.key(id);
                    if (old.isEmpty()) {
                        return Step.unknown("key", id);
                    }
                    NewKey made = made(old.get().user());
                    AccessKey ending = old.get().endingAt(Math.min(old.get().endsAt(), end));
                    return new Step.Do<>(
                            List.of(
                                    new DirectoryChange.PutKey(made.key()),
                                    new DirectoryChange.PutKey(ending)),
                            id + " -> " + made.key().id(),
                            made);
                },
                reply);
    }

    /** Ends a key at once. */
    public void revokeKey(Caller by, String id, Reply<AccessKey> reply) {
        changes.make(
                by,
                "revoke access key",
                ownerOfKey(id),
                now ->
                        now.key(id)
                                .<Step<AccessKey>>map(old ->
                                        new Step.Do<>(
                                                List.of(new DirectoryChange.RemoveKey(id)),
                                                id,
                                                old))
                                .orElseGet(() -> Step.unknown("key", id)),
                reply);
    }

    private String ownerOfKey(String id) {
        return changes.now().key(id).map(AccessKey::user).orElse("");
    }

    /**
     * Makes a token for the HTTP API.
     *
     * @param scope what it may be used for at most
     * @param note for people; its first 200 characters are kept
     * @param millis how long it works: more than 0, at most ten years
     */
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
                        letters(ID_BYTES),
                        user,
                        Fingerprint.of(text),
                        scope,
                        note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE),
                        wall,
                        wall + millis);
        changes.make(
                by,
                "add token",
                user,
                now ->
                        hasRoom(now, user)
                                ? new Step.Do<>(
                                        List.of(new DirectoryChange.PutToken(token)),
                                        token.id() + " for " + scope,
                                        new NewToken(token, text))
                                : noRoom(now, "tokens", user),
                reply);
    }

    /** Ends a token at once. */
    public void revokeToken(Caller by, String id, Reply<ApiToken> reply) {
        changes.make(
                by,
                "revoke token",
                changes.now().token(id).map(ApiToken::user).orElse(""),
                now ->
                        now.token(id)
                                .<Step<ApiToken>>map(old ->
                                        new Step.Do<>(
                                                List.of(new DirectoryChange.RemoveToken(id)),
                                                id,
                                                old))
                                .orElseGet(() -> Step.unknown("token", id)),
                reply);
    }

    private static boolean hasRoom(Directory now, String user) {
        long keys = now.keys().stream().filter(key -> key.user().equals(user)).count();
        long tokens = now.tokens().stream().filter(token -> token.user().equals(user)).count();
        return now.user(user).isPresent() && keys + tokens < MOST;
    }

    private static <T> Step<T> noRoom(Directory now, String what, String user) {
        return now.user(user).isEmpty()
                ? Step.unknown("user", user)
                : Step.refuse(what, user, "at most " + MOST + " keys and tokens of one user");
    }

    /** Base32 without padding: five bits a letter. */
    private String letters(int bytes) {
        StringBuilder out = new StringBuilder();
        long bits = 0;
        int have = 0;
        for (byte next : dice.secret(bytes)) {
            bits = (bits << Byte.SIZE) | (next & 0xFF);
            have += Byte.SIZE;
            while (have >= BITS_OF_LETTER) {
                have -= BITS_OF_LETTER;
                out.append(ID_LETTERS.charAt((int) ((bits >> have) & 31)));
            }
        }
        return out.toString();
    }

    private String base64(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(dice.secret(bytes));
    }
}
