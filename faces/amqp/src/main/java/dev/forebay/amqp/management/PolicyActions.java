package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.Policy;
import dev.forebay.amqp.policy.RuntimeParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies of users, or of operators. On the lane. */
final class PolicyActions {
    private static final String NAME = "name";

    private final Administration administration;
    private final String component;

    /**
     * For one kind.
     *
     * @param component of {@link RuntimeParameter}
     */
    PolicyActions(Administration administration, String component) {
        this.administration = administration;
        this.component = component;
    }

    void list(Request request) {
        String vhost = request.part("vhost").isEmpty() ? "" : request.host();
        List<Row> rows =
                administration.policies(component).stream()
                        .filter(policy -> vhost.isEmpty() || policy.vhost().equals(vhost))
                        .map(policy -> new Row(policy.name(), () -> shown(policy)))
                        .toList();
        Listing.answer(request, administration.queues().lane(), rows);
    }

    /** A policy as definitions have it too. */
    static Members shown(Policy policy) {
        return Members.of("vhost", policy.vhost())
                .and(NAME, policy.name())
                .and("pattern", policy.pattern().toString())
                .and("apply-to", policy.applyTo().word())
                .and("definition", Fields.shown(policy.definition()))
                .and("priority", policy.priority());
    }

    void show(Request request) {
        RuntimeParameter there = administration.parameter(key(request));
        if (there == null) {
            throw ApiError.notFound();
        }
        request.json(shown(Policy.of(there)));
    }

    private RuntimeParameter.Key key(Request request) {
        return new RuntimeParameter.Key(component, request.host(), request.part(NAME));
    }

    void put(Request request) {
        RuntimeParameter.Key key = key(request);
        int status = administration.parameter(key) == null ? 201 : 204;
        administration.put(
                request.principal(),
                parameter(key, request.wish().requiring("pattern", "definition")),
                request.reply(_ -> request.empty(status)));
    }

    /**
     * A policy from JSON.
     *
     * @throws ApiError 400 when its JSON is of wrong types
     * @throws dev.forebay.amqp.policy.PolicyRefused when it is no policy that can be
     */
    static RuntimeParameter parameter(RuntimeParameter.Key key, Wish wish) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("pattern", wish.text("pattern"));
        value.put("definition", wish.object("definition").members());
        value.put("priority", wish.number("priority", 0));
        if (wish.has("apply-to")) {
            value.put("apply-to", wish.text("apply-to"));
        }
        RuntimeParameter said =
                new RuntimeParameter(key.component(), key.vhost(), key.name(), value);
        return new RuntimeParameter(
                key.component(), key.vhost(), key.name(), Policy.of(said).value());
    }

    void delete(Request request) {
        RuntimeParameter.Key key = key(request);
        if (administration.parameter(key) == null) {
            throw ApiError.notFound();
        }
        administration.remove(request.principal(), key, request.reply(_ -> request.empty(204)));
    }
}
