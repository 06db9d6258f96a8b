package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Receive;
import dev.forebay.http.HttpExchange;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The streams of deliveries that are open. Thread-safe. */
final class DeliveryStreams {
    static final long MOST_CREDIT = 100_000;
    private static final long FIRST_CREDIT = 10;
    private static final long LONGEST_LEASE_MILLIS = 43_200_000;

    private final Door door;
    private final RandomGenerator random;
    private final Map<String, DeliveryStream> open = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param random for names that nobody else should guess
     */
    DeliveryStreams(Door door, RandomGenerator random) {
        this.door = door;
        this.random = random;
    }

    void open(Call call, byte[] body, int length) {
        HttpExchange exchange = call.exchange();
        String accepted = exchange.header(HttpHeaderNames.ACCEPT);
        // An image or a link of another page asks for something else.
        if (accepted == null || !accepted.contains("text/event-stream")) {
            throw new ApiFailure(
                    ProblemType.NOT_ACCEPTABLE,
                    "Deliveries come as server-sent events: say Accept: text/event-stream.");
        }
        long credit = call.query().number("credit", 0, MOST_CREDIT, FIRST_CREDIT);
        long lease =
                call.query().number("leaseMillis", 1, LONGEST_LEASE_MILLIS, Receive.QUEUE_DEFAULT);
        door.onLane(
                call,
                () -> {
                    var queue = door.queue(call);
                    exchange.onLoop(() -> {
                        if (exchange.open()) {
                            new DeliveryStream(door, call, queue, newName(), lease, this)
                                    .begin(credit);
                        }
                    });
                });
    }

    private String newName() {
        synchronized (random) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
    }

    void add(String name, DeliveryStream stream) {
        open.put(name, stream);
    }

    void remove(String name) {
        open.remove(name);
    }

    /** Ends those by which a consumer receives from a queue. */
    void endAllOf(String queue, Caller consumer) {
        open.values().forEach(stream -> stream.disconnect(queue, consumer));
    }

    void addCredit(Call call, byte[] body, int length) {
        long more =
                Json.read(
                        body,
                        length,
                        in -> {
                            long add = 0;
                            for (String name = in.nextName(); name != null; name = in.nextName()) {
                                if (!name.equals("add")) {
                                    throw in.unknown(name, "add");
                                }
                                add = in.number(name, 1, MOST_CREDIT);
                            }
                            return add;
                        });
        DeliveryStream stream = open.get(call.part("stream"));
        if (stream == null || !stream.isOf(call.caller())) {
            throw new ApiFailure(
                    ProblemType.NO_SUCH_THING,
                    "There is no such stream of deliveries; it may have ended. Open another one.");
        }
        door.onLane(
                call,
                () -> {
                    call.require(Operation.RECEIVE, stream.queue());
                    stream.addCredit(
                            more,
                            credit ->
                                    call.json(out -> {
                                        out.begin();
                                        out.field("credit", credit);
                                        out.end();
                                    }));
                });
    }
}
