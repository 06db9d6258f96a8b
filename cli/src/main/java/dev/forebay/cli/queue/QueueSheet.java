package dev.forebay.cli.queue;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Sheet;
import dev.forebay.cli.output.Units;
import tools.jackson.databind.JsonNode;

/** What is shown of queues. */
public final class QueueSheet {
    /** Queues, each a row. */
    public static final Sheet QUEUES =
            Sheet.of(
                    "queues",
                    "/name",
                    Column.text("NAME", "/name"),
                    Column.text("FLOW", "/settings/flow"),
                    Column.count("READY", "/stats/ready"),
                    Column.count("LEASED", "/stats/leased"),
                    Column.count("DELAYED", "/stats/delayed"),
                    Column.millis("OLDEST", "/stats/oldestAgeMillis"),
                    Column.rate("IN", "/stats/sentPerSecond"),
                    Column.rate("OUT", "/stats/settledPerSecond"),
                    Column.millis("DRAINED IN", "/stats/drainMillis"),
                    Column.bytes("SIZE", "/stats/bytes").wide(),
                    Column.count("DEAD", "/stats/deadLettered").wide(),
                    Column.text("ORDERING", "/settings/ordering").wide(),
                    Column.text("DEAD LETTERS TO", "/settings/deadLetter/queue").wide(),
                    Column.text("HELD BACK", "/stats/heldBack/cause").wide(),
                    Column.text("CREATED", "/createdAt").wide());

    private QueueSheet() {}

    /** How many messages wait in a queue, or are with a consumer. */
    public static long unsettled(JsonNode queue) {
        JsonNode stats = queue.path("stats");
        return stats.path("ready").asLong(0)
                + stats.path("leased").asLong(0)
                + stats.path("delayed").asLong(0);
    }

    /** How many messages of a queue were purged so far. */
    static long purged(JsonNode queue) {
        return queue.at("/stats/purged").asLong(0);
    }

    /** Such as {@code 1,234 messages}. */
    public static String messages(long count) {
        return Units.count(count) + (count == 1 ? " message" : " messages");
    }
}
