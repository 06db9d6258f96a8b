package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.RuntimeParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits of virtual hosts: all of one host's are one parameter. On the lane. */
final class HostLimits {
    private static final String VALUE = "value";
    private static final String LIMITS = "limits";
    private static final List<String> KNOWN = List.of("max-connections", "max-queues");

    private final Administration administration;

    HostLimits(Administration administration) {
        this.administration = administration;
    }

    /**
     * The parameter that holds these limits.
     *
     * @throws ApiError 400 for a name that it does not have, an unknown limit, or one that is no
     *     number
     */
    static RuntimeParameter parameter(RuntimeParameter.Key key, Wish limits) {
        if (!key.name().equals(LIMITS)) {
            throw ApiError.invalid(key.component() + " are named " + LIMITS);
        }
        Map<String, @Nullable Object> checked = new LinkedHashMap<>();
        for (String limit : limits.members().keySet()) {
            if (!KNOWN.contains(limit)) {
                throw ApiError.invalid("Unrecognised terms [" + limit + "]");
            }
            checked.put(limit, limits.number(limit, -1));
        }
        return new RuntimeParameter(key.component(), key.vhost(), key.name(), checked);
    }

    void list(Request request) {
        List<Row> rows =
                administration.parameters().stream()
                        .filter(one ->
                                one.component().equals(RuntimeParameter.HOST_LIMITS)
                                        && ParameterActions.isOfHost(request, one))
                        .map(one -> new Row(one.vhost(), () -> shown(one)))
                        .toList();
        Listing.answer(request, administration.queues().lane(), rows);
    }

    private static Members shown(RuntimeParameter limits) {
        return Members.of("vhost", limits.vhost()).and(VALUE, ParameterActions.value(limits));
    }

    void put(Request request) {
        RuntimeParameter.Key key = key(request);
        Map<String, @Nullable Object> limits = limits(key);
        limits.put(request.part("name"), request.wish().requiring(VALUE).value(VALUE));
        int status = administration.parameter(key) == null ? 201 : 204;
        put(request, parameter(key, new Wish(limits)), status);
    }

    void delete(Request request) {
        RuntimeParameter.Key key = key(request);
        Map<String, @Nullable Object> limits = limits(key);
        if (limits.remove(request.part("name")) == null) {
            throw ApiError.notFound();
        }
        put(request, parameter(key, new Wish(limits)), 204);
    }

    private void put(Request request, RuntimeParameter limits, int status) {
        administration.put(request.principal(), limits, request.reply(_ -> request.empty(status)));
    }

    private static RuntimeParameter.Key key(Request request) {
        return new RuntimeParameter.Key(RuntimeParameter.HOST_LIMITS, request.host(), LIMITS);
    }

    /** Those that there are, to be changed. */
    private Map<String, @Nullable Object> limits(RuntimeParameter.Key key) {
        RuntimeParameter there = administration.parameter(key);
        return there == null ? new LinkedHashMap<>() : new LinkedHashMap<>(there.value());
    }
}
