package dev.forebay.httpapi;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import dev.forebay.http.HttpExchange;
import java.util.List;
import java.util.function.Supplier;

/**
 * What all actions share: the engine, its clock, and what each thread keeps at hand.
 *
 * @param workbench of the calling thread
 * @param masking what of messages callers get to see
 */
record Door(Queues queues, EngineClock clock, Supplier<Workbench> workbench, Masking masking) {
    /** Leases messages of a subscription; none named means that of ordinary receives. */
    Waiting receive(
            Caller caller,
            String queue,
            String subscription,
            Receive wish,
            Reply<List<Delivery>> reply) {
        // The faces count what goes through the queues' own door.
        return subscription.isEmpty() || subscription.equals(Subscriptions.WORK)
                ? queues.receive(caller, queue, wish, reply)
                : queues.subscriptions().receive(caller, queue, subscription, wish, reply);
    }

    /** Runs a step of a call on the engine's lane, at once when called there. */
    void onLane(Call call, Runnable step) {
        if (queues.lane().inLane()) {
            call.attempt(step);
        } else {
            queues.lane().execute(() -> call.attempt(step));
        }
    }

    void onLane(Runnable step) {
        if (queues.lane().inLane()) {
            step.run();
        } else {
            queues.lane().execute(step);
        }
    }

    /** What a client asked for need not go on when it went away: tells that, on the lane. */
    void whenGone(Call call, Runnable step) {
        HttpExchange exchange = call.exchange();
        exchange.onLoop(() -> exchange.onAbort(() -> onLane(step)));
    }

    /** The queue that a call names. On the lane. */
    QueueInfo queue(Call call) {
        return queues.find(call.queue())
                .orElseThrow(() -> Refusals.failure(new Refusal.NoSuchQueue(call.queue())));
    }
}
