package dev.forebay.engine.core;

/** How many consumers are remembered, those of all subscriptions together. */
final class ConsumerBudget {
    /** About 15 MB, if none says the same of itself as another. */
    private static final int MOST = 50_000;

    private int used;

    /** Whether there was room for one more, which is taken. */
    boolean take() {
        boolean room = used < MOST;
        used += room ? 1 : 0;
        return room;
    }

    void giveBack(int consumers) {
        used -= consumers;
    }
}
