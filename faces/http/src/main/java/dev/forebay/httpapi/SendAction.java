package dev.forebay.httpapi;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.http.HttpExchange;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.MessageIn;
import dev.forebay.httpapi.codec.Problem;
import java.util.ArrayList;
import java.util.List;

/** Sending one message, or several in one request. Streams are {@link StreamedSend}'s. */
final class SendAction {
    /** Messages of one request; more are for a stream. */
    private static final int MOST = 10_000;

    private final Door door;

    SendAction(Door door) {
        this.door = door;
    }

    /** What a request asks for: {@code messages} when it is a batch. */
    private record Wanted(List<Send> sends, boolean batch) {}

    void send(Call call, byte[] body, int length) {
        long now = door.clock().wall();
        Wanted wanted = Json.read(body, length, in -> read(in, now));
        door.onLane(call, () -> send(call, wanted));
    }

    /** A batch is told by its first member, which then is its only one. */
    private static Wanted read(JsonIn in, long now) {
        String first = in.nextName();
        if (!"messages".equals(first)) {
            return new Wanted(List.of(MessageIn.read(in, first, now)), false);
        }
        List<Send> sends = new ArrayList<>();
        if (in.beginArray("messages")) {
            while (in.nextElement("messages")) {
                if (sends.size() == MOST) {
                    throw ApiFailure.invalid("messages", "at most " + MOST + " messages");
                }
                sends.add(JsonIn.named("messages", sends.size(), () -> MessageIn.read(in, now)));
            }
        }
        String more = in.nextName();
        if (more != null) {
            throw in.unknown(more, "messages");
        }
        return new Wanted(sends, true);
    }

    private void send(Call call, Wanted wanted) {
        QueueInfo queue = door.queue(call);
        List<Send> sends = call.traced(wanted.sends(), queue);
        if (wanted.batch()) {
            door.queues()
                    .send(
                            call.caller(),
                            call.queue(),
                            sends,
                            call.reply(results -> answer(call, results)));
        } else {
            door.queues()
                    .send(
                            call.caller(),
                            call.queue(),
                            sends.getFirst(),
                            call.reply(sent ->
                                    call.json(out -> {
                                        out.begin();
                                        sent(out, sent);
                                        out.end();
                                    })));
        }
    }

    private static void answer(Call call, List<SendResult> results) {
        boolean all = results.stream().allMatch(SendResult.Sent.class::isInstance);
        // What went wrong in part is not created, and each result says what became of it.
        call.json(
                all ? 201 : 200,
                HttpExchange.NO_LINES,
                out -> {
                    out.begin();
                    out.beginList("results");
                    for (SendResult result : results) {
                        out.begin();
                        result(out, result);
                        out.end();
                    }
                    out.endList();
                    out.end();
                });
    }

    /** Members of the current object. */
    static void result(JsonOut out, SendResult result) {
        switch (result) {
            case SendResult.Sent sent -> sent(out, sent);
            case SendResult.Refused refused -> problem(out, Refusals.problem(refused.refusal()));
        }
    }

    static void problem(JsonOut out, Problem problem) {
        out.name("problem");
        problem.write(out, "");
    }

    private static void sent(JsonOut out, SendResult.Sent sent) {
        out.field("id", sent.id().toString());
        out.field("partition", sent.partition());
        if (sent.offset() != SendResult.Sent.NO_OFFSET) {
            out.field("offset", sent.offset());
        }
        if (sent.duplicate()) {
            out.field("duplicate", true);
        }
    }
}
