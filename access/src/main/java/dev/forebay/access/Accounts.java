package dev.forebay.access;

import dev.forebay.access.AccountChanges.Step;
import dev.forebay.access.login.Dice;
import dev.forebay.access.login.Password;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.EnumSet;
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
            long wall = clock.wall();
            user =
                    new User(
                            name,
                            roles,
                            grants,
                            password,
                            firstGeneration(wall),
                            User.State.ACTIVE,
                            wall);
        } catch (IllegalArgumentException invalid) {
            reply.refused(new Refusal.InvalidSetting("user", name, text(invalid)));
            return;
        }
        changes.make(
                by,
                "add user",
                name,
                now -> {
                    if (now.user(name).isPresent()) {
                        return new Step.Not<>(new Refusal.NameTaken("user", name));
                    }
                    if (now.open() && !user.isAdmin()) {
                        return Step.refuse("roles", roles.toString(), "admin, for the first user");
                    }
                    return now.users().size() >= MOST_USERS
                            ? Step.refuse("users", name, "at most " + MOST_USERS)
                            : Step.Do.put(Map.of(), user);
                },
                reply);
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
     * Replaces the password by one that is kept as RabbitMQ keeps it, and ends the user's sessions.
     */
    public void setPasswordHash(Caller by, String name, PasswordHash hash, Reply<User> reply) {
        edit(
                by,
                "set password",
                name,
                User::withoutPassword,
                List.of(new DirectoryChange.PutHash(name, hash)),
                reply);
    }

    /** Replaces the tags, and the roles that the tags before meant by those that these mean. */
    public void setTags(Caller by, String name, UserTags tags, Reply<User> reply) {
        edit(
                by,
                "tag user",
                name,
                user -> user.withRoles(retagged(user, tags)),
                List.of(new DirectoryChange.PutTags(name, tags)),
                reply);
    }

    private Set<Role> retagged(User user, UserTags tags) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(user.roles());
        roles.removeAll(changes.now().tags(user.name()).roles());
        roles.addAll(tags.roles());
        return roles;
    }

    private void edit(
            Caller by, String action, String name, UnaryOperator<User> edit, Reply<User> reply) {
        edit(by, action, name, edit, List.of(), reply);
    }

    private void edit(
            Caller by,
            String action,
            String name,
            UnaryOperator<User> edit,
            List<DirectoryChange> more,
            Reply<User> reply) {
        changes.make(
                by,
                action,
                name,
                now -> {
                    Optional<User> user = now.user(name);
                    if (user.isEmpty()) {
                        return Step.unknown("user", name);
                    }
                    User edited;
                    try {
                        edited = edit.apply(user.get());
                    } catch (IllegalArgumentException invalid) {
                        return Step.refuse("user", name, text(invalid));
                    }
                    boolean keepsAdmin = edited.isAdmin() && edited.active();
                    return !keepsAdmin && !now.hasOtherAdmin(name)
                            ? lastAdmin(name)
                            : Step.Do.put(user.get().text(), edited, more);
                },
                reply);
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
