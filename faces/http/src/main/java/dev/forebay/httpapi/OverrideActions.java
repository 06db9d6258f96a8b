package dev.forebay.httpapi;

import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.LimitOverride;
import dev.forebay.httpapi.codec.SettingsIn;
import java.util.Arrays;
import java.util.Optional;

/** Other limits of a queue for a while. On the lane. */
final class OverrideActions {
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 7L * 24 * 3_600_000;
    private static final long FIRST_LOOK_MILLIS = 1_000;
    private static final long AGAIN_MILLIS = 5_000;

    /** In whose name the limits from before come back. */
    private static final Caller OWN = new Caller("http", "", "", "end of an override");

    private final Door door;
    private final InTurn changes;
    private final QueueView view;

    OverrideActions(Door door, Sampling sampling, InTurn changes) {
        this.door = door;
        this.changes = changes;
        this.view = new QueueView(door, sampling);
        door.queues().lane().schedule(this::resume, FIRST_LOOK_MILLIS);
    }

    /** Those that a process before this one began end here. */
    private void resume() {
        for (QueueInfo queue : door.queues().all()) {
            LimitOverride.of(queue.settings()).ifPresent(one -> endLater(queue.name(), one));
        }
    }

    private void endLater(String queue, LimitOverride override) {
        long left = Math.max(1, override.until() - door.clock().wall());
        door.queues().lane().schedule(() -> endIfDue(queue), left);
    }

    private void endIfDue(String queue) {
        changes.next(
                queue,
                done -> {
                    Optional<QueueInfo> found = door.queues().find(queue);
                    Optional<LimitOverride> due =
                            found.flatMap(info -> LimitOverride.of(info.settings()))
                                    .filter(one -> one.until() <= door.clock().wall());
                    if (due.isEmpty()) {
                        done.run(); // a later one has a look of its own
                    } else {
                        QueueSettings after = due.get().ended(found.get().settings());
                        door.queues()
                                .update(OWN, queue, after, InTurn.ending(done, new Ended(queue)));
                    }
                });
    }

    /** What could not be written, such as on a full disk, is tried again. */
    private final class Ended implements Reply<QueueInfo> {
        private final String queue;

        Ended(String queue) {
            this.queue = queue;
        }

        @Override
        public void ok(QueueInfo after) {
            // The limits from before hold.
        }

        @Override
        public void refused(Refusal refusal) {
            if (!(refusal instanceof Refusal.ShuttingDown)) {
                door.queues().lane().schedule(() -> endIfDue(queue), AGAIN_MILLIS);
            }
        }
    }

    /** For how long, and which limits, on top of those that a queue has. */
    private record Wish(long forMillis, QueueSettings limits) {}

    void put(Call call, byte[] body, int length) {
        byte[] kept = Arrays.copyOf(body, length);
        // What is wrong in any case is said before the queue is looked for.
        var _ = wish(kept, QueueSettings.defaults());
        inTurn(
                call,
                settings -> {
                    Wish wish = wish(kept, settings);
                    return LimitOverride.begun(
                            settings, wish.limits(), door.clock().wall() + wish.forMillis());
                });
    }

    void end(Call call, byte[] body, int length) {
        inTurn(
                call,
                settings ->
                        LimitOverride.of(settings)
                                .map(override -> override.ended(settings))
                                .orElse(settings));
    }

    /** What becomes of a queue's settings. */
    private interface Change {
        QueueSettings of(QueueSettings settings);
    }

    private void inTurn(Call call, Change change) {
        door.onLane(() ->
                changes.next(
                        call,
                        call.queue(),
                        done -> {
                            QueueInfo queue = door.queue(call);
                            door.queues()
                                    .update(
                                            call.caller(),
                                            queue.name(),
                                            change.of(queue.settings()),
                                            InTurn.ending(
                                                    done, call.reply(after -> show(call, after))));
                        }));
    }

    private void show(Call call, QueueInfo queue) {
        LimitOverride.of(queue.settings()).ifPresent(one -> endLater(queue.name(), one));
        call.tagged(QueueView.etag(queue), out -> view.write(out, queue));
    }

    private static Wish wish(byte[] body, QueueSettings base) {
        return Json.read(body, body.length, in -> wish(in, base));
    }

    private static Wish wish(JsonIn in, QueueSettings base) {
        long millis = 0;
        QueueSettings limits = base;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "forMillis" -> millis = in.number(name, SHORTEST_MILLIS, LONGEST_MILLIS);
                case "limits" -> limits = in.beginObject(name) ? SettingsIn.limits(in, base) : base;
                default -> throw in.unknown(name, "forMillis, limits");
            }
        }
        if (millis == 0) {
            throw ApiFailure.invalid("forMillis", "1000 to " + LONGEST_MILLIS);
        }
        return new Wish(millis, limits);
    }
}
