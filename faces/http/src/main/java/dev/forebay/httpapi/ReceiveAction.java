package dev.forebay.httpapi;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.TextReceive;
import dev.forebay.engine.Waiting;
import dev.forebay.http.HttpExchange;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.LeaseTokens;
import dev.forebay.httpapi.codec.MessageOut;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receiving, with a wait for the first message. */
final class ReceiveAction {
    /** Messages of one receive. */
    static final int MOST = 1_000;

    private static final long LONGEST_WAIT_MILLIS = 300_000;
    private static final long LONGEST_LEASE_MILLIS = 43_200_000;
    private static final int BYTES_OF_ONE = 512;

    private final Door door;
    private final Releases releases;

    ReceiveAction(Door door) {
        this.door = door;
        this.releases = new Releases(door);
    }

    void receive(Call call, byte[] body, int length) {
        Wish wish = Json.read(body, length, ReceiveAction::wish);
        door.onLane(call, () -> receive(call, door.queue(call), wish));
    }

    /**
     * What a client wants.
     *
     * @param subscription empty for that of ordinary receives
     */
    private record Wish(String subscription, Receive receive) {}

    private static Wish wish(JsonIn in) {
        String subscription = "";
        int max = 1;
        long lease = Receive.QUEUE_DEFAULT;
        long wait = Receive.QUEUE_DEFAULT;
        String attempt = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "max" -> max = (int) in.number(name, 1, MOST);
                case "leaseMillis" -> lease = in.number(name, 0, LONGEST_LEASE_MILLIS);
                case "waitMillis" -> wait = in.number(name, 0, LONGEST_WAIT_MILLIS);
                case "attemptId" -> attempt = in.text(name);
                case "subscription" -> subscription = in.text(name);
                default ->
                        throw in.unknown(
                                name, "max, leaseMillis, waitMillis, attemptId, subscription");
            }
        }
        return new Wish(subscription, new Receive(max, lease, wait, attempt));
    }

    private void receive(Call call, QueueInfo queue, Wish wish) {
        Arrival arrival = new Arrival(call, queue);
        Waiting waiting =
                TextReceive.begin(
                        door.queues().lane(),
                        door.clock(),
                        queue,
                        wish.receive(),
                        new Source(call, queue, wish.subscription()),
                        arrival);
        arrival.began(waiting);
    }

    /** The subscription that a call receives from. */
    private final class Source implements TextReceive.Source {
        private final Call call;
        private final QueueInfo queue;
        private final String subscription;

        Source(Call call, QueueInfo queue, String subscription) {
            this.call = call;
            this.queue = queue;
            this.subscription = subscription;
        }

        @Override
        public Waiting receive(Receive wish, Reply<List<Delivery>> reply) {
            return door.receive(call.caller(), queue.name(), subscription, wish, reply);
        }

        @Override
        public void settle(List<Settlement> settlements) {
            releases.settle(call.caller(), queue.name(), settlements);
        }
    }

    /** Takes the engine's reply to one receive. */
    private final class Arrival implements Reply<List<Delivery>> {
        private final Call call;
        private final QueueInfo queue;
        private @Nullable Waiting waiting;
        private @Nullable List<Delivery> early;
        private boolean arrived;

        Arrival(Call call, QueueInfo queue) {
            this.call = call;
            this.queue = queue;
        }

        /** The engine has taken the receive, and perhaps replied already. */
        void began(Waiting receive) {
            waiting = receive;
            if (early != null) {
                ok(early);
            } else if (!arrived) {
                door.whenGone(call, receive::cancel);
            }
        }

        @Override
        public void ok(List<Delivery> deliveries) {
            arrived = true;
            if (waiting == null) {
                early = deliveries;
                return;
            }
            if (!deliveries.isEmpty() && !isStillAdmitted()) {
                releases.release(call.caller(), queue.name(), deliveries);
                return;
            }
            @Nullable HeldBack held = deliveries.isEmpty() ? waiting.heldBack().orElse(null) : null;
            call.exchange().onLoop(() -> answer(deliveries, held));
        }

        /** The right, or the token, may have been taken away while it waited. */
        private boolean isStillAdmitted() {
            try {
                call.admit();
                return true;
            } catch (ApiFailure denied) {
                call.fail(denied.problem());
                return false;
            }
        }

        private void answer(List<Delivery> deliveries, @Nullable HeldBack held) {
            HttpExchange exchange = call.exchange();
            Runnable undelivered = () -> releases.release(call.caller(), queue.name(), deliveries);
            if (!exchange.open()) {
                undelivered.run();
                return;
            }
            LeaseTokens tokens = door.workbench().get().tokens();
            ByteBuf body =
                    Answers.encode(
                            exchange,
                            BYTES_OF_ONE * (1 + deliveries.size()),
                            out -> write(out, queue, deliveries, held, tokens));
            exchange.answer(Answers.head(200), HttpExchange.NO_LINES, body, undelivered);
        }

        @Override
        public void refused(Refusal refusal) {
            arrived = true;
            call.fail(Refusals.problem(refusal));
        }
    }

    private static void write(
            JsonOut out,
            QueueInfo queue,
            List<Delivery> deliveries,
            @Nullable HeldBack held,
            LeaseTokens tokens) {
        out.begin();
        out.beginList("messages");
        for (Delivery delivery : deliveries) {
            MessageOut.write(out, delivery, tokens.issue(queue.id(), delivery.lease()));
        }
        out.endList();
        if (held != null) {
            QueueView.heldBack(out, held);
        }
        out.end();
    }
}
