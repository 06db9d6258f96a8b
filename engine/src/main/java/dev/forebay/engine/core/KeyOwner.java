package dev.forebay.engine.core;

import org.jspecify.annotations.Nullable;

/** What stands for a key in the table of leases, as the owner of its leases. */
interface KeyOwner {
    Key key();

    /** The key of a lease with this owner, or null. */
    static @Nullable Key of(@Nullable Object owner) {
        return owner instanceof KeyOwner known ? known.key() : null;
    }
}
