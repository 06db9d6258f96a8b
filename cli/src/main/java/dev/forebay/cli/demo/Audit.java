package dev.forebay.cli.demo;

import java.util.OptionalLong;

/**
 * The account beside what the server says.
 *
 * @param account what producer and consumers saw
 * @param inPool messages the server still has; empty when it does not answer any more
 * @param stored messages the server says it stored; empty when it did not say
 */
record Audit(Account account, OptionalLong inPool, OptionalLong stored) {
    /** Orders that are open and that the server still has; none when it does not answer. */
    long waiting() {
        return Math.min(account.open(), inPool.orElse(0));
    }

    /** Orders that are open and that nobody has. */
    long missing() {
        return account.open() - waiting();
    }

    /** The account holds, and the server does not contradict it. */
    boolean holds() {
        return account.holds() && agrees();
    }

    /** Nothing speaks against the account, though orders may wait in the pool. */
    boolean holdsSoFar() {
        return missing() == 0 && account.isClean() && agrees();
    }

    /** Whether the server stored what was sent, as far as it says. */
    boolean agrees() {
        return stored.orElse(account.sent()) == account.sent();
    }
}
