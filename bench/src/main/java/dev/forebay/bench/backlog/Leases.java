package dev.forebay.bench.backlog;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Receive;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Leases taken from one queue and what becomes of them. */
final class Leases {
    private static final int AT_ONCE = 1_000;
    private static final long LEASE_MILLIS = Duration.ofHours(12).toMillis();

    private final EngineInFolder engine;
    private final String queue;

    Leases(EngineInFolder engine, String queue) {
        this.engine = engine;
        this.queue = queue;
    }

    /** Leases so many messages and forgets about them. */
    void hold(long count) {
        for (long held = 0; held < count; ) {
            held += lease().size();
        }
    }

    /** Acks every second message of the queue and returns the others. */
    void settleEverySecond(long count) {
        List<LeaseId> others = new ArrayList<>();
        for (long seen = 0; seen < count; ) {
            List<LeaseId> leased = lease();
            List<LeaseId> acked = new ArrayList<>();
            for (LeaseId lease : leased) {
                (lease.offset() % 2 == 0 ? acked : others).add(lease);
            }
            settle(acked, Settlement.Ack::new);
            seen += leased.size();
        }
        for (int from = 0; from < others.size(); from += AT_ONCE) {
            int to = Math.min(from + AT_ONCE, others.size());
            settle(others.subList(from, to), lease -> new Settlement.Release(lease, 0));
        }
    }

    /** Leases messages and fails them until the last of so many was, so that all wait again. */
    void fail(long count) {
        for (long last = 0; last < count - 1; ) {
            List<LeaseId> leased = lease();
            last = Math.max(last, leased.getLast().offset());
            settle(
                    leased,
                    lease ->
                            new Settlement.Release(
                                    lease, 0, Settlement.Attempt.COUNTED, "timeout"));
        }
    }

    /** Leases so many messages and acks each. */
    void settleAll(long count) {
        for (long acked = 0; acked < count; ) {
            List<LeaseId> leased = lease();
            settle(leased, Settlement.Ack::new);
            acked += leased.size();
        }
    }

    private List<LeaseId> lease() {
        List<Delivery> deliveries =
                engine.await(reply -> {
                    var _ =
                            engine.queues()
                                    .receive(
                                            Caller.IN_PROCESS,
                                            queue,
                                            new Receive(AT_ONCE, LEASE_MILLIS, 0, null),
                                            reply);
                });
        if (deliveries.isEmpty()) {
            throw new IllegalStateException("nothing to lease in " + queue);
        }
        return deliveries.stream().map(Delivery::lease).toList();
    }

    private void settle(List<LeaseId> leases, Function<LeaseId, Settlement> how) {
        List<SettleResult> results =
                engine.await(reply ->
                        engine.queues()
                                .settle(
                                        Caller.IN_PROCESS,
                                        queue,
                                        leases.stream().map(how).toList(),
                                        reply));
        if (!results.stream().allMatch(SettleResult.Done.class::isInstance)) {
            throw new IllegalStateException("not settled: " + results.getFirst());
        }
    }
}
