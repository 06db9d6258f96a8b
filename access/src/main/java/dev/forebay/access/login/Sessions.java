package dev.forebay.access.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sign-ins of browsers, in memory only: a restart ends them. Bounded; when there are too many, that
 * which rested longest goes. Thread-safe.
 */
public final class Sessions {
    private static final int SECRET_BYTES = 32;

    private final Dice dice;
    private final Limits limits;

    /** By fingerprint, in the order of last use. */
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    public Sessions(Dice dice, Limits limits) {
        this.dice = dice;
        this.limits = limits;
    }

    /**
     * How long and how many.
     *
     * @param idleMillis without a request
     * @param longestMillis since the sign-in
     * @param most at once
     * @param mostOfUser of one user at once
     */
    public record Limits(long idleMillis, long longestMillis, int most, int mostOfUser) {
        /** 30 minutes, 12 hours, 10,000 and 50. */
        public static Limits defaults() {
            return new Limits(30 * 60_000L, 12 * 3_600_000L, 10_000, 50);
        }
    }

    private static final class Kept {
        private final String user;
        private final int generation;
        private final String csrf;
        private final long begun;
        private long used;

        Kept(String user, int generation, String csrf, long now) {
            this.user = user;
            this.generation = generation;
            this.csrf = csrf;
            this.begun = now;
            this.used = now;
        }
    }

    /**
     * Begins a session.
     *
     * @param generation of the user; with another one the session is over
     * @param now any clock that does not go back, in ms
     */
    public synchronized Session begin(String user, int generation, long now) {
        makeRoom(user);
        String id = secret();
        String csrf = secret();
        kept.put(Fingerprint.of(id), new Kept(user, generation, csrf, now));
        return new Session(id, csrf, user);
    }

    /**
     * Whose session it is and of which generation; none when it is over or never was.
     *
     * @param id from the cookie
     */
    public synchronized Optional<Owner> find(String id, long now) {
        String hash = Fingerprint.of(id);
        Kept session = kept.get(hash);
        if (session == null) {
            return Optional.empty();
        }
        if (now - session.used >= limits.idleMillis()
                || now - session.begun >= limits.longestMillis()) {
            kept.remove(hash);
            return Optional.empty();
        }
        session.used = now;
        return Optional.of(new Owner(session.user, session.generation, session.csrf));
    }

    /**
     * Whose a session is.
     *
     * @param csrf what its writes must repeat
     */
    public record Owner(String user, int generation, String csrf) {
        /** Compared in constant time. */
        public boolean repeats(String given) {
            return MessageDigest.isEqual(
                    csrf.getBytes(StandardCharsets.US_ASCII),
                    given.getBytes(StandardCharsets.UTF_8));
        }

        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "Owner[" + user + "]";
        }
    }

    public synchronized void end(String id) {
        kept.remove(Fingerprint.of(id));
    }

    public synchronized void endAll(String user) {
        kept.values().removeIf(session -> session.user.equals(user));
    }

    public synchronized int size() {
        return kept.size();
    }

    private void makeRoom(String user) {
        int own = 0;
        String oldestOwn = "";
        for (Map.Entry<String, Kept> each : kept.entrySet()) {
            if (each.getValue().user.equals(user) && own++ == 0) {
                oldestOwn = each.getKey();
            }
        }
        if (own >= limits.mostOfUser()) {
            kept.remove(oldestOwn);
        }
        if (kept.size() >= limits.most()) {
            Iterator<String> oldest = kept.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(dice.secret(SECRET_BYTES));
    }
}
