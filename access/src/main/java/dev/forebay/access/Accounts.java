package dev.forebay.access;

import dev.forebay.access.AccountChanges.Step;
import dev.forebay.access.login.Dice;
import dev.forebay.access.login.Password;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes of users. Whether the caller may is decided before (operations MANAGE_USERS and
 * OWN_CREDENTIALS); every change is in the audit log. On the engine's lane, but for {@link
 * #verifier}, which is slow and belongs on another thread.
 */
public final class Accounts {
    private static final int MOST_USERS = 10_000;
    private static final int MILLIS = 1_000;

    private final AccountChanges changes;
    private final EngineClock clock;
    private final Dice dice;

    Accounts(AccountChanges changes, EngineClock clock, Dice dice) {
        this.changes = changes;
        this.clock = clock;
        this.dice = dice;
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
            user = fresh(name, roles, grants, password);
        } catch (IllegalArgumentException invalid) {
            reply.refused(new Refusal.InvalidSetting("user", name, text(invalid)));
            return;
        }
        changes.make(
                by,
                "add user",
                name,
                now ->
                        now.user(name).isPresent()
                                ? new Step.Not<>(new Refusal.NameTaken("user", name))
                                : added(now, user, List.of()),
                reply);
    }

    private User fresh(
            String name, Set<Role> roles, List<Grant> grants, Optional<Password> password) {
        long wall = clock.wall();
        int generation = firstGeneration(wall);
        return new User(name, roles, grants, password, generation, User.State.ACTIVE, wall);
    }

    private static Step<User> added(Directory now, User user, List<DirectoryChange> more) {
        if (now.open() && !user.isAdmin()) {
            return Step.refuse("roles", user.roles().toString(), "admin, for the first user");
        }
        return now.users().size() >= MOST_USERS
                ? Step.refuse("users", user.name(), "at most " + MOST_USERS)
                : Step.Do.put(Map.of(), user, more);
    }

    /** By the time, so that sessions of a removed user are not those of the next of that name. */
    private static int firstGeneration(long wall) {
        return (int) (wall / MILLIS) & Integer.MAX_VALUE >> 1;
    }

    /** Replaces roles and grants, switches a user off or on: off ends sessions, rests the rest. */
    public void change(Caller by, String name, UserChange change, Reply<User> reply) {
        edit(by, "change user", name, change::of, reply);
    }

    /** Replaces the password and ends the user's sessions. */
    public void setPassword(Caller by, String name, Password password, Reply<User> reply) {
        edit(by, "set password", name, user -> user.withPassword(password), reply);
    }

    /**
     * Makes a user as RabbitMQ's tools describe it, or gives the one there is other tags, with the
     * roles that they mean, and another password. The first one must be an administrator who can
     * sign in, and the last who can stays one.
     */
    public void put(
            Caller by, String name, UserTags tags, NewPassword password, Reply<User> reply) {
        changes.make(
                by, "put user", name, now -> put(now, name, new Described(tags, password)), reply);
    }

    /** What RabbitMQ's tools say of a user. */
    private record Described(UserTags tags, NewPassword password) {
        User of(User user) {
            return password.of(user).withRoles(tags.exchangedIn(user.roles()));
        }

        List<DirectoryChange> changes(String name) {
            List<DirectoryChange> all = new ArrayList<>(password.changes(name));
            all.add(new DirectoryChange.PutTags(name, tags));
            return all;
        }
    }

    private Step<User> put(Directory now, String name, Described wanted) {
        if (now.open() && !wanted.password().letsIn()) {
            return Step.refuse("password", "none", "one for the first user, who must get in again");
        }
        Optional<User> there = now.user(name);
        if (wanted.password() instanceof NewPassword.None
                && there.filter(now::isLastAdminWithPassword).isPresent()) {
            return Step.refuse(
                    "password", "none", "one for the last administrator who signs in with one");
        }
        try {
            return there.isPresent()
                    ? edited(now, there.get(), wanted::of, wanted.changes(name))
                    : added(
                            now,
                            wanted.of(fresh(name, Set.of(), List.of(), Optional.empty())),
                            wanted.changes(name));
        } catch (IllegalArgumentException invalid) {
            return Step.refuse("user", name, text(invalid));
        }
    }

    private void edit(
            Caller by, String action, String name, UnaryOperator<User> edit, Reply<User> reply) {
        changes.make(
                by,
                action,
                name,
                now ->
                        now.user(name)
                                .map(user -> edited(now, user, edit, List.of()))
                                .orElseGet(() -> Step.unknown("user", name)),
                reply);
    }

    private static Step<User> edited(
            Directory now, User user, UnaryOperator<User> edit, List<DirectoryChange> more) {
        User edited;
        try {
            edited = edit.apply(user);
        } catch (IllegalArgumentException invalid) {
            return Step.refuse("user", user.name(), text(invalid));
        }
        boolean keepsAdmin = edited.isAdmin() && edited.active();
        return !keepsAdmin && !now.hasOtherAdmin(user.name())
                ? lastAdmin(user.name())
                : Step.Do.put(user.text(), edited, more);
    }

    /** Removes a user with all keys and tokens. The last administrator stays. */
    public void remove(Caller by, String name, Reply<User> reply) {
        changes.make(
                by,
                "remove user",
                name,
                now -> {
                    Optional<User> user = now.user(name);
                    if (user.isEmpty()) {
                        return Step.unknown("user", name);
                    }
                    return now.hasOtherAdmin(name)
                            ? new Step.Do<>(
                                    List.of(new DirectoryChange.RemoveUser(name)), "", user.get())
                            : lastAdmin(name);
                },
                reply);
    }

    private static <T> Step<T> lastAdmin(String name) {
        return Step.refuse(
                "user", name, "a change that leaves an administrator who is switched on");
    }

    private static String text(IllegalArgumentException invalid) {
        return String.valueOf(invalid.getMessage());
    }
}
