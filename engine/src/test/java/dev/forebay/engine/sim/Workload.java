package dev.forebay.engine.sim;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Message;
import dev.forebay.engine.Priority;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Receive;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.log.record.Header;
import dev.forebay.testkit.history.HistoryClient;
import dev.forebay.testkit.history.MessageBody;
import dev.forebay.testkit.history.Place;
import dev.forebay.testkit.history.PlainCall;
import dev.forebay.testkit.history.ReceiveCall;
import dev.forebay.testkit.history.Received;
import dev.forebay.testkit.history.SendCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The virtual clients of one server process: they give commands and tell model and history. */
final class Workload {
    private record Sending(Tracked message, SendCall call, Caller by) {}

    private static final String DEAD = "dead";

    private final World world;
    private final Model model;
    private final Machine machine;
    private final Queues queues;
    private final List<VirtualClient> clients;
    private final List<String> names;
    private final Ids ids;
    private int unanswered;
    private final Set<String> touched = new HashSet<>();
    private final Replaying replaying;

    /** Queues whose settings are being changed: one change at a time. */
    private final Set<String> updating = new HashSet<>();

    Workload(World world, Machine machine, Queues queues, List<VirtualClient> clients, Ids ids) {
        this(world, machine, queues, clients, ids, new Replaying(world, Set.of()));
    }

    Workload(
            World world,
            Machine machine,
            Queues queues,
            List<VirtualClient> clients,
            Ids ids,
            Replaying replaying) {
        this.world = world;
        this.replaying = replaying;
        this.machine = machine;
        this.queues = queues;
        this.clients = clients;
        this.ids = ids;
        model = world.model;
        names = new ArrayList<>(model.queueNames());
    }

    /** Commands of a step wait on the lane like a face's; other steps are not for clients. */
    void give(Step step) {
        queues.lane().execute(() -> giveNow(step));
    }

    private void giveNow(Step step) {
        switch (step) {
            case Step.Send send -> send(send);
            case Step.Receive receive -> receive(receive);
            case Step.Settle settle -> settle(settle);
            case Step.Change change -> change(change);
            case Step.Redrive redrive -> redrive(redrive);
            case Step.Cancel cancel -> client(cancel.client()).cancel().ifPresent(this::cancelled);
            case Step.Read read -> read(read);
            case Step.Replay replay -> replay(replay);
            case Step.Purge purge -> purge(purge);
            case Step.Withdraw withdraw -> withdraw(withdraw);
            case Step.Relimit relimit -> relimit(relimit);
            case Step.Steer steer -> steer(steer);
            default -> throw new IllegalArgumentException("not for a client: " + step);
        }
    }

    private VirtualClient client(int number) {
        return clients.get(number % clients.size());
    }

    private String queue(int number) {
        return names.get(number % names.size());
    }

    private Op op(String what) {
        world.note(what);
        return new Op(what, world.clock.now());
    }

    // Sends

    private void send(Step.Send step) {
        String queue = queue(step.queue());
        VirtualClient client = client(step.client());
        List<Send> sends = new ArrayList<>();
        List<Sending> pending = new ArrayList<>();
        for (Step.Item item : step.items()) {
            sends.add(prepare(client, queue, item, pending));
        }
        if (sends.size() == 1) {
            queues.send(
                    client.caller,
                    queue,
                    sends.get(0),
                    reply(r -> sent(pending.get(0), r), r -> refused(pending, r)));
        } else {
            queues.send(
                    client.caller,
                    queue,
                    sends,
                    reply(r -> sent(pending, r), r -> refused(pending, r)));
        }
    }

    private Send prepare(
            VirtualClient client, String queue, Step.Item item, List<Sending> pending) {
        Op op = op("send to " + queue + " by " + client.name);
        return prepare(client, queue, item, pending, op);
    }

