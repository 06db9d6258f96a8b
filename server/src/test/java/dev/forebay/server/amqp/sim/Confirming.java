package dev.forebay.server.amqp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a channel in confirm mode published, and the rules of confirms. */
final class Confirming {
    private final World world;
    private final TreeMap<Long, Published> open = new TreeMap<>();
    private long last;

    Confirming(World world) {
        this.world = world;
    }

    void published(Published message) {
        last++;
        open.put(last, message);
    }

    /** The server has a message on disk, or all up to it. */
    void confirmed(long number, boolean multiple) {
        for (Published message : take("confirm", number, multiple)) {
            if (message.comesBack && !message.returned) {
                throw new SimulationFailure("confirm: before the return of " + message);
            }
            if (!message.copies.isEmpty()) {
                message.copies.forEach(copy -> copy.confirmed(world.scheduler.now()));
            }
        }
    }

    /** The server did not take it. */
    void refused(long number, boolean multiple) {
        for (Published message : take("nack", number, multiple)) {
            if (message.copies.stream().noneMatch(copy -> copy.queue.kind.mayRefuse())) {
                throw new SimulationFailure("nack: without a reason, of " + message);
            }
            message.copies.forEach(Copy::refused);
        }
    }

    private List<Published> take(String what, long number, boolean multiple) {
        if (!open.containsKey(number)) {
            throw new SimulationFailure(what + ": of " + number + " while open are " + open);
        }
        Map<Long, Published> meant =
                multiple ? open.headMap(number, true) : open.subMap(number, number + 1);
        List<Published> taken = new ArrayList<>(meant.values());
        meant.clear();
        return taken;
    }

    boolean isIdle() {
        return open.isEmpty();
    }

    /** No confirm comes any more: what is open happened as a whole or not at all. */
    void over() {
        open.values()
                .forEach(message ->
                        world.model.wholes.add(
                                new Whole("publish of " + message, message.copies, List.of())));
        open.clear();
    }
}
