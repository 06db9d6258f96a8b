package dev.forebay.access;

import dev.forebay.access.login.Dice;
import dev.forebay.access.login.Failures;
import dev.forebay.access.login.Fingerprint;
import dev.forebay.access.login.LocalUser;
import dev.forebay.access.login.Password;
import dev.forebay.access.login.Session;
import dev.forebay.access.login.Sessions;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Passwords, sessions and tokens: finds out who asks. Thread-safe. */
public final class Logins {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_TOKEN = 200;
    private static final int MOST_WAITING = 50;
    private static final long BUSY_MILLIS = 1_000;
    private static final Authentication REJECTED =
            new Authentication.Rejected("The credentials are not valid, or not any more.");

    private final Supplier<Directory> directory;
    private final Sessions sessions;
    private final Failures failures;
    private final EngineClock clock;
    private final Lane lane;
    private final Executor slow;
    private final Dice dice;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param slow runs what takes some ten milliseconds of a core, one at a time
     */
    public Logins(
            Supplier<Directory> directory,
            Sessions.Limits limits,
            EngineClock clock,
            Dice dice,
            Lane lane,
            Executor slow) {
        this.directory = directory;
        this.sessions = new Sessions(dice, limits);
        this.failures = new Failures();
        this.clock = clock;
        this.lane = lane;
        this.slow = slow;
        this.dice = dice;
    }

    /** What became of a sign-in. */
    public sealed interface SignIn {
        record Done(Session session) implements SignIn {}

        /** Name or password are wrong; which of them is not said. */
        record Wrong() implements SignIn {}

        /** The user may sign in on this machine only. */
        record Elsewhere() implements SignIn {}

        /** Too many tries; the next is taken after so long. */
        record Later(long retryAfterMillis) implements SignIn {}
    }

    /** Failures of all kinds of credentials, for faces that check others themselves. */
    public Failures failures() {
        return failures;
    }

    /** While there are no users, everybody is nobody in particular and may do everything. */
    public Authentication authenticate(
            HttpCredentials credentials, Caller caller, Principal.Line line) {
        Directory now = directory.get();
        if (now.open()) {
            return nobody(caller, line);
        }
        String authorization = credentials.authorization();
        if (authorization != null) {
            return ofToken(now, authorization, caller, line);
        }
        String session = credentials.session();
        return session == null
                ? nobody(caller, line)
                : ofSession(now, session, credentials, caller, line);
    }

    private static Authentication nobody(Caller caller, Principal.Line line) {
        return new Authentication.Known(
                Principal.anonymous(caller, line), Authentication.Standing.ALWAYS);
    }

