package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Caller;
import dev.forebay.engine.ConsumerChange;
import dev.forebay.engine.ConsumerInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.List;
import java.util.Locale;

/** What people do to a consumer: drain it, let it go on, disconnect it. */
final class ConsumerActions {
    private final Door door;
    private final ServerView server;
    private final DeliveryStreams streams;

    ConsumerActions(Door door, ServerView server, DeliveryStreams streams) {
        this.door = door;
        this.server = server;
        this.streams = streams;
    }

    /** Which consumer of which subscription. */
    private record Named(String subscription, Caller consumer) {}

    void change(Call call, byte[] body, int length) {
        Named named = Json.read(body, length, ConsumerActions::named);
        ConsumerChange change = change(call.part("change"));
        door.onLane(call, () -> change(call, named, change));
    }

    private static ConsumerChange change(String word) {
        for (ConsumerChange change : ConsumerChange.values()) {
            if (change.name().toLowerCase(Locale.ROOT).equals(word)) {
                return change;
            }
        }
        throw new ApiFailure(
                ProblemType.NO_SUCH_ROUTE, "A consumer is changed by drain, resume or disconnect.");
    }

    private void change(Call call, Named named, ConsumerChange change) {
        String queue = door.queue(call).name();
        if (change == ConsumerChange.DISCONNECT) {
            // Its connection may serve other queues too.
            call.require(Operation.OPERATE_SERVER, "");
        }
        requireListed(queue, named);
        door.queues()
                .subscriptions()
                .change(
                        call.caller(),
                        queue,
                        named.subscription(),
                        named.consumer(),
                        change,
                        call.reply(info -> done(call, queue, change, info)));
    }

    private void requireListed(String queue, Named named) {
        List<ConsumerInfo> listed =
                door.queues()
                        .subscriptions()
                        .consumers(queue, named.subscription())
                        .orElseGet(List::of);
        if (listed.stream().noneMatch(one -> one.caller().equals(named.consumer()))) {
            throw new ApiFailure(
                    ProblemType.NO_SUCH_THING,
                    "Nobody of this face, user, address and client has received from \""
                            + queue
                            + "\" within five minutes. Name the consumer as it is listed.");
        }
    }

    private void done(Call call, String queue, ConsumerChange change, ConsumerInfo info) {
        if (change == ConsumerChange.DISCONNECT) {
            streams.endAllOf(queue, info.caller());
            int _ = server.disconnect(info.caller(), "disconnected by an operator");
        }
        call.json((JsonOut out) -> ConsumersAction.write(out, info));
    }

    private static Named named(JsonIn in) {
        String subscription = Subscriptions.WORK;
        String face = "";
        String user = "";
        String address = "";
        String client = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "subscription" -> subscription = in.text(name);
                case "face" -> face = in.text(name);
                case "user" -> user = in.text(name);
                case "address" -> address = in.text(name);
                case "client" -> client = in.text(name);
                default -> throw in.unknown(name, "subscription, face, user, address, client");
            }
        }
        if (face.isEmpty()) {
            throw ApiFailure.invalid("face", "named, as in the list of consumers");
        }
        return new Named(subscription, new Caller(face, user, address, client));
    }
}
