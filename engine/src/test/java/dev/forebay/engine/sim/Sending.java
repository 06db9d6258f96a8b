package dev.forebay.engine.sim;

import dev.forebay.engine.Message;
import dev.forebay.engine.Priority;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.log.record.Header;
import dev.forebay.testkit.history.MessageBody;
import dev.forebay.testkit.history.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends, one at a time or as a batch, and what becomes of them in the models and the history. */
final class Sending {
    private final Server server;
    private final World world;
    private final Model model;
    private final Ids ids;

    Sending(Server server, Ids ids) {
        this.server = server;
        this.ids = ids;
        world = server.world();
        model = world.model;
    }

    void send(Step.Send step) {
        String queue = server.queue(step.queue());
        VirtualClient client = server.client(step.client());
        List<SendGiven> given = new ArrayList<>();
        for (Step.Item item : step.items()) {
            Op op = server.op("send to " + queue + " by " + client.name);
            given.add(prepare(client, queue, item, op));
        }
        if (given.size() == 1) {
            server.queues()
                    .send(
                            client.caller,
                            queue,
                            given.get(0).send(),
                            new OneReply<SendResult.Sent>(
                                    r -> sent(given.get(0), r), r -> refused(given, r)));
        } else {
            server.queues()
                    .send(
                            client.caller,
                            queue,
                            given.stream().map(SendGiven::send).toList(),
                            new OneReply<List<SendResult>>(
                                    r -> sent(given, r), r -> refused(given, r)));
        }
    }

    /** Tells models and history of a send that is about to be given. */
    SendGiven prepare(VirtualClient client, String queue, Step.Item item, Op op) {
        QueueSettings settings = model.queues.get(queue);
        long id = ids.next();
        String key = "key" + item.key();
        String dedup = item.deduplication() < 0 ? null : "d" + item.deduplication();
        boolean ownDelay = item.delayMillis() >= 0 && !settings.ordering().isKept();
        long delay = ownDelay ? item.delayMillis() : Send.QUEUE_DELAY;
        long effective = ownDelay ? item.delayMillis() : settings.delayMillis();
        world.note(op + " is " + id + " " + key + " dedup " + dedup);
        Tracked message = model.sends.begun(op, queue, id, key, dedup, effective);
        message.sentWall = world.clock.wall();
        for (Model line : sentTo(queue)) {
            Tracked read = line.sends.begun(op, queue, id, key, dedup, effective);
            if (item.expiryMillis() != Send.QUEUE_EXPIRY) {
                read.expiryMillis = item.expiryMillis();
            }
        }
        if (item.expiryMillis() != Send.QUEUE_EXPIRY) {
            message.expiryMillis = item.expiryMillis();
        }
        Message content =
                new Message(
                        text(key),
                        headers(message, item),
                        ByteBuffer.wrap(MessageBody.bytes(id, item.bytes())));
        return new SendGiven(
                new Send(content, delay, dedup, item.expiryMillis()),
                message,
                client.pen.send(queue, id, key, dedup),
                client.caller);
    }

    private static List<Header> headers(Tracked message, Step.Item item) {
        List<Header> headers = new ArrayList<>();
        if (!item.retryRule().isEmpty()) {
            message.retryRule = RetryText.parse(item.retryRule()).orElseThrow();
            headers.add(new Header(RetryRule.HEADER, text(item.retryRule())));
        }
        if (item.priority() != Step.Item.NO_PRIORITY) {
            message.priority = item.priority();
            headers.add(Priority.header(item.priority()));
        }
        return headers;
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void sent(List<SendGiven> given, List<SendResult> results) {
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case SendResult.Sent sent -> sent(given.get(i), sent);
                case SendResult.Refused refused -> refused(given.get(i), refused.refusal());
            }
        }
    }

    void sent(SendGiven given, SendResult.Sent answer) {
        world.note("sent " + given.message().id + " as " + answer);
        given.message().answeredWall = world.clock.wall();
        model.sends.sent(given.message(), answer, world.clock.now());
        for (Model line : sentTo(given.message().queue)) {
            line.sends.sent(line.messages.get(given.message().id), answer, world.clock.now());
        }
        if (answer.duplicate()) {
            given.call().duplicate();
        } else if (answer.offset() == SendResult.Sent.NO_OFFSET) {
            world.chronicle.accepted(answer, given.by());
            given.call().ok();
        } else {
            world.chronicle.accepted(answer, given.by());
            given.call().ok(new Place(answer.partition(), answer.offset()));
        }
    }

    private void refused(List<SendGiven> given, Refusal refusal) {
        given.forEach(one -> refused(one, refusal));
    }

    private void refused(SendGiven given, Refusal refusal) {
        world.note("refused " + given.message().id + " " + refusal);
        Tracked message = given.message();
        if (refusal instanceof Refusal.QueueFull full) {
            model.sends.full(message, full, world.clock.now());
        }
        if (refusal instanceof Refusal.Throttled throttled) {
            requireLimited(message, throttled);
        }
        if (refusal instanceof Refusal.QueuePaused) {
            model.sends.paused(message);
        }
        switch (Verdict.of(refusal, server.machine(), message.toString())) {
            case NOT_DONE -> {
                message.refused(message.sent, world.clock.now());
                for (Model line : sentTo(message.queue)) {
                    line.messages.get(message.id).refused(message.sent, world.clock.now());
                }
                given.call().failed();
            }
            case UNKNOWN -> {
                message.unknown(message.sent, world.clock.now());
                for (Model line : sentTo(message.queue)) {
                    line.messages.get(message.id).unknown(message.sent, world.clock.now());
                }
                given.call().unknown();
            }
        }
    }

    private void requireLimited(Tracked message, Refusal.Throttled refusal) {
        RateLimits rates = model.queues.get(message.queue).rates();
        boolean limited = rates.sending().isPresent() || rates.sendingPerKey().isPresent();
        if (!limited || refusal.retryAfterMillis() <= 0) {
            throw new SimulationFailure("refused without a limit: " + refusal + " " + message);
        }
    }

    /** The models of the named subscriptions that get what is sent to this queue. */
    private List<Model> sentTo(String queue) {
        return world.lines.subscriptions().stream()
                .filter(line -> line.queue().equals(queue))
                .map(Lines.Line::model)
                .toList();
    }
}
