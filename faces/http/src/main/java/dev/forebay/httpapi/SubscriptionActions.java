package dev.forebay.httpapi;

import dev.forebay.engine.Position;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Positions;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Named subscriptions of a queue. */
final class SubscriptionActions {
    private static final long MOST_RATE = 1_000_000_000;

    /** That of ordinary receives is there from the start. */
    private static final int WORK_NUMBER = 0;

    private final Door door;
    private final QueueView view;

    SubscriptionActions(Door door, Sampling sampling) {
        this.door = door;
        this.view = new QueueView(door, sampling);
    }

    /** One of a list. */
    private record Listed(int number, Consumer<JsonOut> write) {}

    void list(Call call, byte[] body, int length) {
        NumberPage page = NumberPage.of(call.query());
        door.onLane(
                call,
                () -> {
                    String queue = door.queue(call).name();
                    Stream<Listed> named =
                            door.queues().subscriptions().all(queue).stream()
                                    .map(one -> new Listed(one.number(), out -> write(out, one)));
                    Listed work = new Listed(WORK_NUMBER, out -> writeWork(out, queue));
                    call.json(out ->
                            page.ascending(
                                    out,
                                    "subscriptions",
                                    Stream.concat(Stream.of(work), named),
                                    Listed::number,
                                    (to, one) -> one.write().accept(to)));
                });
    }

    void subscribe(Call call, byte[] body, int length) {
        Subscribe wish = Json.read(body, length, SubscriptionActions::wish);
        door.onLane(
                call,
                () ->
                        door.queues()
                                .subscriptions()
                                .subscribe(
                                        call.caller(),
                                        call.queue(),
                                        guarded(call, wish),
                                        call.reply(made -> call.json(out -> write(out, made)))));
    }

    private Subscribe guarded(Call call, Subscribe wish) {
        MessageFilter filter = door.masking().guarded(call, call.queue(), wish.filter());
        return new Subscribe(wish.name(), wish.from(), filter, wish.ratePerSecond());
    }

    private static Subscribe wish(JsonIn in) {
        String name = "";
        Position from = new Position.Now();
        MessageFilter filter = new MessageFilter.All();
        long rate = 0;
        for (String member = in.nextName(); member != null; member = in.nextName()) {
            switch (member) {
                case "name" -> name = in.text(member);
                case "from" -> from = Positions.read(member, in);
                case "filter" -> filter = Positions.filter(member, in.text(member));
                case "ratePerSecond" -> rate = in.number(member, 0, MOST_RATE);
                default -> throw in.unknown(member, "name, from, filter, ratePerSecond");
            }
        }
        return new Subscribe(name, from, filter, rate);
    }

    void unsubscribe(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () ->
                        door.queues()
                                .subscriptions()
                                .unsubscribe(
                                        call.caller(),
                                        call.queue(),
                                        call.part("subscription"),
                                        call.reply(_ -> call.empty())));
    }

    private void writeWork(JsonOut out, String queue) {
        out.begin();
        out.field("name", Subscriptions.WORK);
        stats(out, queue, Subscriptions.WORK);
        out.end();
    }

    private void write(JsonOut out, SubscriptionInfo info) {
        out.begin();
        out.field("name", info.name());
        out.field("fromOffset", info.from());
        out.field("filter", FilterText.write(info.filter()));
        out.field("ratePerSecond", info.ratePerSecond());
        out.time("createdAt", info.createdAt());
        stats(out, info.queue(), info.name());
        out.end();
    }

    private void stats(JsonOut out, String queue, String subscription) {
        out.begin("stats");
        door.queues()
                .subscriptions()
                .stats(queue, subscription)
                .ifPresent(stats -> view.stats(out, stats));
        out.end();
    }
}
