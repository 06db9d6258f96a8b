package dev.forebay.testkit.history;

/**
 * {@link Rule#CONSERVATION}: a queue's counters add up, and lie between what was certainly done and
 * what may have been done. Queues that were purged or deleted are held to the sum only, those that
 * are fed by dead-lettering or redrive not to the number of sends.
 */
record ConservationRule(Evidence evidence, Audit audit) {
    void check(Findings findings) {
        for (Counters counters : audit.counters()) {
            long known = counters.unsettled() + counters.acked() + counters.gone();
            if (counters.sent() != known) {
                findings.add(Rule.CONSERVATION, "%s: sent is not the sum of the rest", counters);
            }
            if (evidence.purges(counters.queue()).isEmpty()) {
                if (!audit.isFed(counters.queue())) {
                    checkSent(counters, findings);
                }
                checkAcked(counters, findings);
            }
        }
    }

    private void checkSent(Counters counters, Findings findings) {
        long least = 0;
        long most = 0;
        for (Operation.Send send : evidence.sends().values()) {
            if (send.queue().equals(counters.queue()) && !send.duplicate()) {
                least += send.happened() ? 1 : 0;
                most += send.mayHaveHappened() ? 1 : 0;
            }
        }
        between(counters, "sent", counters.sent(), least, most, findings);
    }

    private void checkAcked(Counters counters, Findings findings) {
        long least = 0;
        long most = 0;
        for (long id : evidence.sends().keySet()) {
            boolean did = false;
            boolean may = false;
            for (Operation.Settle settle : evidence.settlements(counters.queue(), id)) {
                if (settle.kind() instanceof Settlement.Ack) {
                    did |= settle.happened();
                    may |= settle.mayHaveHappened();
                }
            }
            least += did ? 1 : 0;
            most += may ? 1 : 0;
        }
        between(counters, "acked", counters.acked(), least, most, findings);
    }

    private static void between(
            Counters counters, String what, long value, long least, long most, Findings findings) {
        if (value < least || value > most) {
            findings.add(
                    Rule.CONSERVATION, "%s: clients saw %d to %d %s", counters, least, most, what);
        }
    }
}
