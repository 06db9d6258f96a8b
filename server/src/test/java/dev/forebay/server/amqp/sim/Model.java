package dev.forebay.server.amqp.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that was published, and where it went. */
final class Model {
    /** The durable fanout exchange, and where it leads. */
    static final String FAN = "fan";

    static final List<String> BEHIND_FAN = List.of("kept", "single", "short");

    final Map<String, TrackedQueue> queues = new LinkedHashMap<>();
    final Map<Long, Published> messages = new LinkedHashMap<>();
    final List<Whole> wholes = new ArrayList<>();
    final Suspicions suspicions = new Suspicions();

    /** Ends of connections, channels, consumers and processes so far. */
    long ends;

    private long moment;

    Model() {
        for (TrackedQueue.Kind kind : TrackedQueue.Kind.values()) {
            if (!kind.endsWithProcess()) {
                add(kind.name().toLowerCase(Locale.ROOT), kind);
            }
        }
    }

    TrackedQueue add(String name, TrackedQueue.Kind kind) {
        TrackedQueue queue = new TrackedQueue(name, kind);
        queues.put(name, queue);
        return queue;
    }

    /** What happens is in one order; each thing is at a moment of its own. */
    long nextMoment() {
        moment++;
        return moment;
    }

    /** A message that goes to these queues. */
    Published publish(
            ClientChannel line, String exchange, String key, boolean comesBack, List<String> to) {
        Published message =
                new Published(this, messages.size() + 1L, line, exchange, key, comesBack);
        messages.put(message.id, message);
        to.forEach(name -> new Copy(message, queue(name)));
        return message;
    }

    TrackedQueue queue(String name) {
        TrackedQueue queue = queues.get(name);
        if (queue == null) {
            throw new IllegalArgumentException(name);
        }
        return queue;
    }

    /** The copy that came from a queue. */
    Copy came(TrackedQueue from, byte[] body, String exchange, String key) {
        Published message = messages.get(Published.idOf(body));
        if (message == null) {
            throw new SimulationFailure("phantom: never sent, in " + from);
        }
        message.check(body, exchange, key);
        return message.copies.stream()
                .filter(copy -> copy.queue == from)
                .findFirst()
                .orElseThrow(() ->
                        new SimulationFailure("phantom: " + message + " was not sent to " + from));
    }

    /** The server process is gone, and a new one is there. */
    void restarted(Death death, long now) {
        ends++;
        suspicions.forget();
        for (TrackedQueue queue : queues.values()) {
            queue.consumers.clear();
            queue.active = null;
            queue.gone |= queue.kind.endsWithProcess();
        }
        copies().forEach(copy -> copy.restarted(death, now));
    }

    List<Copy> copies() {
        return queues.values().stream()
                .filter(queue -> !queue.gone)
                .flatMap(queue -> queue.copies.stream())
                .toList();
    }

    /** Everything was taken out of all queues. */
    void drained() {
        for (Copy copy : copies()) {
            if (!copy.queue.kind.loses() && copy.isLost()) {
                throw new SimulationFailure("loss: " + copy);
            }
        }
        wholes.forEach(Whole::check);
    }
}
