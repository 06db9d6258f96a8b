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
    /** The account holds, and the server does not contradict it. */
    boolean holds() {
        return account.holds() && stored.orElse(account.sent()) == account.sent();
    }
}
