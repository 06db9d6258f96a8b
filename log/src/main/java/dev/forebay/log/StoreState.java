package dev.forebay.log;

/** Whether a store takes appends. Each value says how much the caller should still ask of it. */
public sealed interface StoreState {
    /** Room enough for everything. */
    record Accepting() implements StoreState {}

    /**
     * The volume is nearly full and the reserve is being used: the engine sheds work in the order
     * sends, releases and extensions, receives, settlements.
     *
     * @param reserveLeft how much of the reserve is left, from 1.0 (untouched) to 0.0
     */
    record UsingReserve(double reserveLeft) implements StoreState {}

    /**
     * A write, a sync or a task of the store failed: nothing is accepted until a restart has
     * verified the disk.
     */
    record Failed(String reason) implements StoreState {}

    record Closed() implements StoreState {}
}
