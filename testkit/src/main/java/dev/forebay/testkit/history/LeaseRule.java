package dev.forebay.testkit.history;

import java.util.List;

/**
 * {@link Rule#LEASE}: from one delivery of a message to the next at least its lease has passed,
 * unless the holder released, rejected or shortened it in between. A lease begins at the earliest
 * {@link Audit#leaseSlack} before its answer, and never before its call.
 *
 * <p>The delay of a release is held to for as long as the message stays at its place. Where
 * redrives bring messages back it may be left sooner: a release that was the last allowed attempt
 * moves the message to its dead-letter queue at once, and a redrive takes along what is delayed. A
 * lease that nobody settled holds all the same, since no leased message moves.
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
                deadline = moved(deadline, settle, stayed(held, next));
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

    private boolean stayed(Evidence.Delivery held, Evidence.Delivery next) {
        return !audit.isRedriven() || held.message().place().equals(next.message().place());
    }

    private static long moved(long deadline, Operation.Settle settle, boolean stayed) {
        long at = settle.span().beganAt();
        return switch (settle.kind()) {
            case Settlement.Ack ack -> deadline;
            case Settlement.Withdraw withdraw -> deadline;
            case Settlement.Reject reject -> Math.min(deadline, at);
            case Settlement.Release release ->
                    Math.min(deadline, stayed ? at + release.delayMillis() : at);
            case Settlement.Extend extend ->
                    settle.happened()
                            ? at + extend.leaseMillis()
                            : Math.min(deadline, at + extend.leaseMillis());
        };
    }
}
