package dev.forebay.cli.demo;

import java.util.BitSet;

/**
 * Who said what about each order, by its number. Producer and consumers write into it from their
 * threads; nothing is ever taken back.
 */
final class Ledger {
    private final BitSet accepted = new BitSet();
    private final BitSet delivered = new BitSet();
    private final BitSet settled = new BitSet();
    private final BitSet dead = new BitSet();
    private final BitSet orphaned = new BitSet();
    private final BitSet adopted = new BitSet();
    private final BitSet turnedAway = new BitSet();
    private int offered;
    private long failed;
    private long deliveries;
    private long settledAgain;
    private long turnedAwayTimes;
    private long strangers;

    /** The number of an order that is about to be sent. */
    synchronized int offer() {
        return offered++;
    }

    /** The server confirmed that it has it. */
    synchronized void accepted(int number) {
        accepted.set(number);
    }

    synchronized void sendFailed() {
        failed++;
    }

    /** A consumer got it; false when nobody ever sent it. */
    synchronized boolean delivered(int number) {
        deliveries++;
        if (number >= offered) {
            strangers++;
            return false;
        }
        delivered.set(number);
        if (orphaned.get(number)) {
            adopted.set(number);
        }
        return true;
    }

    /** Something came that is no order of ours. */
    synchronized void stranger() {
        deliveries++;
        strangers++;
    }

    /** The server confirmed to a consumer that it is settled. */
    synchronized void settled(int number) {
        if (settled.get(number)) {
            settledAgain++;
        }
        settled.set(number);
    }

    /** It was found in the dead-letter queue. */
    synchronized void deadLettered(int number) {
        dead.set(number);
    }

    /** A consumer died with it in hand. */
    synchronized void orphaned(int number) {
        orphaned.set(number);
    }

    /** Work on it failed because the payment service was down. */
    synchronized void turnedAway(int number) {
        turnedAway.set(number);
        turnedAwayTimes++;
    }

    /** Orders that dead consumers had in hand. */
    synchronized int orphans() {
        return orphaned.cardinality();
    }

    /** Orders of dead consumers that somebody else got since. */
    synchronized int adoptions() {
        return adopted.cardinality();
    }

    /** The sums of this moment. */
    synchronized Account account() {
        BitSet ended = union(settled, dead);
        // An order that came although its send failed was sent all the same.
        BitSet sent = union(accepted, ended);
        BitSet both = (BitSet) settled.clone();
        both.and(dead);
        BitSet killed = (BitSet) turnedAway.clone();
        killed.and(dead);
        return new Account(
                sent.cardinality(),
                failed,
                settled.cardinality(),
                dead.cardinality(),
                both.cardinality(),
                deliveries - delivered.cardinality() - strangers,
                settledAgain,
                strangers,
                new Account.Outage(
                        turnedAway.cardinality(), turnedAwayTimes, killed.cardinality()));
    }

    private static BitSet union(BitSet one, BitSet other) {
        BitSet all = (BitSet) one.clone();
        all.or(other);
        return all;
    }
}
