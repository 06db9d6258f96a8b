package dev.forebay.cli.definitions;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import dev.forebay.cli.output.Listing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes and changes what definitions say, one after the other, and tells what became of each. */
final class Takeover {
    private static final int NOT_FOUND = 404;

    private final Api api;
    private final boolean dryRun;
    private final Listing told;
    private int taken;
    private int refused;

    /** With a dry run nothing is changed. */
    Takeover(Api api, boolean dryRun, Listing told) {
        this.api = api;
        this.dryRun = dryRun;
        this.told = told;
    }

    /** A change of the server. */
    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    void queues(JsonNode queues) throws IOException, InterruptedException {
        for (JsonNode wanted : queues) {
            String name = wanted.path("name").asString("");
            Optional<JsonNode> there = find(Api.queue(name));
            if (there.isEmpty()) {
                step("created", "queue", name, () -> api.post("/v1/queues", members(wanted)));
                continue;
            }
            Map<String, JsonNode> changes =
                    differing(wanted.path("settings"), there.get().path("settings"));
            if (changes.isEmpty()) {
                tell("there", "queue", name, "");
            } else {
                step(
                        "changed",
                        "queue",
                        name,
                        () -> api.patch(Api.queue(name), Map.of("settings", changes)));
            }
        }
    }

    void subscriptions(JsonNode subscriptions) throws IOException, InterruptedException {
        for (JsonNode wanted : subscriptions) {
            String queue = wanted.path("queue").asString("");
            Map<String, JsonNode> members = members(wanted);
            members.remove("queue");
            String path = Api.queue(queue) + "/subscriptions";
            String name = wanted.path("name").asString("");
            if (hasSubscription(path, name)) {
                tell("there", "subscription", queue + "/" + name, "");
            } else {
                step("created", "subscription", queue + "/" + name, () -> api.post(path, members));
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

    void schedules(JsonNode schedules) throws IOException, InterruptedException {
        for (JsonNode wanted : schedules) {
            String name = wanted.path("name").asString("");
            String path = "/v1/schedules/" + Api.segment(name);
            Map<String, JsonNode> members = members(wanted);
            members.remove("name");
            Optional<JsonNode> there = find(path);
            if (there.isPresent() && differing(wanted, there.get()).isEmpty()) {
                tell("there", "schedule", name, "");
            } else {
                step(
                        there.isPresent() ? "changed" : "created",
                        "schedule",
                        name,
                        () -> api.put(path, members));
            }
        }
    }

    /** How all of it went. */
    ExitCode end() {
        if (refused == 0) {
            return ExitCode.OK;
        }
        return taken > 0 ? ExitCode.PARTLY : ExitCode.REFUSED;
    }

    private void step(String outcome, String kind, String name, Step step)
            throws IOException, InterruptedException {
        try {
            if (!dryRun) {
                step.take();
            }
            taken++;
            tell(dryRun ? "would be " + outcome : outcome, kind, name, "");
        } catch (ApiRefusal refusal) {
            refused++;
            tell("refused", kind, name, refusal.getMessage());
        }
    }

    private void tell(String outcome, String kind, String name, String reason) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("outcome", outcome);
        row.put("kind", kind);
        row.put("name", name);
        row.put("reason", reason);
        told.row(row);
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
                    if (!value.equals(there.path(name))) {
                        differing.put(name, value);
                    }
                });
        return differing;
    }

    private static Map<String, JsonNode> members(JsonNode thing) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        thing.propertyStream().forEach(each -> members.put(each.getKey(), each.getValue()));
        return members;
    }
}
