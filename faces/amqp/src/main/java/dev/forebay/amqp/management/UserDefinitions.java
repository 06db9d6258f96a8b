package dev.forebay.amqp.management;

import dev.forebay.access.Directory;
import dev.forebay.access.Principal;
import dev.forebay.access.User;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.DefinitionsImport.Outcome;
import dev.forebay.amqp.management.Row.Members;
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

    static boolean isNoAdministrator(Wish user) {
        return !UserActions.tags(user.requiring("tags")).list().contains("administrator");
    }

    Definition user(Wish one) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                USER,
                "",
                name,
                () -> foreseen.user(name, UserActions.tags(one), one, look(name, one)),
                reply ->
                        new UserActions(administration)
                                .put(by.caller(), name, one, Definition.told(reply)),
                one.object("limits").members().isEmpty() ? "" : "its limits are not kept");
    }

    private Outcome look(String name, Wish one) {
        UserTags tags = UserActions.tags(one);
        PasswordHash hash = UserActions.hash(one);
        Directory directory = administration.access().directory();
        Optional<User> there = directory.user(name);
        if (there.isEmpty()) {
            return Outcome.CREATE;
        }
        boolean sameHash =
                hash == null
                        || directory
                                .hash(name)
                                .filter(kept ->
                                        kept.base64().equals(hash.base64())
                                                && kept.algorithm() == hash.algorithm())
                                .isPresent();
        return sameHash && UserActions.tags(directory, there.get()).list().equals(tags.list())
                ? Outcome.SAME
                : Outcome.CHANGE;
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