    private Authentication ofToken(
            Directory now, String authorization, Caller caller, Principal.Line line) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || authorization.length() > LONGEST_TOKEN) {
            return REJECTED;
        }
        String hash = Fingerprint.of(authorization.substring(SCHEME.length()).strip());
        ApiToken token = now.workingToken(hash, clock.wall());
        return token == null
                ? REJECTED
                : new Authentication.Known(
                        new Principal(caller.withUser(token.user()), token.scope(), line),
                        () -> directory.get().workingToken(hash, clock.wall()) != null);
    }

    private Authentication ofSession(
            Directory now,
            String id,
            HttpCredentials credentials,
            Caller caller,
            Principal.Line line) {
        Optional<Sessions.Owner> owner =
                id.length() > LONGEST_TOKEN ? Optional.empty() : working(now, id);
        if (owner.isEmpty()) {
            return REJECTED;
        }
        if (credentials.deed() == HttpCredentials.Deed.WRITE) {
            String csrf = credentials.csrf();
            if (csrf == null || !owner.get().repeats(csrf)) {
                return new Authentication.Rejected(
                        "The request lacks the session's " + HttpCredentials.CSRF_HEADER + ".");
            }
        }
        return new Authentication.Known(
                new Principal(caller.withUser(owner.get().user()), Scope.FULL, line),
                () -> working(directory.get(), id).isPresent());
    }

    /** Of a session that goes on; asking for it is a use of it. */
    private Optional<Sessions.Owner> working(Directory now, String session) {
        return sessions.find(session, clock.now())
                .filter(owner -> {
                    User user = now.working(owner.user());
                    return user != null && user.generation() == owner.generation();
                });
    }

    /** What a page that has a session's cookie must repeat; none when the session is over. */
    public Optional<String> csrf(String session) {
        return sessions.find(session, clock.now()).map(Sessions.Owner::csrf);
    }

    /**
     * Checks a password and begins a session. Takes the same time for users who are not there.
     *
     * @param reply called on the lane
     */
    public void signIn(String name, String password, Caller caller, Consumer<SignIn> reply) {
        check(
                name,
                password,
                caller.address(),
                outcome -> {
                    switch (outcome) {
                        case Checked.Right right -> {
                            User user = right.user();
                            reply.accept(
                                    new SignIn.Done(
                                            sessions.begin(
                                                    user.name(), user.generation(), clock.now())));
                        }
                        case Checked.Wrong _ -> reply.accept(new SignIn.Wrong());
                        case Checked.Elsewhere _ -> reply.accept(new SignIn.Elsewhere());
                        case Checked.Later later ->
                                reply.accept(new SignIn.Later(later.retryAfterMillis()));
                    }
                });
    }

    /** What became of checking who somebody is. */
    public sealed interface Checked {
        record Right(User user) implements Checked {}

        record Wrong() implements Checked {}

        /** The user may sign in on this machine only; whether the rest is right is not said. */
        record Elsewhere() implements Checked {}

        record Later(long retryAfterMillis) implements Checked {}
    }

    /**
     * Checks a password, for faces whose connections sign in.
     *
     * @param reply called on the lane
     */
    public void check(String name, String password, String address, Consumer<Checked> reply) {
        if (LocalUser.isKeptOut(name, address)) {
            answer(reply, new Checked.Elsewhere());
            return;
        }
        long wait = failures.waitMillis(address, name, clock.now());
        if (wait > 0 || waiting.get() >= MOST_WAITING) {
            answer(reply, new Checked.Later(Math.max(wait, BUSY_MILLIS)));
            return;
        }
        waiting.incrementAndGet();
        slow.execute(() -> {
            try {
                answer(reply, checked(name, password, address));
            } finally {
                waiting.decrementAndGet();
            }
        });
    }

    /** Takes a name that the line itself has shown, by a certificate. */
    public Checked vouched(String name, String address) {
        if (LocalUser.isKeptOut(name, address)) {
            return new Checked.Elsewhere();
        }
        User user = directory.get().working(name);
        return user == null ? new Checked.Wrong() : new Checked.Right(user);
    }

    private Checked checked(String name, String password, String address) {
        Directory now = directory.get();
        User user = now.working(name);
        Optional<Password> kept = user == null ? Optional.empty() : user.password();
        // Always, so that who has another kind of password does not answer sooner.
        boolean right = Password.check(kept, password);
        if (user != null && (right || now.isHashed(name, password))) {
            failures.succeeded(address, name);
            return new Checked.Right(user);
        }
        long _ = failures.failed(address, name, clock.now());
        return new Checked.Wrong();
    }

    /**
     * What to keep of a new password, made where it holds up nobody.
     *
     * @param reply called on the lane
     */
    public void derive(String password, Reply<Password> reply) {
        if (password.length() < Password.SHORTEST || password.length() > Password.LONGEST) {
            reply.refused(
                    new Refusal.InvalidSetting(
                            "password",
                            "(not shown)",
                            Password.SHORTEST + " to " + Password.LONGEST + " characters"));
            return;
        }
        if (waiting.get() >= MOST_WAITING) {
            reply.refused(new Refusal.Throttled("passwords", BUSY_MILLIS));
            return;
        }
        waiting.incrementAndGet();
        slow.execute(() -> {
            try {
                Password made = Password.of(password, dice);
                lane.execute(() -> reply.ok(made));
            } finally {
                waiting.decrementAndGet();
            }
        });
    }

    private void answer(Consumer<Checked> reply, Checked outcome) {
        lane.execute(() -> reply.accept(ofNow(outcome)));
    }

    /** A user who was removed while his password was checked is not the next of that name. */
    private Checked ofNow(Checked outcome) {
        return outcome instanceof Checked.Right(User user) && !isStill(user)
                ? new Checked.Wrong()
                : outcome;
    }

    private boolean isStill(User user) {
        User now = directory.get().working(user.name());
        return now != null
                && now.generation() == user.generation()
                && now.createdAt() == user.createdAt();
    }

    /** Ends all that a user has begun. */
    void forget(String user) {
        sessions.endAll(user);
    }

    public void signOut(String session) {
        sessions.end(session);
    }
}
