package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Caller;
import dev.forebay.engine.ConsumerInfo;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Subscriptions;
import dev.forebay.httpapi.codec.CallerOut;
import dev.forebay.httpapi.codec.JsonOut;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Who receives from a queue, and what holds each of them back. */
final class ConsumersAction {
    private final Door door;

    ConsumersAction(Door door) {
        this.door = door;
    }

    void list(Call call, byte[] body, int length) {
        String subscription = call.query().text("subscription", Subscriptions.WORK);
        NamePage page = NamePage.of(call.query());
        door.onLane(
                call,
                () -> {
                    String queue = door.queue(call).name();
                    List<ConsumerInfo> consumers =
                            door.queues()
                                    .subscriptions()
                                    .consumers(queue, subscription)
                                    .orElseThrow(() ->
                                            Refusals.failure(
                                                    new Refusal.NoSuchSubscription(
                                                            queue, subscription)));
                    call.json(out -> {
                        out.begin();
                        out.field("subscription", subscription);
                        page.members(
                                out,
                                "consumers",
                                consumers.stream()
                                        .sorted(Comparator.comparing(ConsumersAction::name)),
                                ConsumersAction::name,
                                ConsumersAction::write);
                        out.end();
                    });
                });
    }

    /** Of every queue that has any. */
    void all(Call call, byte[] body, int length) {
        NamePage page = NamePage.of(call.query());
        door.onLane(
                call,
                () -> {
                    Stream<Received> received =
                            door.queues().all().stream()
                                    .filter(queue -> call.may(Operation.SEE_QUEUE, queue.name()))
                                    .map(this::received)
                                    .filter(one -> !one.consumers().isEmpty());
                    call.json(out ->
                            page.write(out, "queues", received, Received::queue, Received::write));
                });
    }

    private Received received(QueueInfo queue) {
        return new Received(
                queue.name(),
                door.queues()
                        .subscriptions()
                        .consumers(queue.name(), Subscriptions.WORK)
                        .orElseGet(List::of));
    }

    /** A queue with who receives from it. */
    private record Received(String queue, List<ConsumerInfo> consumers) {
        static void write(JsonOut out, Received one) {
            out.begin();
            out.field("queue", one.queue());
            out.beginList("consumers");
            one.consumers().stream()
                    .sorted(Comparator.comparing(ConsumersAction::name))
                    .forEach(consumer -> ConsumersAction.write(out, consumer));
            out.endList();
            out.end();
        }
    }

    /** What tells it from others, whenever it received last. */
    private static String name(ConsumerInfo consumer) {
        Caller caller = consumer.caller();
        return String.join("\n", caller.user(), caller.address(), caller.client(), caller.face());
    }

    static void write(JsonOut out, ConsumerInfo consumer) {
        out.begin();
        CallerOut.write(out, consumer.caller());
        out.time("firstSeenAt", consumer.firstSeenAt());
        out.time("lastReceiveAt", consumer.lastReceiveAt());
        out.field("waitingReceives", consumer.waitingReceives());
        out.field("delivered", consumer.given());
        consumer.heldBack().ifPresent(held -> QueueView.heldBack(out, held));
        out.end();
    }
}
