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
        text.server();
        text.verdict();
        return text.lines;
    }

    private void sums() {
        row(account.sent(), "orders sent, each confirmed once it was on disk");
        row(account.settled(), "settled by a consumer");
        row(account.deadLettered(), "dead-lettered");
        if (audit.inPool().isEmpty()) {
            row(account.open(), "unknown, since the server does not answer");
            return;
        }
        long inPool = Math.min(account.open(), audit.inPool().getAsLong());
        if (inPool > 0) {
            row(inPool, "still in the pool");
        }
        row(account.open() - inPool, "lost");
    }

    private void producer(Latencies.Summary answers) {
        lines.add(
                "The producer saw %s; answers took p50 %s, p99 %s, at most %s."
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

    private void server() {
        audit.stored()
                .ifPresent(stored ->
                        lines.add(
                                "The server counted %s stored, which %s."
                                        .formatted(
                                                Figures.count(stored, "message"),
                                                stored == account.sent()
                                                        ? "agrees"
                                                        : "does not agree")));
    }

    private void verdict() {
        lines.add(
                "%s sent %s %s settled + %s dead-lettered: the account %s."
                        .formatted(
                                Figures.count(account.sent()),
                                account.open() == 0 ? "=" : "is not",
                                Figures.count(account.settled()),
                                Figures.count(account.deadLettered()),
                                audit.holds() ? "holds" : "does not hold"));
    }

    private static String failures(long failed) {
        return failed == 0 ? "no failure" : Figures.count(failed, "failure");
    }

    private void row(long count, String what) {
        lines.add("%9s  %s".formatted(Figures.count(count), what));
    }
}
