package dev.forebay.httpapi.alerts;

import java.util.function.Supplier;

/** What a rule says of what it sees. */
sealed interface Verdict {
    /** All is well. */
    Verdict GOOD = new Good();

    /** Neither so bad that an alert begins, nor so well that it ends. */
    Verdict BETWEEN = new Between();

    record Good() implements Verdict {}

    record Between() implements Verdict {}

    /**
     * Somebody is needed.
     *
     * @param summary one sentence, made when it is shown
     */
    record Bad(Severity severity, Supplier<String> summary) implements Verdict {}

    static Verdict warning(Supplier<String> summary) {
        return new Bad(Severity.WARNING, summary);
    }

    static Verdict critical(Supplier<String> summary) {
        return new Bad(Severity.CRITICAL, summary);
    }
}
