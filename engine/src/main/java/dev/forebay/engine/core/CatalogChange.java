package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import java.util.Optional;

/** One change of the catalog; they are made one after the other, each on disk before the next. */
interface CatalogChange {
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
