package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.policy.RuntimeParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runtime parameters, of virtual hosts and global. On the lane. */
final class ParameterActions {
    private static final String VALUE = "value";

    /** Those that tools set; what of them has no effect here is kept for the way back. */
    private static final Set<String> COMPONENTS =
            Set.of(
                    RuntimeParameter.HOST_LIMITS,
                    "shovel",
                    "federation-upstream",
                    "federation-upstream-set");

    private final Administration administration;

    ParameterActions(Administration administration) {
        this.administration = administration;
    }

    void list(Request request) {
        String component = request.part("component");
        answer(
                request,
                one ->
                        !one.isGlobal()
                                && !one.component().equals(RuntimeParameter.POLICY)
                                && (component.isEmpty() || one.component().equals(component))
                                && isOfHost(request, one));
    }

    /** Whether it is of the virtual host that the path names, if it names one. */
    static boolean isOfHost(Request request, RuntimeParameter parameter) {
        return request.part("vhost").isEmpty() || parameter.vhost().equals(request.host());
    }

    void listGlobal(Request request) {
        answer(request, RuntimeParameter::isGlobal);
    }

    private void answer(Request request, Predicate<RuntimeParameter> which) {
        List<Row> rows =
                administration.parameters().stream()
                        .filter(which)
                        .map(one -> new Row(one.name(), () -> shown(one)))
                        .toList();
        Listing.answer(request, administration.queues().lane(), rows);
    }

    /** A parameter as definitions have it too. */
    static Members shown(RuntimeParameter parameter) {
        Members members = Members.of("name", parameter.name()).and(VALUE, value(parameter));
        return parameter.isGlobal()
                ? members
                : members.and("vhost", parameter.vhost()).and("component", parameter.component());
    }

    /** What it says, as JSON has it. */
    static @Nullable Object value(RuntimeParameter parameter) {
        Map<String, @Nullable Object> shown = Fields.shown(parameter.value());
        return shown.containsKey(RuntimeParameter.PLAIN)
                ? shown.get(RuntimeParameter.PLAIN)
                : shown;
    }

    void show(Request request) {
        RuntimeParameter there = administration.parameter(key(request));
        if (there == null) {
            throw ApiError.notFound();
        }
        request.json(shown(there));
    }

    /** What the path names; a policy is no parameter here, since it has routes of its own. */
    private static RuntimeParameter.Key key(Request request) {
        String component = request.part("component");
        if (RuntimeParameters.isPolicy(component)) {
            throw ApiError.badRequest(component + " has routes of its own");
        }
        return new RuntimeParameter.Key(
                component, component.isEmpty() ? "" : request.host(), request.part("name"));
    }

    void put(Request request) {
        RuntimeParameter wanted = parameter(key(request), request.wish().requiring(VALUE));
        int status = administration.parameter(wanted.key()) == null ? 201 : 204;
        administration.put(request.principal(), wanted, request.reply(_ -> request.empty(status)));
    }

    /**
     * A parameter from JSON with a member {@code value}.
     *
     * @throws ApiError 400 for a component that there is not, and for wrong limits
     */
    static RuntimeParameter parameter(RuntimeParameter.Key key, Wish wish) {
        if (!key.component().isEmpty() && !COMPONENTS.contains(key.component())) {
            throw ApiError.invalid("component " + key.component() + " not found");
        }
        if (key.component().equals(RuntimeParameter.HOST_LIMITS)) {
            return HostLimits.parameter(key, wish.object(VALUE));
        }
        Map<String, @Nullable Object> value =
                wish.value(VALUE) instanceof Map<?, ?>
                        ? wish.object(VALUE).members()
                        : plain(wish.value(VALUE));
        return new RuntimeParameter(key.component(), key.vhost(), key.name(), value);
    }

    private static Map<String, @Nullable Object> plain(@Nullable Object value) {
        Map<String, @Nullable Object> table = new LinkedHashMap<>();
        table.put(RuntimeParameter.PLAIN, value);
        return table;
    }

    void delete(Request request) {
        RuntimeParameter.Key key = key(request);
        if (administration.parameter(key) == null) {
            throw ApiError.notFound();
        }
        administration.remove(request.principal(), key, request.reply(_ -> request.empty(204)));
    }
}
