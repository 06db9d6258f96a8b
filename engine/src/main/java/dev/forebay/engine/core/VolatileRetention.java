package dev.forebay.engine.core;

import java.util.LinkedHashSet;
import java.util.Set;

/** Lets go of what is settled in volatile queues, at the end of each turn: nothing needs it. */
final class VolatileRetention {
    private final Set<Partition> changed = new LinkedHashSet<>();

    /** Something may have been settled. */
    void changed(Partition partition) {
        changed.add(partition);
    }

    void flush() {
        if (!changed.isEmpty()) {
            changed.forEach(Partition::retain);
            changed.clear();
        }
    }
}
