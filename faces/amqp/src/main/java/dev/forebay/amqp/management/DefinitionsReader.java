package dev.forebay.amqp.management;

import dev.forebay.access.Principal;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.management.DefinitionsImport.Outcome;
import dev.forebay.amqp.policy.PolicyKey;
import dev.forebay.amqp.policy.RuntimeParameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads definitions in RabbitMQ's JSON, for somebody who wants them. In an order in which each
 * finds what it needs; users last, since the first of them ends that everybody may do everything.
 */
final class DefinitionsReader {
    private static final String NAME = "name";
    private static final String VHOST = "vhost";

    private final Administration administration;
    private final Principal by;
    private final Foreseen foreseen;

    DefinitionsReader(Administration administration, Principal by) {
        this.administration = administration;
        this.by = by;
        this.foreseen = new Foreseen(administration);
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
        parameters(file, "parameters").forEach(one -> all.add(parameter(one, host(one, only))));
        if (only.isEmpty()) {
            parameters(file, "global_parameters").forEach(one -> all.add(parameter(one, "")));
        }
        file.objects("policies").forEach(one -> all.add(policy(one, host(one, only))));
        TopologyDefinitions topology = new TopologyDefinitions(administration, by, foreseen);
        file.objects("exchanges").forEach(one -> all.add(topology.exchange(one, host(one, only))));
        file.objects("queues").forEach(one -> all.add(topology.queue(one, host(one, only))));
        file.objects("bindings").stream()
                .filter(one -> !one.text("source").isEmpty())
                .forEach(one -> all.add(topology.binding(one, host(one, only))));
        if (only.isEmpty()) {
            UserDefinitions users = new UserDefinitions(administration, by, foreseen);
            users(file).stream()
                    .sorted(Comparator.comparing(UserDefinitions::isNotFirst))
                    .forEach(one -> all.add(users.user(one)));
            file.objects("permissions").forEach(one -> all.add(users.permission(one)));
            file.objects("topic_permissions").forEach(one -> all.add(users.topicPermission(one)));
        }
        return all;
    }

    private static boolean isOwn(Wish file) {
        return ServerActions.PRODUCT.equals(file.value("product_name"));
    }

    /** Values that Forebay exported are what they are; others may have come by the command line. */
    private static List<Wish> parameters(Wish file, String section) {
        boolean own = isOwn(file);
        return file.objects(section).stream().map(one -> own ? one : unpaired(one)).toList();
    }

    /** No hash in what Forebay exported means a password that it does not tell. */
    private static List<Wish> users(Wish file) {
        boolean own = isOwn(file);
        return file.objects("users").stream().map(one -> own ? untold(one) : one).toList();
    }

    private static Wish untold(Wish user) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(user.members());
        members.remove(WantedUser.HASH, "");
        return new Wish(members);
    }

    private static Wish unpaired(Wish parameter) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(parameter.members());
        members.computeIfPresent("value", (_, value) -> Pairs.asObjects(value));
        return new Wish(members);
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
                () -> look(HostActions.wanted(name, one)),
                reply ->
                        administration.putHost(
                                by.caller(), HostActions.wanted(name, one), Definition.told(reply)),
                one.flag("protected_from_deletion", false)
                        ? "that it is protected from deletion is not kept"
                        : "");
    }

    /** One that is there is left alone, unless the file gives it another type for its queues. */
    private Outcome look(VirtualHost wanted) {
        Optional<VirtualHost> there = administration.host(wanted.name());
        Outcome now =
                there.map(host ->
                                host.defaultQueueType().equals(wanted.defaultQueueType())
                                                || wanted.defaultQueueType().isEmpty()
                                        ? Outcome.SAME
                                        : Outcome.CHANGE)
                        .orElse(Outcome.CREATE);
        return foreseen.host(wanted.name(), wanted, now);
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
                () -> ParameterActions.parameter(key, one.requiring("value")),
                vhost.isEmpty() ? "" : "it is kept without effect");
    }

    private Definition policy(Wish one, String vhost) {
        return policy(
                "policy",
                new RuntimeParameter.Key(
                        RuntimeParameter.POLICY, vhost, one.requiring(NAME).text(NAME)),
                one);
    }

    private Definition policy(String kind, RuntimeParameter.Key key, Wish one) {
        String kept =
                one.object("definition").members().keySet().stream()
                        .filter(PolicyKey::isOnlyKept)
                        .collect(Collectors.joining(", "));
        return parameter(
                kind,
                key,
                () -> PolicyActions.parameter(key, one.requiring("pattern", "definition")),
                kept.isEmpty() ? "" : "kept without effect: " + kept);
    }

    private Definition parameter(
            String kind, RuntimeParameter.Key key, Supplier<RuntimeParameter> read, String loss) {
        return new Definition(
                kind,
                key.vhost(),
                key.name(),
                () -> look(read.get()),
                reply -> administration.put(by, read.get(), Definition.told(reply)),
                loss);
    }

    private Outcome look(RuntimeParameter wanted) {
        if (!wanted.isGlobal()) {
            foreseen.requireHost(wanted.vhost());
        }
        RuntimeParameter there = administration.parameter(wanted.key());
        return foreseen.put(
                wanted.key(),
                wanted,
                there == null
                        ? Outcome.CREATE
                        : isSame(there, wanted) ? Outcome.SAME : Outcome.CHANGE);
    }

    private static boolean isSame(RuntimeParameter one, RuntimeParameter other) {
        return FieldValues.matchableTable(one.value())
                .equals(FieldValues.matchableTable(other.value()));
    }
}
