package dev.forebay.sqs;

import dev.forebay.access.Operation;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.TextReceive;
import dev.forebay.engine.Waiting;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Receiving. On the engine's lane; answers are encoded on the connection's event loop. */
final class ReceiveAction {
    private static final int MOST = 10;
    private static final int MILLIS = 1_000;

    private final Queues queues;
    private final EngineClock clock;
    private final QueueFinder finder;
    private final QueueUrls urls;
    private final Supplier<Workbench> workbench;

    ReceiveAction(
            Queues queues,
            EngineClock clock,
            QueueFinder finder,
            QueueUrls urls,
            Supplier<Workbench> workbench) {
        this.queues = queues;
        this.clock = clock;
        this.finder = finder;
        this.urls = urls;
        this.workbench = workbench;
    }

    void receive(Call call, SqsRequest.ReceiveMessage request) {
        finder.use(call, request.queueUrl(), queue -> receive(call, queue, request));
    }

    private void receive(Call call, QueueInfo queue, SqsRequest.ReceiveMessage request) {
        Incoming incoming = new Incoming(queue, request, urls);
        Arrival arrival = new Arrival(call, queue, incoming);
        Waiting waiting =
                TextReceive.begin(
                        queues.lane(),
                        clock,
                        queue,
                        wish(queue, request),
                        new Source(call, queue),
                        arrival);
        if (!arrival.arrived) {
            call.exchange().onLoop(() -> call.exchange().onAbort(() -> onLane(waiting::cancel)));
        }
    }

    private static Receive wish(QueueInfo queue, SqsRequest.ReceiveMessage request) {
        Integer max = request.maxNumberOfMessages();
        if (max != null && (max < 1 || max > MOST)) {
            throw SqsFailure.invalid(
                    "MaxNumberOfMessages",
                    max.toString(),
                    "Must be between 1 and 10, if provided.");
        }
        Integer timeout = request.visibilityTimeout();
        Integer wait = request.waitTimeSeconds();
        String attempt = request.attemptId();
        if (attempt != null) {
            if (!new SqsQueue(queue).fifo()) {
                throw SqsFailure.invalid(
                        "ReceiveRequestAttemptId",
                        attempt,
                        "The request include parameter that is not valid for this queue type.");
            }
            Outgoing.checkToken("ReceiveRequestAttemptId", attempt);
        }
        return new Receive(
                max == null ? 1 : max,
                timeout == null
                        ? Receive.QUEUE_DEFAULT
                        : millis(QueueRanges.VISIBILITY.check("VisibilityTimeout", timeout)),
                wait == null
                        ? Receive.QUEUE_DEFAULT
                        : millis(QueueRanges.WAIT.check("WaitTimeSeconds", wait)),
                attempt);
    }

    private static long millis(int seconds) {
        return (long) seconds * MILLIS;
    }

    private void onLane(Runnable task) {
        if (queues.lane().inLane()) {
            task.run();
        } else {
            queues.lane().execute(task);
        }
    }

    /** The client is gone: what it never saw goes back at once. */
    private void release(Call call, QueueInfo queue, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Settlement> releases = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            releases.add(
                    new Settlement.Release(delivery.lease(), 0, Settlement.Attempt.UNCOUNTED, ""));
        }
        settle(call, queue, releases);
    }

    private void settle(Call call, QueueInfo queue, List<Settlement> releases) {
        onLane(() -> queues.settle(call.caller(), queue.name(), releases, Unheard.INSTANCE));
    }

    /** The queue that a call receives from. */
    private final class Source implements TextReceive.Source {
        private final Call call;
        private final QueueInfo queue;

        Source(Call call, QueueInfo queue) {
            this.call = call;
            this.queue = queue;
        }

        @Override
        public Waiting receive(Receive wish, Reply<List<Delivery>> reply) {
            return queues.receive(call.caller(), queue.name(), wish, reply);
        }

        @Override
        public void settle(List<Settlement> settlements) {
            ReceiveAction.this.settle(call, queue, settlements);
        }
    }

    /** Takes the engine's reply to one receive. */
    private final class Arrival implements Reply<List<Delivery>> {
        private final Call call;
        private final QueueInfo queue;
        private final Incoming incoming;
        private boolean arrived;

        Arrival(Call call, QueueInfo queue, Incoming incoming) {
            this.call = call;
            this.queue = queue;
            this.incoming = incoming;
        }

        @Override
        public void ok(List<Delivery> deliveries) {
            arrived = true;
            if (deliveries.isEmpty()) {
                call.answer(new SqsResponse.Received(List.of()));
            } else if (isStillAdmitted(deliveries)) {
                call.answer(
                        () -> incoming.answer(deliveries, workbench.get()),
                        () -> release(call, queue, deliveries));
            }
        }

        private boolean isStillAdmitted(List<Delivery> deliveries) {
            try {
                call.admitAgain(Operation.RECEIVE, queue.name());
                return true;
            } catch (SqsFailure denied) {
                release(call, queue, deliveries);
                call.fail(denied.error(), denied.text());
                return false;
            }
        }

        @Override
        public void refused(Refusal refusal) {
            arrived = true;
            call.refuse(refusal);
        }
    }

    /** Nobody waits for this: a lease that cannot be released now ends by its own time. */
    private enum Unheard implements Reply<List<SettleResult>> {
        INSTANCE;

        @Override
        public void ok(List<SettleResult> value) {}

        @Override
        public void refused(Refusal refusal) {}
    }
}
