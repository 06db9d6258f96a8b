package dev.forebay.server.amqp.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something of which all happened or nothing: a message for several queues, or a transaction, that
 * was never answered. Clients find out which by what they get later.
 */
final class Whole {
    private final String what;
    private final List<Copy> sent;
    private final Map<Copy, Integer> acked = new LinkedHashMap<>();

    Whole(String what, List<Copy> sent, List<Copy> acked) {
        this.what = what;
        this.sent = sent.stream().filter(copy -> !copy.queue.kind.loses()).toList();
        for (Copy copy : acked) {
            if (!copy.queue.kind.loses()) {
                this.acked.put(copy, copy.deliveries());
            }
        }
    }

    /** All queues are empty: what was sent has been delivered, or never was there. */
    void check() {
        List<String> done = new ArrayList<>();
        List<String> undone = new ArrayList<>();
        for (Copy copy : sent) {
            (copy.deliveries() > 0 ? done : undone).add("sent " + copy);
        }
        acked.forEach((copy, before) ->
                (copy.deliveries() > before ? undone : done).add("acked " + copy));
        if (!done.isEmpty() && !undone.isEmpty()) {
            throw new SimulationFailure(
                    "whole: of " + what + " happened " + done + " and not " + undone);
        }
    }
}
