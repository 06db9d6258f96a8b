package dev.forebay.testkit.history;

import java.util.List;

/**
 * Judges a history by all {@link Rule}s. Careful to accuse only when no order of events, consistent
 * with what the clients saw, would excuse the server; a call without an answer may have happened or
 * not. Stateless.
 */
public final class HistoryChecker {
    private HistoryChecker() {}

    /** Every violation found; empty when the history is good. */
    public static List<Violation> check(History history, Audit audit) {
        return check(history.operations(), audit);
    }

    /** Every violation in these calls. Ids must be unique among sends. */
    public static List<Violation> check(List<Operation> operations, Audit audit) {
        Evidence evidence = new Evidence(operations);
        Findings findings = new Findings();
        new LossRule(evidence, audit).check(findings);
        new PhantomRule(evidence, audit).check(findings);
        new FinalityRule(evidence, audit).check(findings);
        new LeaseRule(evidence, audit).check(findings);
        new OrderRule(evidence, audit).check(findings);
        new ReadBackRule(evidence, audit).check(findings);
        new ConservationRule(evidence, audit).check(findings);
        new DeduplicationRule(evidence, audit).check(findings);
        return findings.all();
    }
}
