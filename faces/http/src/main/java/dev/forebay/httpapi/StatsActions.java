package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Refusal;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseStream;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Figures: now, live, and over time. */
final class StatsActions {
    private static final String LAST_EVENT_ID = "last-event-id";
    private static final int MOST_NAMES = 20;

    /** As many as are kept, of any step. */
    private static final int MOST_POINTS = 10_000;

    /** Looks that a client may miss since it does not read, before it is let go. */
    private static final int MOST_MISSED = 10;

    private final Door door;
    private final Sampling sampling;
    private byte[] shared = {};
    private long sharedNumber = -1;

    StatsActions(Door door, Sampling sampling) {
        this.door = door;
        this.sampling = sampling;
    }

    void now(Call call, byte[] body, int length) {
        Set<String> names = names(call);
        door.onLane(
                call,
                () -> {
                    requireQueues(call, names);
                    look(call, sampling.last(), names, call::raw);
                });
    }

    void history(Call call, byte[] body, int length) {
        Step step = step(call);
        int points = points(call);
        door.onLane(
                call,
                () ->
                        call.json(out -> {
                            out.begin();
                            sampling.past().of(step).write(out, points);
                            out.end();
                        }));
    }

    void queueHistory(Call call, byte[] body, int length) {
        Step step = step(call);
        int points = points(call);
        door.onLane(
                call,
                () -> {
                    String queue = door.queue(call).name();
                    Series<Figures> series = sampling.past().of(queue, step);
                    call.json(out -> {
                        out.begin();
                        series.write(out, points);
                        out.end();
                    });
                });
    }

    private static Predicate<String> seenBy(Call call) {
        return queue -> call.may(Operation.SEE_QUEUE, queue);
    }

    private static int points(Call call) {
        return (int) call.query().number("points", 1, MOST_POINTS, MOST_POINTS);
    }

    private static Step step(Call call) {
        return Step.of(call.query().text("step", "1s"))
                .orElseThrow(
                        () -> ApiFailure.invalid("the query's parameter step", "1s, 15s or 5m"));
    }

    private static Set<String> names(Call call) {
        Set<String> names = new LinkedHashSet<>(call.query().several());
        String text = call.query().text("queues");
        if (!text.isEmpty()) {
            names.addAll(List.of(text.split(",", -1)));
        }
        if (names.size() > MOST_NAMES) {
            throw ApiFailure.invalid(
                    "the query's parameters queues and name", "at most " + MOST_NAMES + " names");
        }
        return names;
    }

    /**
     * A name without a queue is a mistake; of those that are hidden nothing is told. On the lane.
     */
    private void requireQueues(Call call, Set<String> names) {
        for (String name : names) {
            if (call.may(Operation.SEE_QUEUE, name) && door.queues().find(name).isEmpty()) {
                throw Refusals.failure(new Refusal.NoSuchQueue(name));
            }
        }
    }

    void live(Call call, byte[] body, int length) {
        Set<String> names = names(call);
        door.onLane(
                call,
                () -> {
                    requireQueues(call, names);
                    call.exchange().onLoop(() -> open(call, names));
                });
    }

    private void open(Call call, Set<String> names) {
        HttpExchange exchange = call.exchange();
        Listener listener = new Listener(call, names);
        long after = lastSeen(exchange.header(LAST_EVENT_ID));
        ResponseStream stream = exchange.stream(Answers.EVENTS, HttpExchange.NO_LINES);
        listener.events = new EventOut(stream);
        listener.events.breath();
        exchange.onAbort(listener::forget);
        stream.onDrain(() -> listener.end(Refusals.problem(new Refusal.ShuttingDown())));
        door.onLane(() -> sampling.listen(listener, after));
    }

    private static long lastSeen(@Nullable String id) {
        try {
            return id == null ? 0 : Long.parseLong(id);
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    /** Gives what the caller may see of a look as JSON. On the lane. */
    private void look(Call call, Sampling.Look look, Set<String> names, Consumer<byte[]> then) {
        if (names.isEmpty() && call.isOpen()) {
            then.accept(shared(look));
        } else if (call.may(Operation.SEE_SERVER, "")) {
            then.accept(StatsFrame.of(Sight.whole(look), names, seenBy(call)));
        } else {
            Consumer<Sight> encode = seen -> then.accept(StatsFrame.of(seen, names, seenBy(call)));
            new OwnSight(door, sampling.alerts(), call, look, encode).go();
        }
    }

    /** The same bytes for all who chose no queues. On the lane. */
    private byte[] shared(Sampling.Look look) {
        if (sharedNumber != look.number()) {
            shared = StatsFrame.of(Sight.whole(look), Set.of(), _ -> true);
            sharedNumber = look.number();
        }
        return shared;
    }

    /** One client that looks on. Told on the lane, acts on its connection's event loop. */
    private final class Listener implements Consumer<Sampling.Look> {
        private final Call call;
        private final HttpExchange exchange;
        private final Set<String> names;
        private @Nullable EventOut events;
        private int missed;
        private boolean looking;
        private boolean ended;

        Listener(Call call, Set<String> names) {
            this.call = call;
            this.exchange = call.exchange();
            this.names = names;
        }

        @Override
        public void accept(Sampling.Look seen) {
            try {
                call.admit();
            } catch (ApiFailure denied) {
                exchange.onLoop(() -> end(denied.problem()));
                return;
            }
            // Whoever is still gone through the one before for gets no other: that bounds the cost.
            if (!looking) {
                looking = true;
                look(
                        call,
                        seen,
                        names,
                        frame -> {
                            looking = false;
                            exchange.onLoop(() -> show(seen.number(), frame));
                        });
            }
        }

        private void show(long number, byte[] frame) {
            EventOut out = events;
            if (ended || out == null) {
                return;
            }
            if (out.stream().writable()) {
                missed = 0;
                out.event("stats", number, frame);
            } else if (++missed > MOST_MISSED) {
                end(
                        Problem.of(
                                ProblemType.BUSY,
                                "You did not read for "
                                        + MOST_MISSED
                                        + " s. Come back with Last-Event-ID."));
            }
        }

        void end(Problem why) {
            EventOut out = events;
            if (!ended && out != null) {
                forget();
                out.event("end", 512, json -> why.write(json, ""));
                out.stream().end();
            }
        }

        void forget() {
            ended = true;
            door.onLane(() -> sampling.forget(this));
        }
    }
}
