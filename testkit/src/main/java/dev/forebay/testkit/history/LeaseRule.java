package dev.forebay.testkit.history;

import java.util.List;

/**
 * {@link Rule#LEASE}: from one delivery of a message to the next at least its lease has passed,
 * unless the holder released, rejected or shortened it in between. A lease begins at the earliest
 * {@link Audit#leaseSlack} before its answer, and never before its call.
 */
record LeaseRule(Evidence evidence, Audit audit) {
    void check(Findings findings) {
        evidence.deliveries()
                .forEach((at, deliveries) -> {
                    for (int i = 1; i < deliveries.size(); i++) {
                        judge(at, deliveries.get(i - 1), deliveries.get(i), findings);
                    }
                });
    }

    private void judge(
            Evidence.At at, Evidence.Delivery held, Evidence.Delivery next, Findings findings) {
        if (held.message().lease().equals(next.message().lease())) {
            return;
        }
        long start =
                Math.max(held.span().beganAt(), held.span().endedAt() - audit.leaseSlackMillis());
        long deadline = start + held.receive().leaseMillis();
        List<Operation.Settle> settlements = evidence.settlements(at.queue(), at.id());
        for (Operation.Settle settle : settlements) {
            if (settle.mayHaveHappened() && between(settle, held, next)) {
                deadline = moved(deadline, settle);
            }
        }
        if (next.span().endedAt() < deadline) {
            findings.add(
                    Rule.LEASE,
                    "%s was leased until %d by %s, yet delivered by %s",
                    at,
                    deadline,
                    held,
                    next);
        }
    }

    private static boolean between(
            Operation.Settle settle, Evidence.Delivery held, Evidence.Delivery next) {
        return settle.span().ended() > held.span().began()
                && settle.span().began() < next.span().ended();
    }

    private static long moved(long deadline, Operation.Settle settle) {
        long at = settle.span().beganAt();
        return switch (settle.kind()) {
            case Settlement.Ack ack -> deadline;
            case Settlement.Reject reject -> Math.min(deadline, at);
            case Settlement.Release release -> Math.min(deadline, at + release.delayMillis());
            case Settlement.Extend extend ->
                    settle.happened()
                            ? at + extend.leaseMillis()
                            : Math.min(deadline, at + extend.leaseMillis());
        };
    }
}
