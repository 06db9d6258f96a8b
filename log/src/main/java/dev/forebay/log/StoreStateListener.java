package dev.forebay.log;

/** Told when a store starts or stops accepting; called on a thread of the store, must not block. */
@FunctionalInterface
public interface StoreStateListener {
    void changed(StoreState state);
}
