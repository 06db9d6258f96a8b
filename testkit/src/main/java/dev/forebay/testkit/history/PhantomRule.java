package dev.forebay.testkit.history;

import java.util.List;

/** {@link Rule#PHANTOM} and {@link Rule#INTEGRITY}: what is delivered was sent there, as it is. */
record PhantomRule(Evidence evidence, Audit audit) {
    void check(Findings findings) {
        for (Evidence.Delivery delivery : evidence.spoiled()) {
            findings.add(Rule.INTEGRITY, "nobody sent these bytes: %s", delivery);
        }
        evidence.deliveries().forEach((at, deliveries) -> judge(at, deliveries, findings));
    }

    private void judge(Evidence.At at, List<Evidence.Delivery> deliveries, Findings findings) {
        Operation.Send send = evidence.sends().get(at.id());
        Evidence.Delivery first = deliveries.get(0);
        if (send == null) {
            findings.add(Rule.PHANTOM, "never sent: %s", first);
        } else if (!send.mayHaveHappened()) {
            findings.add(Rule.PHANTOM, "refused, yet delivered: %s by %s", send, first);
        } else if (!audit.path(send.queue()).contains(at.queue())) {
            findings.add(Rule.PHANTOM, "sent elsewhere: %s by %s", send, first);
        } else if (first.span().before(send.span())) {
            findings.add(Rule.PHANTOM, "delivered before it was sent: %s by %s", send, first);
        } else if (send.duplicate()) {
            findings.add(Rule.DEDUPLICATION, "a duplicate, yet delivered: %s by %s", send, first);
        }
    }
}
