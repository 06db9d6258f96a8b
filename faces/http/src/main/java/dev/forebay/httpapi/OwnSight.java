package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.QueueInfo;
import dev.forebay.httpapi.alerts.Alert;
import dev.forebay.httpapi.alerts.AlertBook;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Goes through a look for who may see some queues and not the server, a few queues at a time so
 * that nobody waits for it. What it finds tells nothing of other queues. On the lane.
 */
final class OwnSight {
    private static final int SLICE = 200;

    private final Door door;
    private final AlertBook book;
    private final Call call;
    private final Sampling.Look look;
    private final Consumer<Sight> then;
    private final Queue<QueueInfo> left;
    private final Map<String, Standing> each = new LinkedHashMap<>();
    private Figures total = Figures.NOTHING;
    private long deadLetters;
    private int queues;

    /**
     * Begins nothing yet.
     *
     * @param call of who is to see it
     * @param then is given what he may see
     */
    OwnSight(Door door, AlertBook book, Call call, Sampling.Look look, Consumer<Sight> then) {
        this.door = door;
        this.book = book;
        this.call = call;
        this.look = look;
        this.then = then;
        this.left = new ArrayDeque<>(door.queues().all());
    }

    void go() {
        for (int i = 0; i < SLICE && !left.isEmpty(); i++) {
            String name = left.remove().name();
            if (call.may(Operation.SEE_QUEUE, name)) {
                add(name);
            }
        }
        if (left.isEmpty()) {
            then.accept(seen());
        } else {
            door.queues().lane().goOn(this::go);
        }
    }

    private void add(String name) {
        queues++;
        Standing standing = look.each().get(name);
        if (standing != null) {
            each.put(name, standing);
            total = total.plus(standing.figures());
            deadLetters += standing.takesDeadLetters() ? standing.figures().depth() : 0;
        }
    }

    /** The server's own alerts are about no queue. */
    private boolean isOwn(Alert alert) {
        return !alert.queue().isEmpty() && call.may(Operation.SEE_QUEUE, alert.queue());
    }

    private Sight seen() {
        AlertCount alerts =
                AlertCount.ofSome(book.lasting().filter(this::isOwn).toList(), look.wall());
        return new Sight(
                look.number(),
                look.wall(),
                queues,
                total,
                deadLetters,
                Optional.empty(),
                each,
                alerts);
    }
}
