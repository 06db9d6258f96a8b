package dev.forebay.amqp.management;

import dev.forebay.access.Directory;
import dev.forebay.access.Principal;
import dev.forebay.access.User;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.DeclaredQueue;
import dev.forebay.amqp.TopologyEdits.Made;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.management.DefinitionsImport.Outcome;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads definitions in RabbitMQ's JSON, for somebody who wants them. In an order in which each
 * finds what it needs; users last, since the first of them ends that everybody may do everything.
 */
final class DefinitionsReader {
    private static final String NAME = "name";
    private static final String VHOST = "vhost";
    private static final String USER = "user";

    private final Administration administration;
    private final Principal by;

    DefinitionsReader(Administration administration, Principal by) {
        this.administration = administration;
        this.by = by;
    }

    /**
     * Reads a file.
     *
     * @param only the virtual host that all of it is for; empty where it says so itself
     * @throws ApiError 400 when it is no definitions file
     */
    List<Definition> read(Wish file, String only) {
        List<Definition> all = new ArrayList<>();
        if (only.isEmpty()) {
            file.objects("vhosts").forEach(one -> all.add(host(one)));
        }
        file.objects("parameters").forEach(one -> all.add(parameter(one, host(one, only))));
        if (only.isEmpty()) {
            file.objects("global_parameters").forEach(one -> all.add(parameter(one, "")));
        }
        file.objects("policies").forEach(one -> all.add(policy(one, host(one, only))));
        file.objects("exchanges").forEach(one -> all.add(exchange(one, host(one, only))));
        file.objects("queues").forEach(one -> all.add(queue(one, host(one, only))));
        file.objects("bindings").stream()
                .filter(one -> !one.text("source").isEmpty())
                .forEach(one -> all.add(binding(one, host(one, only))));
        if (only.isEmpty()) {
            file.objects("users").stream()
                    .sorted(Comparator.comparing(DefinitionsReader::isNoAdministrator))
                    .forEach(one -> all.add(user(one)));
            file.objects("permissions").forEach(one -> all.add(permission(one)));
            file.objects("topic_permissions").forEach(one -> all.add(topicPermission(one)));
        }
        return all;
    }

    private static String host(Wish one, String only) {
        return only.isEmpty() ? one.requiring(VHOST).text(VHOST) : only;
    }

