package dev.forebay.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** The account in words. */
final class AccountText {
    private final Audit audit;
    private final Account account;
    private final List<String> lines = new ArrayList<>();

    private AccountText(Audit audit) {
        this.audit = audit;
        this.account = audit.account();
    }

    static List<String> of(Audit audit, Latencies.Summary answers) {
        AccountText text = new AccountText(audit);
        text.sums();
        text.producer(answers);
        text.oddities();
        text.outage();
        text.server();
        text.verdict();
        return text.lines;
    }

    private void sums() {
        row(account.sent(), "orders sent, each confirmed once it was on disk");
        row(account.settled(), "settled by a consumer");
        row(account.deadLettered(), "dead-lettered");
        if (audit.waiting() > 0) {
            row(audit.waiting(), "still in the pool");
        }
        row(
                audit.missing(),
                audit.inPool().isPresent() ? "lost" : "unknown: the server does not answer");
    }

    private void producer(Latencies.Summary answers) {
        lines.add(
                "The producer saw %s; answers: p50 %s, p99 %s, max %s."
                        .formatted(
                                failures(account.failed()),
                                Figures.millis(answers.median()),
                                Figures.millis(answers.p99()),
                                Figures.millis(answers.longest())));
    }

    private void oddities() {
        lines.add(
                "Delivered more than once: %s; settled more than once: %s."
                        .formatted(
                                Figures.count(account.again()),
                                Figures.count(account.settledAgain())));
        if (account.strangers() > 0) {
            lines.add("Delivered though nobody sent it: " + Figures.count(account.strangers()));
        }
        if (account.endedTwice() > 0) {
            lines.add("Both settled and dead-lettered: " + Figures.count(account.endedTwice()));
        }
    }

    private void outage() {
        Account.Outage outage = account.outage();
        if (outage.orders() > 0) {
            lines.add(
                    "The outage failed work on %s, %s; dead-lettered for it: %s."
                            .formatted(
                                    Figures.count(outage.orders(), "order"),
                                    Figures.count(outage.failures(), "time"),
                                    Figures.count(outage.deadLettered())));
        }
    }

    private void server() {
        audit.stored()
                .ifPresent(stored ->
                        lines.add(
                                "The server counted %s stored, which %s."
                                        .formatted(
                                                Figures.count(stored, "message"),
                                                audit.agrees() ? "agrees" : "does not agree")));
    }

    private void verdict() {
        String waiting =
                audit.waiting() == 0
                        ? ""
                        : " + %s in the pool".formatted(Figures.count(audit.waiting()));
        lines.add(
                "%s sent %s %s settled + %s dead-lettered%s: %s."
                        .formatted(
                                Figures.count(account.sent()),
                                audit.missing() == 0 ? "=" : "is not",
                                Figures.count(account.settled()),
                                Figures.count(account.deadLettered()),
                                waiting,
                                conclusion()));
    }

    private String conclusion() {
        if (audit.holds()) {
            return "the account holds";
        }
        return audit.holdsSoFar() ? "none lost" : "the account does not hold";
    }

    private static String failures(long failed) {
        return failed == 0 ? "no failure" : Figures.count(failed, "failure");
    }

    private void row(long count, String what) {
        lines.add("%9s  %s".formatted(Figures.count(count), what));
    }
}
