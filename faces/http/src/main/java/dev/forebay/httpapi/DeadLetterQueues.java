package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.httpapi.codec.JsonOut;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where dead letters of others wait: in queues that settings name, or an exchange leads to. */
final class DeadLetterQueues {
    private final Door door;

    DeadLetterQueues(Door door) {
        this.door = door;
    }

    void list(Call call, byte[] body, int length) {
        NamePage page = NamePage.of(call.query());
        door.onLane(
                call,
                () -> {
                    DeadLetterWays ways = door.queues().deadLetterWays();
                    Stream<String> seen =
                            ways.restingPlaces().stream()
                                    .filter(queue -> call.may(Operation.SEE_QUEUE, queue))
                                    .sorted();
                    call.json(out ->
                            page.write(
                                    out,
                                    "queues",
                                    seen,
                                    Function.identity(),
                                    (to, queue) -> write(to, queue, call, ways)));
                });
    }

    private void write(JsonOut out, String queue, Call call, DeadLetterWays ways) {
        out.begin();
        out.field("name", queue);
        out.field("messages", waiting(queue));
        out.beginList("sources");
        ways.sources(queue).stream()
                .filter(source -> call.may(Operation.SEE_QUEUE, source))
                .sorted()
                .forEach(out::element);
        out.endList();
        out.end();
    }

    private long waiting(String queue) {
        return door.queues()
                .stats(queue)
                .map(stats -> stats.ready() + stats.delayed() + stats.leased())
                .orElse(0L);
    }
}