    private Definition host(Wish one) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                "vhost",
                "",
                name,
                () -> {
                    var _ = HostActions.wanted(name, one);
                    return isThere(name) ? Outcome.SAME : Outcome.CREATE;
                },
                reply ->
                        administration.putHost(
                                by.caller(), HostActions.wanted(name, one), of(reply)));
    }

    private boolean isThere(String vhost) {
        return administration.host(vhost).isPresent();
    }

    private Definition parameter(Wish one, String vhost) {
        String component = vhost.isEmpty() ? "" : one.requiring("component").text("component");
        RuntimeParameter.Key key =
                new RuntimeParameter.Key(component, vhost, one.requiring(NAME).text(NAME));
        if (component.equals(RuntimeParameter.OPERATOR_POLICY)) {
            return policy("operator policy", key, one.object("value"));
        }
        return parameter(
                vhost.isEmpty() ? "global parameter" : "parameter",
                key,
                () -> ParameterActions.parameter(key, one.requiring("value")));
    }

    private Definition policy(Wish one, String vhost) {
        return policy(
                "policy",
                new RuntimeParameter.Key(
                        RuntimeParameter.POLICY, vhost, one.requiring(NAME).text(NAME)),
                one);
    }

    private Definition policy(String kind, RuntimeParameter.Key key, Wish one) {
        return parameter(
                kind,
                key,
                () -> PolicyActions.parameter(key, one.requiring("pattern", "definition")));
    }

    private Definition parameter(
            String kind, RuntimeParameter.Key key, Supplier<RuntimeParameter> read) {
        return new Definition(
                kind,
                key.vhost(),
                key.name(),
                () -> look(read.get()),
                reply -> administration.put(by, read.get(), of(reply)));
    }

    private Outcome look(RuntimeParameter wanted) {
        RuntimeParameter there = administration.parameter(wanted.key());
        if (there == null) {
            return Outcome.CREATE;
        }
        return FieldValues.matchableTable(there.value())
                        .equals(FieldValues.matchableTable(wanted.value()))
                ? Outcome.SAME
                : Outcome.CHANGE;
    }

    private Definition exchange(Wish one, String vhost) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                "exchange",
                vhost,
                name,
                () -> outcome(administration.edits(by).lookAtExchange(exchange(one, vhost, name))),
                reply ->
                        administration
                                .edits(by)
                                .declareExchange(exchange(one, vhost, name), of(reply)));
    }

    private static Exchange exchange(Wish one, String vhost, String name) {
        return ExchangeActions.wanted(vhost, name, one.requiring("type"));
    }

    private Definition queue(Wish one, String vhost) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                "queue",
                vhost,
                name,
                () ->
                        outcome(
                                administration
                                        .edits(by)
                                        .lookAtQueue(vhost, name, QueueActions.declared(one))),
                reply -> {
                    DeclaredQueue wanted = QueueActions.declared(one);
                    administration.edits(by).declareQueue(vhost, name, wanted, of(reply));
                });
    }

    private static Outcome outcome(@Nullable Members there, Members wanted) {
        if (there == null) {
            return Outcome.CREATE;
        }
        return there.all().equals(wanted.all()) ? Outcome.SAME : Outcome.CHANGE;
    }

    private static Outcome outcome(Made made) {
        return made == Made.NEW ? Outcome.CREATE : Outcome.SAME;
    }

    private Definition binding(Wish one, String vhost) {
        var _ = one.requiring("source", "destination", "destination_type", "routing_key");
        String name =
                "%s -> %s (%s)"
                        .formatted(
                                one.text("source"),
                                one.text("destination"),
                                one.text("routing_key"));
        return new Definition(
                "binding",
                vhost,
                name,
                () -> {
                    Binding wanted = binding(one);
                    return isThere(vhost)
                                    && administration
                                            .bindingsTo(vhost, wanted.destination())
                                            .contains(wanted)
                            ? Outcome.SAME
                            : Outcome.CREATE;
                },
                reply -> administration.edits(by).bind(vhost, binding(one), of(reply)));
    }

    private static Binding binding(Wish one) {
        String to = one.text("destination");
        return new Binding(
                one.text("source"),
                one.text("destination_type").equals("exchange")
                        ? Destination.exchange(to)
                        : Destination.queue(to),
                one.text("routing_key"),
                Fields.read(one.object("arguments")));
    }

    private static boolean isNoAdministrator(Wish user) {
        return !UserActions.tags(user.requiring("tags")).list().contains("administrator");
    }

    private Definition user(Wish one) {
        String name = one.requiring(NAME).text(NAME);
        return new Definition(
                USER,
                "",
                name,
                () -> look(name, one),
                reply -> new UserActions(administration).put(by.caller(), name, one, of(reply)));
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

    private Definition permission(Wish one) {
        String user = one.requiring(USER, VHOST).text(USER);
        String vhost = one.text(VHOST);
        return new Definition(
                "permission",
                vhost,
                user,
                () -> {
                    VhostPermission wanted = PermissionActions.permission(user, vhost, one);
                    VhostPermission there =
                            administration.access().directory().vhosts().permission(user, vhost);
                    return outcome(
                            there == null ? null : PermissionActions.shown(there),
                            PermissionActions.shown(wanted));
                },
                reply ->
                        administration
                                .access()
                                .vhosts()
                                .put(
                                        by.caller(),
                                        PermissionActions.permission(user, vhost, one),
                                        of(reply)));
    }

    private Definition topicPermission(Wish one) {
        String user = one.requiring(USER, VHOST, "exchange").text(USER);
        String vhost = one.text(VHOST);
        String exchange = one.text("exchange");
        return new Definition(
                "topic permission",
                vhost,
                user + " on " + exchange,
                () -> {
                    TopicPermission wanted = PermissionActions.topicPermission(user, vhost, one);
                    TopicPermission there =
                            administration
                                    .access()
                                    .directory()
                                    .vhosts()
                                    .topic(user, vhost, exchange);
                    return outcome(
                            there == null ? null : PermissionActions.shown(there),
                            PermissionActions.shown(wanted));
                },
                reply ->
                        administration
                                .access()
                                .vhosts()
                                .putTopic(
                                        by.caller(),
                                        PermissionActions.topicPermission(user, vhost, one),
                                        of(reply)));
    }

    /** The same reply, whatever it is told. */
    private static <T> Reply<T> of(Reply<Object> reply) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                reply.ok(true);
            }

            @Override
            public void refused(Refusal refusal) {
                reply.refused(refusal);
            }
        };
    }
}
