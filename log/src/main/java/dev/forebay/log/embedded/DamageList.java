package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All damage known, each once. Safe for any thread. */
final class DamageList {
    private static final Logger LOG = LoggerFactory.getLogger(DamageList.class);

    private final Set<Damage> damages = new LinkedHashSet<>();
    private final LogListener listener;

    DamageList(LogListener listener) {
        this.listener = listener;
    }

    void add(Damage damage) {
        synchronized (this) {
            if (!damages.add(damage)) {
                return;
            }
        }
        LOG.error("Damage on disk: {}", damage);
        listener.damaged(damage);
    }

    /** Known holes in streams, which later starts must know of. */
    synchronized List<Damage> losses() {
        return damages.stream()
                .filter(damage -> damage.kind() == Damage.Kind.CORRUPT && damage.firstOffset() >= 0)
                .toList();
    }

    synchronized List<Damage> all() {
        return new ArrayList<>(damages);
    }
}
