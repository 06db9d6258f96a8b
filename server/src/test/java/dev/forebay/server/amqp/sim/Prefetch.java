package dev.forebay.server.amqp.sim;

import java.util.ArrayDeque;

/** What a channel may hold in all: until a change is answered, the old limit counts or the new. */
final class Prefetch {
    private final ArrayDeque<Integer> asked = new ArrayDeque<>();
    private int limit;

    void asked(int count) {
        asked.addLast(count);
    }

    void answered() {
        limit = asked.removeFirst();
    }

    /** So many are held with one that just came. */
    void check(int held, ClientChannel by) {
        if (allows(limit, held) || asked.stream().anyMatch(count -> allows(count, held))) {
            return;
        }
        throw new SimulationFailure("prefetch: " + by + " holds " + held + " of " + limit);
    }

    boolean isFull(int held) {
        return !asked.isEmpty() || !allows(limit, held + 1);
    }

    private static boolean allows(int count, int held) {
        return count == 0 || held <= count;
    }
}
