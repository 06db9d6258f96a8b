package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.MessageIn;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** Acks and sends over several queues that take effect together or not at all. */
final class ChangeAction {
    private static final int MOST = 1_000;

    private final Door door;

    ChangeAction(Door door) {
        this.door = door;
    }

    /** A lease as the client named it. */
    private record Named(String queue, String lease) {}

    private record Wanted(List<Named> acks, List<AtomicChange.SendTo> sends) {}

    void change(Call call, byte[] body, int length) {
        long now = door.clock().wall();
        Wanted wanted = Json.read(body, length, in -> read(in, now));
        if (wanted.acks().isEmpty() && wanted.sends().isEmpty()) {
            throw ApiFailure.invalid("the request", "one with acks, sends or both");
        }
        door.onLane(
                call,
                () -> {
                    wanted.acks().forEach(ack -> call.require(Operation.SETTLE, ack.queue()));
                    wanted.sends().forEach(send -> call.require(Operation.SEND, send.queue()));
                    door.queues()
                            .change(
                                    call.caller(),
                                    new AtomicChange(acks(wanted), traced(call, wanted)),
                                    call.reply(sent -> answer(call, sent)));
                });
    }

    private List<AtomicChange.SendTo> traced(Call call, Wanted wanted) {
        return wanted.sends().stream()
                .map(send ->
                        door.queues()
                                .find(send.queue())
                                .map(queue -> call.traced(send.send(), queue))
                                .map(traced -> new AtomicChange.SendTo(send.queue(), traced))
                                .orElse(send))
                .toList();
    }

    private List<AtomicChange.Ack> acks(Wanted wanted) {
        List<AtomicChange.Ack> acks = new ArrayList<>(wanted.acks().size());
        for (Named named : wanted.acks()) {
            QueueInfo queue =
                    door.queues()
                            .find(named.queue())
                            .orElseThrow(
                                    () -> Refusals.failure(new Refusal.NoSuchQueue(named.queue())));
            LeaseId lease = door.workbench().get().tokens().read(queue.id(), named.lease());
            if (lease == null) {
                throw new ApiFailure(
                        ProblemType.NO_SUCH_LEASE,
                        "A lease under acks was never given for queue \""
                                + queue.name()
                                + "\". Nothing was acked or sent.");
            }
            acks.add(new AtomicChange.Ack(queue.name(), lease));
        }
        return acks;
    }

    private static void answer(Call call, List<SendResult.Sent> sent) {
        call.json(out -> {
            out.begin();
            out.beginList("results");
            for (SendResult.Sent one : sent) {
                out.begin();
                SendAction.result(out, one);
                out.end();
            }
            out.endList();
            out.end();
        });
    }

    private static Wanted read(JsonIn in, long now) {
        Wanted wanted = new Wanted(new ArrayList<>(), new ArrayList<>());
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            boolean acks = name.equals("acks");
            if (!acks && !name.equals("sends")) {
                throw in.unknown(name, "acks, sends");
            }
            if (!in.beginArray(name)) {
                continue;
            }
            while (in.nextElement(name)) {
                if (wanted.acks().size() + wanted.sends().size() == MOST) {
                    throw ApiFailure.invalid(name, "at most " + MOST + " acks and sends together");
                }
                if (acks) {
                    int index = wanted.acks().size();
                    wanted.acks().add(JsonIn.named(name, index, () -> ack(in)));
                } else {
                    int index = wanted.sends().size();
                    wanted.sends().add(JsonIn.named(name, index, () -> send(in, now)));
                }
            }
        }
        return wanted;
    }

    private static Named ack(JsonIn in) {
        String queue = "";
        String lease = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "queue" -> queue = in.text(name);
                case "lease" -> lease = in.text(name);
                default -> throw in.unknown(name, "queue, lease");
            }
        }
        return new Named(queue, lease);
    }

    private static AtomicChange.SendTo send(JsonIn in, long now) {
        String queue = "";
        Send message = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "queue" -> queue = in.text(name);
                case "message" -> message = in.beginObject(name) ? MessageIn.read(in, now) : null;
                default -> throw in.unknown(name, "queue, message");
            }
        }
        if (message == null) {
            throw ApiFailure.invalid("message", "a message");
        }
        return new AtomicChange.SendTo(queue, message);
    }
}
