package dev.forebay.cli.run;

import dev.forebay.cli.queue.QueueSheet;
import tools.jackson.databind.JsonNode;

/** Why a run does not go on, as far as the server tells. */
final class Obstacle {
    private Obstacle() {}

    /**
     * In a sentence.
     *
     * @param run as it is now
     * @param readers the list of consumers of the queue, or subscription, that it delivers to
     * @param queue that queue, with its figures
     */
    static String of(JsonNode run, JsonNode queue, JsonNode readers) {
        String name = queue.path("name").asString("");
        String waiting = run.at("/waiting/text").asString("");
        String held = queue.at("/stats/heldBack/detail").asString("");
        if (run.path("phase").asString(run.path("state").asString("")).equals("paused")) {
            return "it is paused. --resume with its number has it go on.";
        }
        if (!waiting.isEmpty()) {
            return waiting;
        }
        if (!held.isEmpty()) {
            return held;
        }
        if (readers.path("consumers").isEmpty()) {
            return "nobody receives from queue \"%s\"%s. Start a consumer; Ctrl-C ends the waiting, and not the run."
                    .formatted(name, subscription(readers));
        }
        return "consumers of queue \"%s\" have not settled %s."
                .formatted(name, QueueSheet.messages(run.path("unsettled").asLong(0)));
    }

    private static String subscription(JsonNode readers) {
        String subscription = readers.path("subscription").asString("");
        return subscription.isEmpty() || subscription.equals("work")
                ? ""
                : " by subscription \"" + subscription + "\"";
    }
}
