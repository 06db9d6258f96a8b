package dev.forebay.log.embedded;

import java.util.LinkedHashSet;
import java.util.Set;

/** A slab that volatile streams fill, and which of them have something in it. Store's lock. */
final class VolatileSlab {
    final Slab slab;
    final Set<VolatileStream> streams = new LinkedHashSet<>();

    VolatileSlab(Slab slab) {
        this.slab = slab;
    }
}
