package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import java.util.Optional;

/**
 * One change of the catalog. They are made one after the other; what each decides sees all before
 * it made, but for those of other queues where it says that it is about one alone.
 */
interface CatalogChange {
    /** The queue that alone it looks at and changes; empty when others matter too. */
    default Optional<String> queue() {
        return Optional.empty();
    }

    /** What it counts as when the disk is full: it is small, and helps consumers to come. */
    default StoreGate.Work work() {
        return StoreGate.Work.RELEASE;
    }

    /** Decides what is written; empty when the answer was given without a change. */
    Optional<CatalogCodec.Entry> decide();

    /** It is on disk. */
    void made();

    void refused(Refusal refusal);
}
