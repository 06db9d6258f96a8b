package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.QueueInfo;
import dev.forebay.httpapi.codec.JsonOut;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where dead letters wait: the queues that others' settings name. */
final class DeadLetterQueues {
    private final Door door;

    DeadLetterQueues(Door door) {
        this.door = door;
    }

    /** One of them. */
    private record Waiting(String queue, long messages, List<String> sources) {
        void write(JsonOut out) {
            out.begin();
            out.field("name", queue);
            out.field("messages", messages);
            out.beginList("sources");
            sources.forEach(out::element);
            out.endList();
            out.end();
        }
    }

    void list(Call call, byte[] body, int length) {
        NamePage page = NamePage.of(call.query());
        door.onLane(
                call,
                () -> {
                    Stream<Waiting> all =
                            sources().entrySet().stream()
                                    .filter(entry -> call.may(Operation.SEE_QUEUE, entry.getKey()))
                                    .map(entry -> waiting(call, entry.getKey(), entry.getValue()));
                    call.json(out ->
                            page.write(
                                    out,
                                    "queues",
                                    all,
                                    Waiting::queue,
                                    (to, one) -> one.write(to)));
                });
    }

    /** Those that exist, in the order of their names. */
    private Map<String, Set<String>> sources() {
        Map<String, Set<String>> sources = new TreeMap<>();
        for (QueueInfo queue : door.queues().all()) {
            queue.settings()
                    .deadLetter()
                    .filter(rule -> door.queues().find(rule.queue()).isPresent())
                    .ifPresent(rule ->
                            sources.computeIfAbsent(rule.queue(), _ -> new TreeSet<>())
                                    .add(queue.name()));
        }
        return sources;
    }

    private Waiting waiting(Call call, String queue, Set<String> sources) {
        long messages =
                door.queues()
                        .stats(queue)
                        .map(stats -> stats.ready() + stats.delayed() + stats.leased())
                        .orElse(0L);
        return new Waiting(
                queue,
                messages,
                sources.stream().filter(source -> call.may(Operation.SEE_QUEUE, source)).toList());
    }
}