    private Send prepare(
            VirtualClient client, String queue, Step.Item item, List<Sending> pending, Op op) {
        QueueSettings settings = model.settings(queue);
        long id = ids.next();
        String key = "key" + item.key();
        String dedup = item.deduplication() < 0 ? null : "d" + item.deduplication();
        boolean ownDelay = item.delayMillis() >= 0 && !settings.ordering().isKept();
        long delay = ownDelay ? item.delayMillis() : Send.QUEUE_DELAY;
        long effective = ownDelay ? item.delayMillis() : settings.delayMillis();
        world.note(op + " is " + id + " " + key + " dedup " + dedup);
        Tracked message = model.send(op, queue, id, key, dedup, effective);
        message.sentWall = world.clock.wall();
        for (Model line : sentTo(queue)) {
            Tracked read = line.send(op, queue, id, key, dedup, effective);
            if (item.expiryMillis() != Send.QUEUE_EXPIRY) {
                read.expiryMillis = item.expiryMillis();
            }
        }
        pending.add(new Sending(message, client.pen.send(queue, id, key, dedup), client.caller));
        Message content =
                new Message(
                        text(key),
                        headers(message, item),
                        ByteBuffer.wrap(MessageBody.bytes(id, item.bytes())));
        if (item.expiryMillis() != Send.QUEUE_EXPIRY) {
            message.expiryMillis = item.expiryMillis();
        }
        return new Send(content, delay, dedup, item.expiryMillis());
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

    private void sent(List<Sending> pending, List<SendResult> results) {
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case SendResult.Sent sent -> sent(pending.get(i), sent);
                case SendResult.Refused refused -> refused(pending.get(i), refused.refusal());
            }
        }
    }

    private void sent(Sending sending, SendResult.Sent answer) {
        world.note("sent " + sending.message().id + " as " + answer);
        sending.message().answeredWall = world.clock.wall();
        model.sent(sending.message(), answer, world.clock.now());
        for (Model line : sentTo(sending.message().queue)) {
            line.sent(line.message(sending.message().id), answer, world.clock.now());
        }
        if (answer.duplicate()) {
            sending.call().duplicate();
        } else if (answer.offset() == SendResult.Sent.NO_OFFSET) {
            sending.call().ok();
        } else {
            world.chronicle.accepted(answer.id(), sending.by());
            sending.call().ok(new Place(answer.partition(), answer.offset()));
        }
    }

    private void refused(List<Sending> pending, Refusal refusal) {
        pending.forEach(sending -> refused(sending, refusal));
    }

    private void refused(Sending sending, Refusal refusal) {
        world.note("refused " + sending.message().id + " " + refusal);
        Tracked message = sending.message();
        if (refusal instanceof Refusal.QueueFull full) {
            model.full(message, full.limit());
        }
        if (refusal instanceof Refusal.Throttled throttled) {
            requireLimited(message, throttled);
        }
        if (refusal instanceof Refusal.QueuePaused) {
            model.paused(message);
        }
        switch (Verdict.of(refusal, machine, message.toString())) {
            case NOT_DONE -> {
                model.refused(message.sent, message, world.clock.now());
                for (Model line : sentTo(message.queue)) {
                    line.refused(message.sent, line.message(message.id), world.clock.now());
                }
                sending.call().failed();
            }
            case UNKNOWN -> {
                model.unknown(message.sent, message, world.clock.now());
                for (Model line : sentTo(message.queue)) {
                    line.unknown(message.sent, line.message(message.id), world.clock.now());
                }
                sending.call().unknown();
            }
        }
    }

    private void requireLimited(Tracked message, Refusal.Throttled refusal) {
        RateLimits rates = model.settings(message.queue).rates();
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

    // Receives

    private void read(Step.Read step) {
        VirtualClient client = client(step.client());
        String queue = queue(step.queue());
        if (client.isWaiting() || !replaying.isRead(queue)) {
            return;
        }
        Op op = op("read " + step.max() + " from " + queue + " by " + client.name);
        int reader = replaying.reader(queue);
        Wish wish = wish(op, queue, reader, step.max(), step.leaseMillis());
        ReceiveCall call = client.aside.receive(queue, step.leaseMillis());
        client.waits(wish, call);
        Receive receive = new Receive(step.max(), step.leaseMillis(), step.waitMillis(), null);
        client.waitsThrough(
                queues.subscriptions()
                        .receive(
                                client.caller,
                                queue,
                                Lines.READER,
                                receive,
                                reply(
                                        deliveries -> received(client, wish, call, deliveries),
                                        refusal -> notReceived(client, wish, call, refusal))));
    }

    /** A wish that may be given messages of the subscription and of the passes into it. */
    private Wish wish(Op op, String queue, int subscription, int max, long leaseMillis) {
        Wish wish = new Wish(op, queue, max, leaseMillis);
        world.lines.fedTo(queue, subscription).forEach(line -> line.join(wish));
        return wish;
    }

    private void cancelled(Wish wish) {
        for (Model line : world.lines.models()) {
            if (line.wishes(wish.queue()).contains(wish)) {
                line.cancelled(wish, world.clock.now());
            }
        }
    }

    private void over(Wish wish) {
        world.lines.models().forEach(line -> line.over(wish));
    }

    private void replay(Step.Replay step) {
        String queue = queue(step.queue());
        boolean reads = replaying.isRead(queue);
        if (reads) {
            Op op = op("replay " + queue + " into " + step.into() + " key " + step.key());
            replaying.start(queues, machine, queue, step, op);
        }
    }

    private void receive(Step.Receive step) {
        VirtualClient client = client(step.client());
        if (client.isWaiting()) {
            return;
        }
        String queue = queue(step.queue());
        Op op =
                op(
                        "receive "
                                + step.max()
                                + " from "
                                + queue
                                + " for "
                                + step.leaseMillis()
                                + " by "
                                + client.name);
        Wish wish = wish(op, queue, 0, step.max(), step.leaseMillis());
        ReceiveCall call = client.pen.receive(queue, step.leaseMillis());
        client.waits(wish, call);
        Receive receive = new Receive(step.max(), step.leaseMillis(), step.waitMillis(), null);
        client.waitsThrough(
                queues.receive(
                        client.caller,
                        queue,
                        receive,
                        reply(
                                deliveries -> received(client, wish, call, deliveries),
                                refusal -> notReceived(client, wish, call, refusal))));
    }

    private void received(
            VirtualClient client, Wish wish, ReceiveCall call, List<Delivery> deliveries) {
        wish.op().ended(world.clock.now());
        for (Model line : world.lines.models()) {
            if (line.wishes(wish.queue()).contains(wish)) {
                line.received(wish, world.clock.now());
            }
        }
        client.answered();
        if (deliveries.size() > wish.max()) {
            throw new SimulationFailure("more than wanted: " + deliveries + " for " + wish);
        }
        List<Received> received = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            world.chronicle.delivered(wish.queue(), delivery, client.caller);
            Received one = Contents.received(delivery);
            world.note(
                    "delivered "
                            + one.id()
                            + " by "
                            + delivery.lease()
                            + " attempt "
                            + delivery.attempt()
                            + " to "
                            + client.name);
            received.add(one);
            client.holds(new VirtualClient.Held(wish.queue(), one.id(), delivery.lease()));
        }
        call.ok(ordinary(deliveries, received));
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            Tracked message = model.message(received.get(i).id());
            Contents.check(message, wish.queue(), delivery);
            Set<Long> together = together(delivery.lease().pass(), deliveries, received);
            world.lines
                    .of(wish.queue(), delivery)
                    .delivered(wish, message.id, delivery, together, world.clock.now());
        }
    }

    /** What came from the delivery state that the history rules know. */
    private static List<Received> ordinary(List<Delivery> deliveries, List<Received> received) {
        List<Received> ordinary = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            if (deliveries.get(i).lease().pass() == 0) {
                ordinary.add(received.get(i));
            }
        }
        return ordinary;
    }

    private static Set<Long> together(
            int pass, List<Delivery> deliveries, List<Received> received) {
        Set<Long> together = new HashSet<>();
        for (int i = 0; i < deliveries.size(); i++) {
            if (deliveries.get(i).lease().pass() == pass) {
                together.add(received.get(i).id());
            }
        }
        return together;
    }

    private void notReceived(VirtualClient client, Wish wish, ReceiveCall call, Refusal refusal) {
        world.note("refused " + wish + " " + refusal);
        client.answered();
        if (refusal instanceof Refusal.TooManyLeases
                && model.settings(wish.queue()).maxLeases() >= Script.MANY_LEASES) {
            throw new SimulationFailure("too many leases for " + wish);
        }
        switch (Verdict.of(refusal, machine, wish.toString())) {
            case NOT_DONE -> {
                wish.op().ended(world.clock.now());
                over(wish);
                call.failed();
            }
            case UNKNOWN -> call.unknown();
        }
    }

    // Settlements

    private void settle(Step.Settle step) {
        VirtualClient client = client(step.client());
        Map<String, VirtualClient.Held> chosen = new LinkedHashMap<>();
        String queue = null;
        for (int pick : step.picks()) {
            VirtualClient.Held held = client.pick(pick).orElse(null);
            if (held != null
                    && !line(held).isBusy(held.id())
                    && (queue == null || queue.equals(held.queue()))) {
                queue = held.queue();
                chosen.put(held.lease().pass() + "/" + held.id(), held);
            }
        }
        if (queue != null) {
            settle(client, queue, step, new ArrayList<>(chosen.values()));
        }
    }

    private void settle(
            VirtualClient client, String queue, Step.Settle step, List<VirtualClient.Held> leases) {
        List<Settlement> settlements = new ArrayList<>();
        List<Op> ops = new ArrayList<>();
        List<PlainCall> calls = new ArrayList<>();
        for (VirtualClient.Held held : leases) {
            Settlement settlement = settlement(step, held);
            Op op = op(settlement + " of " + held.id() + " in " + queue + " by " + client.name);
            line(held).settle(op, queue, held.id(), settlement, world.clock.now());
            settlements.add(settlement);
            ops.add(op);
            HistoryClient pen = held.lease().pass() == 0 ? client.pen : client.aside;
            calls.add(pen.settle(queue, held.id(), recorded(settlement)));
        }
        queues.settle(
                client.caller,
                queue,
                settlements,
                reply(
                        results -> {
                            for (int i = 0; i < results.size(); i++) {
                                world.chronicle.ended(
                                        settlements.get(i), results.get(i), client.caller);
                                settled(leases.get(i), ops.get(i), calls.get(i), results.get(i));
                            }
                        },
                        refusal -> {
                            for (int i = 0; i < leases.size(); i++) {
                                notSettled(leases.get(i), ops.get(i), calls.get(i), refusal);
                            }
                        }));
    }

    /** The model that the lease is of. */
    private Model line(VirtualClient.Held held) {
        return world.lines.of(held.queue(), held.lease());
    }

    private static Settlement settlement(Step.Settle step, VirtualClient.Held held) {
        return switch (step.end()) {
            case ACK -> new Settlement.Ack(held.lease());
            case RELEASE ->
                    new Settlement.Release(
                            held.lease(), step.millis(), step.attempt(), step.reason());
            case REJECT -> new Settlement.Reject(held.lease(), "of no use");
            case EXTEND -> new Settlement.Extend(held.lease(), step.millis());
        };
    }

    private static dev.forebay.testkit.history.Settlement recorded(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Ack ack -> new dev.forebay.testkit.history.Settlement.Ack();
            case Settlement.Release release ->
                    new dev.forebay.testkit.history.Settlement.Release(
                            Math.max(0, release.delayMillis()));
            case Settlement.Reject reject -> new dev.forebay.testkit.history.Settlement.Reject();
            case Settlement.Extend extend ->
                    new dev.forebay.testkit.history.Settlement.Extend(extend.leaseMillis());
        };
    }

    private void settled(VirtualClient.Held held, Op op, PlainCall call, SettleResult result) {
        if (result instanceof SettleResult.Refused refused) {
            notSettled(held, op, call, refused.refusal());
            return;
        }
        world.note(result + " to " + op);
        line(held).settled(op, held.id(), Results.of(result), world.clock.now());
        if (result instanceof SettleResult.Done) {
            call.ok();
        } else {
            call.failed();
        }
    }

    private void notSettled(VirtualClient.Held held, Op op, PlainCall call, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        switch (Verdict.of(refusal, machine, op.toString())) {
            case NOT_DONE -> {
                line(held).refused(op, line(held).message(held.id()), world.clock.now());
                call.failed();
            }
            case UNKNOWN -> {
                line(held).unknown(op, line(held).message(held.id()), world.clock.now());
                call.unknown();
            }
        }
    }

    // Several queues at once

    private void change(Step.Change step) {
        VirtualClient client = client(step.client());
        Map<Long, VirtualClient.Held> chosen = new LinkedHashMap<>();
        for (int pick : step.acks()) {
            client.pick(pick)
                    .filter(held -> held.lease().pass() == 0)
                    .filter(held -> !model.isBusy(held.id()))
                    .ifPresent(held -> chosen.put(held.id(), held));
        }
        Set<String> involved = new HashSet<>();
        chosen.values().forEach(held -> involved.add(held.queue()));
        step.sends().forEach(to -> involved.add(queue(to.queue())));
        if (touched.containsAll(involved)) {
            new ChangeGiven(client, new ArrayList<>(chosen.values()), step.sends()).give();
        } else {
            involved.forEach(this::touch);
        }
    }

    /** A change waits until all its queues are loaded; the model wants to know when it is made. */
    private void touch(String queue) {
        queues.settle(
                Caller.IN_PROCESS,
                queue,
                List.of(),
                reply(results -> touched.add(queue), refusal -> {}));
    }

    /** One atomic change on its way. */
    private final class ChangeGiven {
        private final VirtualClient client;
        private final List<VirtualClient.Held> leases;
        private final Op op;
        private final List<Sending> pending = new ArrayList<>();
        private final List<AtomicChange.SendTo> sends = new ArrayList<>();
        private final List<AtomicChange.Ack> acks = new ArrayList<>();
        private final List<PlainCall> calls = new ArrayList<>();

        ChangeGiven(VirtualClient client, List<VirtualClient.Held> leases, List<Step.To> tos) {
            this.client = client;
            this.leases = leases;
            op = op("change acking " + leases + " by " + client.name);
            for (Step.To to : tos) {
                String queue = queue(to.queue());
                Send send = prepare(client, queue, to.item(), pending, op);
                sends.add(new AtomicChange.SendTo(queue, send));
            }
            for (VirtualClient.Held held : leases) {
                Settlement ack = new Settlement.Ack(held.lease());
                model.settle(op, held.queue(), held.id(), ack, world.clock.now());
                acks.add(new AtomicChange.Ack(held.queue(), held.lease()));
                calls.add(client.pen.settle(held.queue(), held.id(), recorded(ack)));
            }
        }

        void give() {
            model.whole(
                    op,
                    pending.stream().map(Sending::message).toList(),
                    leases.stream().map(held -> model.message(held.id())).toList());
            queues.change(
                    client.caller, new AtomicChange(acks, sends), reply(this::done, this::refuse));
        }

        private void done(List<SendResult.Sent> results) {
            model.wholeEnded(op);
            for (int i = 0; i < results.size(); i++) {
                sent(pending.get(i), results.get(i));
            }
            for (int i = 0; i < leases.size(); i++) {
                SettleResult done = new SettleResult.Done();
                world.chronicle.ended(
                        new Settlement.Ack(leases.get(i).lease()), done, client.caller);
                settled(leases.get(i), op, calls.get(i), done);
            }
        }

        /** A send with an equal deduplication id may be on its way. */
        private Verdict verdict(Refusal refusal) {
            boolean deduplicated =
                    pending.stream().anyMatch(one -> one.message().deduplicationId != null);
            return refusal instanceof Refusal.Throttled && deduplicated
                    ? Verdict.NOT_DONE
                    : Verdict.of(refusal, machine, op.toString());
        }

        private void refuse(Refusal refusal) {
            world.note("refused " + op + " " + refusal);
            long now = world.clock.now();
            if (refusal instanceof Refusal.NotAcked not) {
                leases.stream()
                        .filter(held -> held.lease().equals(not.lease()))
                        .filter(held -> held.queue().equals(not.queue()))
                        .forEach(held -> model.notAcked(op, held.id(), Results.of(not.result())));
            }
            if (refusal instanceof Refusal.QueueFull full) {
                pending.stream()
                        .map(Sending::message)
                        .filter(message -> message.queue.equals(full.queue()))
                        .forEach(message -> model.full(message, full.limit()));
            }
            switch (verdict(refusal)) {
                case NOT_DONE -> {
                    model.wholeEnded(op);
                    pending.forEach(one -> model.refused(op, one.message(), now));
                    leases.forEach(held -> model.refused(op, model.message(held.id()), now));
                    pending.forEach(one -> one.call().failed());
                    calls.forEach(PlainCall::failed);
                }
                case UNKNOWN -> {
                    pending.forEach(one -> model.unknown(op, one.message(), now));
                    leases.forEach(held -> model.unknown(op, model.message(held.id()), now));
                    pending.forEach(one -> one.call().unknown());
                    calls.forEach(PlainCall::unknown);
                }
            }
        }
    }

    // Redrives

    private void redrive(Step.Redrive step) {
        boolean ordered =
                names.stream()
                        .map(model::settings)
                        .anyMatch(s -> s.deadLetter().isPresent() && s.ordering().isKept());
        if (ordered || replaying.isUsed()) {
            // The history's rules of order and the models of readers know of no second coming.
            return;
        }
        Optional<RedriveInfo> active =
                queues.redrives().all().stream().filter(one -> !one.state().isEnded()).findFirst();
        if (active.isPresent()) {
            steer(step, active.get());
        } else if (unanswered == 0 && !model.redriving().isEmpty()) {
            noteEnds();
        } else if (step.act() == Step.RedriveAct.START) {
            startRedrive(step);
        }
    }

    /** None is under way; once that is on disk those that were have ended. */
    private void noteEnds() {
        Set<Op> ended = model.redriving();
        queues.settle(
                Caller.IN_PROCESS,
                names.get(0),
                List.of(),
                reply(results -> model.redrivesEnded(ended, world.clock.now()), refusal -> {}));
    }

    private void startRedrive(Step.Redrive step) {
        Op op = op("redrive at " + step.perSecond());
        model.redrive(op);
        unanswered++;
        queues.redrives()
                .start(
                        Caller.IN_PROCESS,
                        RedriveRequest.all(DEAD).withRate(step.perSecond()),
                        reply(
                                info -> {
                                    unanswered--;
                                    world.note("begun " + info);
                                },
                                refusal -> {
                                    unanswered--;
                                    world.note("refused " + op + " " + refusal);
                                    if (refusal instanceof Refusal.RedriveInProgress
                                            || Verdict.of(refusal, machine, op.toString())
                                                    == Verdict.NOT_DONE) {
                                        model.redriveRefused(op);
                                    }
                                }));
    }

    private void steer(Step.Redrive step, RedriveInfo active) {
        world.note(step.act() + " " + active);
        Reply<RedriveInfo> reply =
                reply(
                        info -> world.note("now " + info),
                        refusal -> world.note(step.act() + " refused " + refusal));
        switch (step.act()) {
            case START -> {}
            case PAUSE -> queues.redrives().pause(Caller.IN_PROCESS, active.id(), reply);
            case RESUME -> queues.redrives().resume(Caller.IN_PROCESS, active.id(), reply);
            case CANCEL -> queues.redrives().cancel(Caller.IN_PROCESS, active.id(), reply);
        }
    }

    // The queue itself

    private void purge(Step.Purge step) {
        String queue = queue(step.queue());
        Op op = op("purge " + queue);
        model.purge(op, queue, world.clock.now());
        PlainCall call = client(step.client()).pen.purge(queue);
        queues.purge(
                Caller.IN_PROCESS,
                queue,
                reply(
                        info -> {
                            world.note("purged " + queue);
                            model.purged(op, world.clock.now());
                            call.ok();
                        },
                        refusal -> notPurged(op, call, refusal)));
    }

    private void withdraw(Step.Withdraw step) {
        List<Tracked> scheduled = model.messages().stream().filter(this::isScheduled).toList();
        if (scheduled.isEmpty()) {
            return;
        }
        Tracked message = scheduled.get(step.pick() % scheduled.size());
        SendResult.Sent answer = Objects.requireNonNull(message.answer);
        Op op = op("withdraw " + message.id + " from " + message.queue);
        model.withdraw(op, message, world.clock.now());
        PlainCall call =
                client(step.client())
                        .pen
                        .settle(
                                message.queue,
                                message.id,
                                new dev.forebay.testkit.history.Settlement.Withdraw());
        queues.scheduled()
                .cancel(
                        Caller.IN_PROCESS,
                        message.queue,
                        answer.id(),
                        reply(
                                taken -> {
                                    world.note("done " + op);
                                    model.withdrawn(op, message, world.clock.now());
                                    call.ok();
                                },
                                refusal -> notWithdrawn(op, message, call, refusal)));
    }

    private boolean isScheduled(Tracked message) {
        SendResult.Sent answer = message.answer;
        return answer != null
                && !answer.duplicate()
                && answer.offset() == SendResult.Sent.NO_OFFSET
                && !model.isBusy(message.id)
                && message.states().stream().anyMatch(message::isScheduled);
    }

    private void notWithdrawn(Op op, Tracked message, PlainCall call, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        if (refusal instanceof Refusal.NoSuchScheduled) {
            model.notScheduled(op, message, world.clock.now());
            call.failed();
            return;
        }
        switch (Verdict.of(refusal, machine, op.toString())) {
            case NOT_DONE -> {
                model.refused(op, message, world.clock.now());
                call.failed();
            }
            case UNKNOWN -> {
                model.unknown(op, message, world.clock.now());
                call.unknown();
            }
        }
    }

    private void notPurged(Op op, PlainCall call, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        switch (Verdict.of(refusal, machine, op.toString())) {
            case NOT_DONE -> {
                model.purgeRefused(op, world.clock.now());
                call.failed();
            }
            case UNKNOWN -> {
                model.purgeUnknown(op, world.clock.now());
                call.unknown();
            }
        }
    }

    private void relimit(Step.Relimit step) {
        String queue = queue(step.queue());
        QueueSettings old = model.settings(queue);
        if (old.maxDepth().isEmpty() || !updating.add(queue)) {
            return;
        }
        QueueSettings fresh = old.withMaxDepth(step.maxDepth());
        Op op = op("relimit " + queue + " to " + step.maxDepth());
        model.relimiting(queue);
        queues.update(
                Caller.IN_PROCESS,
                queue,
                fresh,
                this.<QueueInfo>reply(
                        info -> {
                            world.note("done " + op);
                            updating.remove(queue);
                            model.queue(queue, fresh);
                        },
                        refusal -> {
                            world.note("refused " + op + " " + refusal);
                            updating.remove(queue);
                            Verdict.of(refusal, machine, op.toString());
                        }));
    }

    private void steer(Step.Steer step) {
        String queue = queue(step.queue());
        if (!updating.add(queue)) {
            return;
        }
        Op op = op("steer " + queue + " to " + step.flow());
        model.steering(queue, step.flow());
        queues.update(
                Caller.IN_PROCESS,
                queue,
                model.settings(queue).withFlow(step.flow()),
                this.<QueueInfo>reply(
                        info -> {
                            world.note("done " + op);
                            updating.remove(queue);
                            model.steered(queue, step.flow(), world.clock.now());
                        },
                        refusal -> {
                            world.note("refused " + op + " " + refusal);
                            updating.remove(queue);
                            Verdict.of(refusal, machine, op.toString());
                        }));
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private <T> Reply<T> reply(Consumer<T> ok, Consumer<Refusal> refused) {
        return new OneReply<>(ok, refused);
    }

    /** Insists on being called once. */
    private static final class OneReply<T> implements Reply<T> {
        private final Consumer<T> ok;
        private final Consumer<Refusal> refused;
        private @Nullable Object answer;

        OneReply(Consumer<T> ok, Consumer<Refusal> refused) {
            this.ok = ok;
            this.refused = refused;
        }

        @Override
        public void ok(T value) {
            once(value);
            ok.accept(value);
        }

        @Override
        public void refused(Refusal refusal) {
            once(refusal);
            refused.accept(refusal);
        }

        private void once(Object value) {
            if (answer != null) {
                throw new SimulationFailure("answered twice: " + answer + " and " + value);
            }
            answer = value;
        }
    }
}
