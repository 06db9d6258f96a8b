package dev.forebay.httpapi;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.LargeBodies;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import java.util.ArrayList;
import java.util.List;

/** Gives back what a client never saw. */
final class Releases {
    private final Door door;

    Releases(Door door) {
        this.door = door;
    }

    /** The client is gone: what it never saw goes back at once. On any thread. */
    void release(Caller caller, String queue, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Settlement> releases = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            releases.add(
                    new Settlement.Release(delivery.lease(), 0, Settlement.Attempt.UNCOUNTED, ""));
        }
        settle(caller, queue, releases);
    }

    /** Those that the API can tell; the others step back. On any thread. */
    List<Delivery> fitting(Caller caller, String queue, List<Delivery> deliveries) {
        return LargeBodies.fitting(deliveries, others -> settle(caller, queue, others));
    }

    /** Settles what nobody waits for. On any thread. */
    void settle(Caller caller, String queue, List<Settlement> settlements) {
        door.onLane(() -> door.queues().settle(caller, queue, settlements, Unheard.INSTANCE));
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
