package dev.forebay.engine.core;

import dev.forebay.engine.struct.OffsetSet;
import dev.forebay.log.Damage;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LogFailure;

/**
 * The offsets of a stream that were found damaged since the process started. Under {@link
 * DamagePolicy#SERVE_REST} whoever reads steps over them. That settles nothing: the messages stay
 * unsettled, and the next start tries to read them again.
 */
final class Quarantine {
    private final DamagePolicy policy;
    private final OffsetSet offsets = new OffsetSet();

    Quarantine(DamagePolicy policy) {
        this.policy = policy;
    }

    /**
     * Takes in what a read at this offset failed on; false when the reader must not go on. If the
     * offset is not among {@link #holds what is known} afterwards, a repeated read may succeed.
     */
    boolean takes(LogFailure failure, long offset) {
        if (policy == DamagePolicy.REFUSE || !(failure instanceof LogFailure.Damaged damaged)) {
            return false;
        }
        Damage damage = damaged.damage();
        boolean known = damage.firstOffset() < 0 || holds(damage.firstOffset());
        if (damage.firstOffset() >= 0) {
            offsets.addRange(damage.firstOffset(), damage.lastOffset() + 1);
        }
        return !known || holds(offset);
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    boolean holds(long offset) {
        return !offsets.isEmpty() && offsets.contains(offset);
    }

    /** The first offset at or after this one that is not known to be damaged. */
    long endOf(long offset) {
        return offsets.nextAbsent(offset);
    }

    /** The least of the offsets that is not known to be damaged, or {@link OffsetSet#NONE}. */
    long firstSound(OffsetSet among) {
        long first = among.first();
        while (first != OffsetSet.NONE && holds(first)) {
            first = among.next(endOf(first));
        }
        return first;
    }
}
