package dev.forebay.amqp.management;

import dev.forebay.access.Directory;
import dev.forebay.access.NewPassword;
import dev.forebay.access.Principal;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.DefinitionsImport.Outcome;
import dev.forebay.amqp.management.Row.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users of a definitions file, and what they may do. On the lane. */
final class UserDefinitions {
    private static final String NAME = "name";
    private static final String VHOST = "vhost";
    private static final String USER = "user";

    private final Administration administration;
    private final Principal by;
    private final Foreseen foreseen;

    UserDefinitions(Administration administration, Principal by, Foreseen foreseen) {
        this.administration = administration;
        this.by = by;
        this.foreseen = foreseen;
    }

    /** Whether a user comes after those who can come in first, as far as the file shows that. */
    static boolean isNotFirst(Wish user) {
        return !hasPassword(user)
                || !user.requiring(WantedUser.TAGS)
                        .words(WantedUser.TAGS)
                        .contains("administrator");
    }

    private static boolean hasPassword(Wish user) {
        return user.has("password")
                || (user.has(WantedUser.HASH) && !"".equals(user.value(WantedUser.HASH)));
    }

    Definition user(Wish one) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                USER,
                "",
                name,
                () -> {
                    WantedUser wanted = WantedUser.of(name, one);
                    return foreseen.user(wanted, by.caller().address(), look(wanted));
                },
                reply ->
                        new UserActions(administration)
                                .put(by.caller(), WantedUser.of(name, one), Definition.told(reply)),
                loss(name, one));
    }

    private String loss(String name, Wish one) {
        List<String> losses = new ArrayList<>(0);
        if (!one.object("limits").members().isEmpty()) {
            losses.add("its limits are not kept");
        }
        boolean isThere = administration.access().directory().user(name).isPresent();
        if (!hasPassword(one) && (!isThere || one.has(WantedUser.HASH))) {
            losses.add("it has no password in the file, and signs in with none before it gets one");
        }
        return String.join("; ", losses);
    }

    private Outcome look(WantedUser wanted) {
        requireOwnWayBack(wanted);
        Directory directory = administration.access().directory();
        if (directory.user(wanted.name()).isEmpty()) {
            return Outcome.CREATE;
        }
        boolean sameTags = directory.tags(wanted.name()).list().equals(wanted.tags().list());
        return sameTags && hasAlready(directory, wanted) ? Outcome.SAME : Outcome.CHANGE;
    }

    /**
     * Whether the user's password is as wanted; one that is not hashed yet always counts as new.
     */
    private static boolean hasAlready(Directory directory, WantedUser wanted) {
        if (wanted.plain().isPresent()) {
            return false;
        }
        Optional<PasswordHash> kept = directory.hash(wanted.name());
        return switch (wanted.password()) {
            case NewPassword.Same _ -> true;
            case NewPassword.None _ ->
                    directory.user(wanted.name()).stream().noneMatch(directory::hasPassword);
            case NewPassword.Hashed(PasswordHash hash) ->
                    kept.filter(one ->
                                    one.base64().equals(hash.base64())
                                            && one.algorithm() == hash.algorithm())
                            .isPresent();
            case NewPassword.Derived _ -> false;
        };
    }

    /** Who imports a file that would lock him out hears of it in place of that. */
    private void requireOwnWayBack(WantedUser wanted) {
        boolean takesPassword = wanted.password() instanceof NewPassword.None;
        if (wanted.name().equals(by.name()) && (takesPassword || !wanted.isAdministrator())) {
            throw ApiError.badRequest(
                    "you import this, and it would take away your own "
                            + (takesPassword ? "password" : "tag administrator"));
        }
    }

    Definition permission(Wish one) {
        String user = one.requiring(USER, VHOST).text(USER);
        String vhost = one.text(VHOST);
        return new Definition(
                "permission",
                vhost,
                user,
                () -> {
                    foreseen.requireHost(vhost);
                    foreseen.requireUser(user);
                    VhostPermission wanted = PermissionActions.permission(user, vhost, one);
                    VhostPermission there =
                            administration.access().directory().vhosts().permission(user, vhost);
                    return foreseen.put(
                            new Foreseen.Place("permission", vhost, user),
                            one,
                            outcome(
                                    there == null ? null : PermissionActions.shown(there),
                                    PermissionActions.shown(wanted)));
                },
                reply ->
                        administration
                                .access()
                                .vhosts()
                                .put(
                                        by.caller(),
                                        PermissionActions.permission(user, vhost, one),
                                        Definition.told(reply)));
    }

    Definition topicPermission(Wish one) {
        String user = one.requiring(USER, VHOST, "exchange").text(USER);
        String vhost = one.text(VHOST);
        String exchange = one.text("exchange");
        return new Definition(
                "topic permission",
                vhost,
                user + " on " + exchange,
                () -> {
                    foreseen.requireHost(vhost);
                    foreseen.requireUser(user);
                    TopicPermission wanted = PermissionActions.topicPermission(user, vhost, one);
                    TopicPermission there =
                            administration
                                    .access()
                                    .directory()
                                    .vhosts()
                                    .topic(user, vhost, exchange);
                    return foreseen.put(
                            new Foreseen.Place("topic permission", vhost, user + " " + exchange),
                            one,
                            outcome(
                                    there == null ? null : PermissionActions.shown(there),
                                    PermissionActions.shown(wanted)));
                },
                reply ->
                        administration
                                .access()
                                .vhosts()
                                .putTopic(
                                        by.caller(),
                                        PermissionActions.topicPermission(user, vhost, one),
                                        Definition.told(reply)));
    }

    private static Outcome outcome(@Nullable Members there, Members wanted) {
        if (there == null) {
            return Outcome.CREATE;
        }
        return there.all().equals(wanted.all()) ? Outcome.SAME : Outcome.CHANGE;
    }
}
