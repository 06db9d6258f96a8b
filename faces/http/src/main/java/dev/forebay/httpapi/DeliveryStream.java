package dev.forebay.httpapi;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseStream;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.LeaseTokens;
import dev.forebay.httpapi.codec.MessageOut;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of one queue to one client as they come, as long as it has credit and reads what it
 * gets. On the event loop of its connection.
 */
final class DeliveryStream {
    /** Leased at once: what a client that stops reading holds up. */
    private static final int BATCH = 32;

    /** How long one receive waits; each time it ends empty, the stream shows that it lives. */
    private static final long WAIT_MILLIS = 15_000;

    /**
     * One that gets nothing for so long is told why, when there is a reason besides none waiting.
     */
    private static final long LOOK_MILLIS = 1_000;

    private static final int BYTES_OF_ONE = 768;

    private final Door door;
    private final Call call;
    private final QueueInfo queue;
    private final String name;
    private final long leaseMillis;
    private final DeliveryStreams streams;
    private final Releases releases;
    private @Nullable EventOut events;
    private @Nullable Arrival waiting;
    private long credit;
    private boolean looking;
    private boolean ended;

    DeliveryStream(
            Door door,
            Call call,
            QueueInfo queue,
            String name,
            long leaseMillis,
            DeliveryStreams streams) {
        this.door = door;
        this.call = call;
        this.queue = queue;
        this.name = name;
        this.leaseMillis = leaseMillis;
        this.streams = streams;
        this.releases = new Releases(door);
    }

    void begin(long firstCredit) {
        credit = firstCredit;
        streams.add(name, this);
        call.exchange().onAbort(this::gone);
        ResponseStream stream = call.exchange().stream(Answers.EVENTS, HttpExchange.NO_LINES);
        EventOut out = new EventOut(stream);
        events = out;
        out.event(
                "open",
                128,
                json -> {
                    json.begin();
                    json.field("stream", name);
                    json.field("credit", credit);
                    json.end();
                });
        stream.onWritable(this::next);
        stream.onDrain(() -> end(Refusals.problem(new Refusal.ShuttingDown())));
        next();
    }

    /** The queue that it receives from. */
    String queue() {
        return queue.name();
    }

    boolean isOf(Caller caller) {
        return call.caller().user().equals(caller.user());
    }

    /** Ends it if it brings a consumer the messages of a queue. Callable on any thread. */
    void disconnect(String ofQueue, Caller consumer) {
        if (queue.name().equals(ofQueue) && call.caller().equals(consumer)) {
            Problem why =
                    Problem.of(
                            ProblemType.DISCONNECTED, "Somebody has disconnected this consumer.");
            call.exchange().onLoop(() -> end(why));
        }
    }

    /** Callable on any thread. */
    void addCredit(long more, LongConsumer then) {
        call.exchange()
                .onLoop(() -> {
                    credit = Math.min(credit + more, DeliveryStreams.MOST_CREDIT);
                    then.accept(credit);
                    next();
                });
    }

    /** Asks for more when there is credit, and the client reads. */
    private void next() {
        EventOut out = events;
        if (ended || waiting != null || credit == 0 || out == null || !out.stream().writable()) {
            return;
        }
        Arrival arrival = new Arrival();
        waiting = arrival;
        Receive wish = new Receive((int) Math.min(credit, BATCH), leaseMillis, WAIT_MILLIS, null);
        String subscription = call.query().text("subscription");
        door.onLane(() ->
                arrival.waiting =
                        door.receive(call.caller(), queue.name(), subscription, wish, arrival));
        lookLater(arrival);
    }

    /** One look at a time, however many receives there are. */
    private void lookLater(Arrival arrival) {
        if (looking) {
            return;
        }
        looking = true;
        door.queues()
                .lane()
                .schedule(() -> call.exchange().onLoop(() -> look(arrival)), LOOK_MILLIS);
    }

    private void look(Arrival arrival) {
        looking = false;
        Arrival now = waiting;
        if (now == null || ended) {
            return;
        }
        if (now == arrival) {
            door.onLane(now::tellHeld);
        } else {
            lookLater(now);
        }
    }

    /**
     * Whether the client may still have what came; rights and tokens can be taken away while it
     * waits. On the lane.
     */
    private boolean isAdmitted() {
        try {
            call.admit();
            return true;
        } catch (ApiFailure denied) {
            call.exchange().onLoop(() -> end(denied.problem()));
            return false;
        }
    }

    private void deliver(List<Delivery> deliveries, Optional<HeldBack> held) {
        waiting = null;
        EventOut out = events;
        if (ended || out == null || !call.exchange().open()) {
            releases.release(call.caller(), queue.name(), deliveries);
            return;
        }
        credit -= deliveries.size();
        LeaseTokens tokens = door.workbench().get().tokens();
        for (Delivery delivery : deliveries) {
            String lease = tokens.issue(queue.id(), delivery.lease());
            out.event("message", BYTES_OF_ONE, json -> MessageOut.write(json, delivery, lease));
        }
        if (held.isPresent()) {
            show(out, held.get());
        } else if (deliveries.isEmpty()) {
            out.breath();
        }
        next();
    }

    private static void show(EventOut out, HeldBack held) {
        out.event(
                "held",
                BYTES_OF_ONE,
                json -> {
                    json.begin();
                    QueueView.heldBack(json, held);
                    json.end();
                });
    }

    private void show(Arrival arrival, HeldBack held) {
        EventOut out = events;
        if (waiting == arrival && !ended && out != null && out.stream().writable()) {
            show(out, held);
        }
    }

    private void refused(Problem problem) {
        waiting = null;
        EventOut out = events;
        if (ended || out == null) {
            return;
        }
        if (problem.retryAfterMillis() < 0) {
            end(problem);
            return;
        }
        out.event("problem", BYTES_OF_ONE, json -> problem.write(json, ""));
        door.queues()
                .lane()
                .schedule(
                        () -> call.exchange().onLoop(this::next),
                        Math.max(1, problem.retryAfterMillis()));
    }

    /** The last word. */
    private void end(Problem why) {
        EventOut out = events;
        if (ended || out == null) {
            return;
        }
        out.event("end", BYTES_OF_ONE, json -> why.write(json, ""));
        gone();
        out.stream().end();
    }

    private void gone() {
        ended = true;
        streams.remove(name);
        Arrival arrival = waiting;
        if (arrival != null) {
            door.onLane(arrival::cancel);
        }
    }

    /** Takes the engine's reply to one receive. */
    private final class Arrival implements Reply<List<Delivery>> {
        /** Of the lane's. */
        private @Nullable Waiting waiting;

        void cancel() {
            Waiting receive = waiting;
            if (receive != null) {
                receive.cancel();
            }
        }

        void tellHeld() {
            Waiting receive = waiting;
            if (receive != null) {
                receive.heldBack()
                        .ifPresent(held -> call.exchange().onLoop(() -> show(this, held)));
            }
        }

        @Override
        public void ok(List<Delivery> deliveries) {
            if (!isAdmitted()) {
                releases.release(call.caller(), queue.name(), deliveries);
                return;
            }
            Waiting receive = waiting;
            Optional<HeldBack> held =
                    deliveries.isEmpty() && receive != null ? receive.heldBack() : Optional.empty();
            List<Delivery> told = releases.fitting(call.caller(), queue.name(), deliveries);
            call.exchange().onLoop(() -> deliver(told, held));
        }

        @Override
        public void refused(Refusal refusal) {
            Problem problem = Refusals.problem(refusal);
            call.exchange().onLoop(() -> DeliveryStream.this.refused(problem));
        }
    }
}
