package dev.forebay.cli.definitions;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes and changes what definitions say, one after the other, and tells what became of each. */
final class Takeover {
    private static final int NOT_FOUND = 404;

    private final Api api;
    private final boolean dryRun;
    private final Outcomes told;

    /** Queues that are there now, or would be. */
    private final Set<String> queues = new HashSet<>();

    private int taken;
    private int refused;

    /** With a dry run nothing is changed. */
    Takeover(Api api, boolean dryRun, Outcomes told) {
        this.api = api;
        this.dryRun = dryRun;
        this.told = told;
    }

    /**
     * A definition.
     *
     * @param kind such as queue
     * @param note what else is to be said of it
     */
    private record Definition(String kind, String name, String note) {
        Definition(String kind, String name) {
            this(kind, name, "");
        }
    }

    /** Asks the server for something. */
    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    /** Queues as {@code GET /v1/queues} lists them: of each its name, settings and tags. */
    void queues(JsonNode all) throws IOException, InterruptedException {
        for (JsonNode wanted : all) {
            queue(wanted, "");
        }
    }

    /**
     * A queue.
     *
     * @param note what else is to be said of it; may be empty
     */
    void queue(JsonNode wanted, String note) throws IOException, InterruptedException {
        String name = wanted.path("name").asString("");
        Definition queue = new Definition("queue", name, note);
        Optional<JsonNode> there = find(Api.queue(name));
        if (there.isPresent()) {
            queues.add(name);
            change(queue, wanted, there.get());
        } else if (step(
                Outcome.CREATE,
                queue,
                () -> api.post("/v1/queues/preview", members(wanted)),
                () -> api.post("/v1/queues", members(wanted)))) {
            queues.add(name);
        }
    }

    private void change(Definition queue, JsonNode wanted, JsonNode there)
            throws IOException, InterruptedException {
        Map<String, JsonNode> changes = differing(wanted.path("settings"), there.path("settings"));
        if (changes.isEmpty()) {
            tell(Outcome.SAME, queue, queue.note());
            return;
        }
        Map<String, Object> settings = Map.of("settings", changes);
        Map<String, Object> named = Map.of("name", queue.name(), "settings", changes);
        step(
                Outcome.CHANGE,
                queue,
                () -> api.post("/v1/queues/preview", named),
                () -> api.patch(Api.queue(queue.name()), settings));
    }

    /** Subscriptions, each with the queue that it reads. */
    void subscriptions(JsonNode all) throws IOException, InterruptedException {
        for (JsonNode wanted : all) {
            String queue = wanted.path("queue").asString("");
            Map<String, JsonNode> members = members(wanted);
            members.remove("queue");
            String path = Api.queue(queue) + "/subscriptions";
            String name = wanted.path("name").asString("");
            Definition subscription = new Definition("subscription", queue + "/" + name);
            if (hasSubscription(path, name)) {
                tell(Outcome.SAME, subscription, subscription.note());
            } else if (isThere(queue, subscription)) {
                step(Outcome.CREATE, subscription, () -> {}, () -> api.post(path, members));
            }
        }
    }

    private boolean hasSubscription(String path, String name)
            throws IOException, InterruptedException {
        boolean[] found = {false};
        try {
            api.each(
                    path,
                    "subscriptions",
                    each -> found[0] |= each.path("name").asString("").equals(name));
        } catch (ApiRefusal refusal) {
            if (refusal.status() != NOT_FOUND) {
                throw refusal;
            }
        }
        return found[0];
    }

    /** Schedules as {@code GET /v1/schedules} lists them, without their figures. */
    void schedules(JsonNode all) throws IOException, InterruptedException {
        for (JsonNode wanted : all) {
            Definition schedule = new Definition("schedule", wanted.path("name").asString(""));
            String path = "/v1/schedules/" + Api.segment(schedule.name());
            Map<String, JsonNode> members = members(wanted);
            members.remove("name");
            Optional<JsonNode> there = find(path);
            if (there.isPresent() && differing(wanted, there.get()).isEmpty()) {
                tell(Outcome.SAME, schedule, schedule.note());
            } else if (isThere(wanted.path("queue").asString(""), schedule)) {
                step(
                        there.isPresent() ? Outcome.CHANGE : Outcome.CREATE,
                        schedule,
                        () -> api.post("/v1/schedules/preview", times(members)),
                        () -> api.put(path, members));
            }
        }
    }

    /** Those members that say when. */
    private static Map<String, JsonNode> times(Map<String, JsonNode> schedule) {
        Map<String, JsonNode> times = new LinkedHashMap<>(schedule);
        times.keySet().retainAll(Set.of("when", "zone"));
        return times;
    }

    /** Whether the queue that something is about is there, or would be; says it where not. */
    private boolean isThere(String queue, Definition about)
            throws IOException, InterruptedException {
        if (queues.contains(queue) || find(Api.queue(queue)).isPresent()) {
            return true;
        }
        refused++;
        tell(Outcome.REFUSED, about, "There is no queue \"" + queue + "\".");
        return false;
    }

    /** How all of it went. */
    ExitCode end() {
        if (refused == 0) {
            return ExitCode.OK;
        }
        return taken > 0 ? ExitCode.PARTLY : ExitCode.REFUSED;
    }

    /**
     * Takes a step, or in a dry run has the server check it; false when it refuses.
     *
     * @param outcome what has become of the definition then
     */
    private boolean step(Outcome outcome, Definition definition, Step check, Step step)
            throws IOException, InterruptedException {
        try {
            (dryRun ? check : step).take();
        } catch (ApiRefusal refusal) {
            refused++;
            tell(Outcome.REFUSED, definition, refusal.getMessage());
            return false;
        }
        taken++;
        tell(outcome, definition, definition.note());
        return true;
    }

    private void tell(Outcome outcome, Definition definition, String reason) {
        told.tell(
                outcome,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", definition.kind())
                        .put("name", definition.name())
                        .put("reason", reason));
    }

    private Optional<JsonNode> find(String path) throws IOException, InterruptedException {
        try {
            return Optional.of(api.get(path));
        } catch (ApiRefusal refusal) {
            if (refusal.status() != NOT_FOUND) {
                throw refusal;
            }
            return Optional.empty();
        }
    }

    private static Map<String, JsonNode> differing(JsonNode wanted, JsonNode there) {
        Map<String, JsonNode> differing = new LinkedHashMap<>();
        members(wanted)
                .forEach((name, value) -> {
                    if (!value.equals(Takeover::byValue, there.path(name))) {
                        differing.put(name, value);
                    }
                });
        return differing;
    }

    /** A number is the same however many bits it was read into. */
    private static int byValue(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private static Map<String, JsonNode> members(JsonNode thing) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        thing.propertyStream().forEach(each -> members.put(each.getKey(), each.getValue()));
        return members;
    }
}
