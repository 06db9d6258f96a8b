package dev.forebay.bench.engine;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Message;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.core.Engine;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.log.LogStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An engine with one queue, and one consumer that sends to itself, leases and acks. */
final class CoreCycle {
    private static final String QUEUE = "bench";

    private final InlineLane lane;
    private final Engine engine;
    private final List<Send> sends = new ArrayList<>();
    private final Receive receive;
    private final Acks acks = new Acks();
    private long done;

    CoreCycle(LogStore store, InlineLane lane, QueueSettings settings, int batch, int bodyBytes) {
        this.lane = lane;
        engine = new Engine(store, lane, lane, new Random(1), EngineLimits.defaults());
        engine.start(new Count<>());
        lane.run();
        engine.create(Caller.IN_PROCESS, QUEUE, settings, Map.of(), new Count<>());
        lane.run();
        Message message = new Message(null, List.of(), ByteBuffer.allocate(bodyBytes));
        for (int i = 0; i < batch; i++) {
            sends.add(new Send(message, Send.QUEUE_DELAY, null));
        }
        receive = new Receive(batch, Receive.QUEUE_DEFAULT, 0, null);
    }

    Engine engine() {
        return engine;
    }

    /** Commands and records settled so far. */
    long done() {
        return done;
    }

    /** One batch sent, leased and acked, each durable before the next. */
    void run() {
        send();
        lease(acks);
        lane.pass(1);
    }

    void send() {
        engine.send(Caller.IN_PROCESS, QUEUE, sends, new Count<List<SendResult>>());
        lane.run();
    }

    void lease(Reply<List<Delivery>> reply) {
        engine.receive(Caller.IN_PROCESS, QUEUE, receive, reply);
        lane.run();
    }

    void settle(List<Settlement> settlements) {
        engine.settle(Caller.IN_PROCESS, QUEUE, settlements, new Count<List<SettleResult>>());
        lane.run();
    }

    /** Acks what it gets. */
    private final class Acks implements Reply<List<Delivery>> {
        @Override
        public void ok(List<Delivery> deliveries) {
            List<Settlement> settlements = new ArrayList<>(deliveries.size());
            for (int i = 0; i < deliveries.size(); i++) {
                settlements.add(new Settlement.Ack(deliveries.get(i).lease()));
            }
            done += deliveries.size();
            engine.settle(Caller.IN_PROCESS, QUEUE, settlements, new Count<List<SettleResult>>());
        }

        @Override
        public void refused(Refusal refusal) {
            throw new IllegalStateException(refusal.message());
        }
    }

    /** Counts answers, and takes none but good ones. */
    private static final class Count<T> implements Reply<T> {
        @Override
        public void ok(T value) {}

        @Override
        public void refused(Refusal refusal) {
            throw new IllegalStateException(refusal.message());
        }
    }
}
