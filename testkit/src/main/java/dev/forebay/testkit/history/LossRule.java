package dev.forebay.testkit.history;

import java.util.Set;

/**
 * {@link Rule#LOSS} and {@link Rule#DAMAGE}: after the queues were drained each confirmed message
 * was acked or rejected by somebody, or there is an excuse: purge, expiry, damage that the test
 * made and the server reported.
 */
record LossRule(Evidence evidence, Audit audit) {
    void check(Findings findings) {
        if (!audit.isDrained()) {
            return;
        }
        for (Operation.Send send : evidence.sends().values()) {
            if (send.happened() && !send.duplicate() && !ended(send)) {
                judge(send, findings);
            }
        }
        for (long id : audit.reported()) {
            if (!audit.injected().contains(id)) {
                findings.add(Rule.DAMAGE, "message %d is reported damaged but nobody did it", id);
            }
        }
    }

    private void judge(Operation.Send send, Findings findings) {
        Set<Long> injected = audit.injected();
        if (!injected.contains(send.id())) {
            findings.add(Rule.LOSS, "confirmed, yet never settled nor delivered again: %s", send);
        } else if (!audit.reported().contains(send.id())) {
            findings.add(Rule.DAMAGE, "damaged and lost without a report: %s", send);
        }
    }

    private boolean ended(Operation.Send send) {
        return audit.path(send.queue()).stream().anyMatch(queue -> endedAt(queue, send));
    }

    private boolean endedAt(String queue, Operation.Send send) {
        boolean hasDeadLetters = audit.facts(queue).deadLetterQueue().isPresent();
        boolean settled =
                evidence.settlements(queue, send.id()).stream()
                        .filter(Operation::mayHaveHappened)
                        .map(Operation.Settle::kind)
                        .anyMatch(kind ->
                                kind instanceof Settlement.Ack
                                        || kind instanceof Settlement.Withdraw
                                        || (kind instanceof Settlement.Reject && !hasDeadLetters));
        boolean purged =
                evidence.purges(queue).stream()
                        .anyMatch(purge ->
                                purge.mayHaveHappened() && !purge.span().before(send.span()));
        long end = Math.max(evidence.end(), audit.drainedAt());
        boolean expired =
                audit.facts(queue).expiryMillis().stream()
                        .anyMatch(millis -> end - send.span().beganAt() >= millis);
        return settled || purged || expired;
    }
}
