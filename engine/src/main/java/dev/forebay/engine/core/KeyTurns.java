package dev.forebay.engine.core;

import dev.forebay.engine.struct.DueHeap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a {@link FairOrder} knows, and whose turn it is among those with messages waiting:
 * the one with the fewest leased, and of these the one that has waited longest since its last turn.
 * So nobody starves: a key with nothing leased comes before all that had a turn since, and a key
 * with something leased is being served.
 */
final class KeyTurns {
    private static final int TURN_BITS = 44;

    private final Map<Key, FairKey> known = new HashMap<>();
    private final List<@Nullable FairKey> byId = new ArrayList<>();
    private final List<Integer> freeIds = new ArrayList<>();
    private final DueHeap waiting = new DueHeap();
    private final ParkedBudget budget;
    private long turns;

    KeyTurns(ParkedBudget budget) {
        this.budget = budget;
    }

    /** The key of this name, made if need be; see {@link #dropIfIdle}. */
    FairKey key(Key name) {
        FairKey key = known.get(name);
        if (key == null) {
            int id = freeIds.isEmpty() ? byId.size() : freeIds.removeLast();
            key = new FairKey(name, id);
            if (id == byId.size()) {
                byId.add(key);
            } else {
                byId.set(id, key);
            }
            known.put(name, key);
            budget.take(key.ownBytes());
        }
        return key;
    }

    /** How many keys have messages waiting. */
    int waiting() {
        return waiting.size();
    }

    /** Whose turn it is, or null when none waits. */
    @Nullable FairKey next() {
        return waiting.size() == 0 ? null : byId.get(waiting.first());
    }

    /** Whether a message of this key that is found now goes before all that wait. */
    boolean isBeforeAll(FairKey key) {
        FairKey next = next();
        return !key.hasPending() && (next == null || key.leased < next.leased);
    }

    void park(FairKey key, long offset) {
        boolean first = !key.hasPending();
        budget.take(key.add(offset));
        if (first) {
            key.turn = ++turns;
            rank(key);
        }
    }

    /** Its first message waits no longer. */
    void unpark(FairKey key) {
        key.removeFirst();
        if (!key.hasPending()) {
            waiting.remove(key.id);
        }
    }

    void leased(FairKey key) {
        key.leased++;
        key.turn = ++turns;
        rankIfWaiting(key);
    }

    void leaseEnded(FairKey key) {
        key.leased--;
        rankIfWaiting(key);
    }

    private void rankIfWaiting(FairKey key) {
        if (key.hasPending()) {
            rank(key);
        }
    }

    private void rank(FairKey key) {
        waiting.put(key.id, ((long) key.leased << TURN_BITS) + key.turn);
    }

    /** Forgets a key that has nothing leased and nothing waiting. */
    void dropIfIdle(FairKey key) {
        if (key.leased == 0 && !key.hasPending() && known.remove(key.key(), key)) {
            byId.set(key.id, null);
            freeIds.add(key.id);
            budget.take(-key.ownBytes());
        }
    }

    /** Nothing waits any more. */
    void clear() {
        for (FairKey key : known.values().toArray(FairKey[]::new)) {
            if (key.hasPending()) {
                waiting.remove(key.id);
                key.clear();
            }
            dropIfIdle(key);
        }
    }

    /** Gives back all memory: the subscription is gone. */
    void drop() {
        known.values().forEach(key -> budget.take(-key.ownBytes()));
        known.clear();
    }
}
