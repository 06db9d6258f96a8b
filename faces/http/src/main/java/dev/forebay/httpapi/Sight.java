package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody may see of a look: all of it, or what concerns some queues alone.
 *
 * @param queues how many there are of them
 * @param total over these
 * @param deadLetters unsettled messages in those that are others' dead-letter queues
 * @param traffic of the server; empty for who may not see it
 * @param each of them that has something to show, by name
 * @param alerts that last about them
 */
record Sight(
        long number,
        long wall,
        int queues,
        Figures total,
        long deadLetters,
        Optional<Traffic> traffic,
        Map<String, Standing> each,
        AlertCount alerts) {
    static Sight whole(Sampling.Look look) {
        Traffic traffic = look.traffic();
        return new Sight(
                look.number(),
                look.wall(),
                look.queues(),
                look.total(),
                traffic.deadLetters(),
                Optional.of(traffic),
                look.each(),
                look.alerts());
    }

    /** When it was, and the sums, as members of the current object. */
    void writeSums(JsonOut out) {
        out.field("number", number);
        out.time("at", wall);
        out.field("queueCount", queues);
        out.begin("total");
        total.write(out);
        traffic.ifPresent(seen -> seen.write(out));
        out.field("deadLetters", deadLetters);
        out.end();
    }
}
