package dev.forebay.engine.core;

import dev.forebay.engine.QueueStats;
import dev.forebay.engine.struct.LeaseTable;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one key in order, one receive at a time. The cursor passes over each message once: it
 * is leased, or parked under its key until the key is free. Messages without a key are free.
 *
 * <p>Keys take turns: one that was served goes behind those that wait, and once there are several
 * the cursor runs ahead of what is given out, so that none waits for another's backlog.
 *
 * <p>Of this only the keys of leases are kept on disk: after a restart the cursor begins again at
 * the first unsettled message, and parks anew what these leases block.
 */
final class KeyOrder implements Order {
    /** Whether messages have keys of their own or all one. */
    enum Keys {
        MANY,
        ONE
    }

    /** Stands for the key of messages without one. */
    private static final KeyState KEYLESS = new KeyState(Key.ONLY);

    private final Core core;
    private final Quarantine quarantine;
    private final DeliveryState state;
    private final MessageCursor main;
    private final SpareCursor side;
    private final ReadAside aside;
    private final Recall recall;
    private final Scout scout;
    private final boolean strict;
    private final Map<Key, KeyState> keys = new HashMap<>();
    private final ArrayDeque<KeyState> free = new ArrayDeque<>();
    private final Long2ObjectHashMap<KeyState> delayed = new Long2ObjectHashMap<>();
    private long parked;

    /** Keys that the hand-out being filled has leased from: it may have more of them. */
    private final Set<KeyState> mine = new HashSet<>();

    private boolean keylessFirst;
    private @Nullable KeyState ending;

    KeyOrder(Core core, Subscription subscription, MessageCursor main, Keys keyed) {
        this.core = core;
        this.quarantine = subscription.partition().quarantine();
        this.state = subscription.state();
        this.main = main;
        this.side = new SpareCursor(core, subscription);
        this.aside = new ReadAside(core, subscription, main);
        this.recall = subscription.recall();
        this.scout = new Scout(core, subscription, main, this::lookOn);
        this.strict = keyed == Keys.ONE;
    }

    @Override
    public void fill(Handout handout) {
        if (looksAhead()) {
            scout.begin();
            fillFromCursor(handout);
        }
        keylessFirst = !keylessFirst;
        if (keylessFirst) {
            fillFromReady(handout);
        }
        fillFromKeys(handout);
        fillFromReady(handout);
        fillFromCursor(handout);
        mine.clear();
    }

    /** Whether there are keys to be fair to, beyond those that the cursor has met. */
    private boolean looksAhead() {
        return !strict && state.variety.isVaried();
    }

    private void fillFromReady(Handout handout) {
        FreeOrder.fillFromReady(handout, state, quarantine, side, KeyOrder::lendKeyless);
    }

    private static boolean lendKeyless(Handout handout, MessageCursor cursor) {
        return handout.offer(cursor, null);
    }

    private void fillFromKeys(Handout handout) {
        while (handout.wantsMore() && !free.isEmpty()) {
            KeyState key = free.getFirst();
            if (!fillFrom(key, handout)) {
                return;
            }
            free.removeFirst();
            key.listed = false;
            dropIfIdle(key);
        }
    }

    /** Leases what it can of the key; false when a read must come first. */
    private boolean fillFrom(KeyState key, Handout handout) {
        while (handout.wantsMore() && skipGone(key)) {
            long offset = key.first();
            if (state.delays.contains(offset)) {
                delayed.put(offset, key);
                return true;
            }
            MessageCursor cursor = aside.at(offset);
            MessageCursor.Found found = cursor.seekToLease(offset);
            if (found == MessageCursor.Found.DAMAGED && handout.stepsOver(cursor, offset)) {
                continue;
            }
            if (found == MessageCursor.Found.DAMAGED) {
                return false;
            }
            if (found != MessageCursor.Found.RECORD) {
                return key.leased > 0;
            }
            takeFirst(key);
            lease(key, cursor, handout);
        }
        return true;
    }

    /** Moves on; with no hand-out to fill everything is parked. */
    private void fillFromCursor(@Nullable Handout handout) {
        while ((handout == null || handout.wantsMore()) && core.parked.allows(parked)) {
            if (strict && isBlocked()) {
                return;
            }
            state.skipGaps();
            if (quarantine.holds(state.next)) {
                state.next = Math.min(quarantine.endOf(state.next), state.end);
                continue;
            }
            MessageCursor.Found found = seek(state.next);
            boolean damaged = found == MessageCursor.Found.DAMAGED;
            if (damaged && handout != null && handout.stepsOver(main, state.next)) {
                continue;
            }
            if (found != MessageCursor.Found.RECORD) {
                return;
            }
            long offset = main.reader().offset();
            state.passTo(offset);
            state.next = Math.max(state.next, offset + 1);
            if (!state.isSettled(offset)) {
                pass(offset, handout);
            }
        }
    }

    private MessageCursor.Found seek(long offset) {
        scout.looked();
        return scout.seek(main, offset, looksAhead() && !free.isEmpty());
    }

    private boolean isBlocked() {
        KeyState only = keys.get(Key.ONLY);
        return only != null && (only.hasPending() || (only.leased > 0 && !mine.contains(only)));
    }

    private void pass(long offset, @Nullable Handout handout) {
        ByteBuffer bytesOfKey = main.reader().key();
        int slot = state.leaseOf(offset);
        if (!strict && bytesOfKey == null) {
            passKeyless(offset, slot, handout);
            return;
        }
        if (slot != LeaseTable.NONE) {
            return;
        }
        KeyState key = key(strict || bytesOfKey == null ? Key.ONLY : Key.of(bytesOfKey));
        if (key.hasPending() || (key.leased > 0 && !mine.contains(key))) {
            park(key, offset);
        } else if (state.delays.contains(offset)) {
            park(key, offset);
            delayed.put(offset, key);
        } else if (handout == null
                || (key.leased == 0 && waitsForItsTurn(offset))
                || !recall.fetch(offset)) {
            park(key, offset);
            if (key.leased == 0) {
                list(key);
            }
        } else {
            lease(key, main, handout);
            dropIfIdle(key);
        }
    }

    /** Whether another key may go before this message that the cursor has come to. */
    private boolean waitsForItsTurn(long offset) {
        return looksAhead() && (!free.isEmpty() || offset + 1 < state.end);
    }

    private void list(KeyState key) {
        if (!key.listed) {
            key.listed = true;
            free.addLast(key);
        }
    }

    private KeyState key(Key name) {
        KeyState key = keys.get(name);
        if (key == null) {
            key = new KeyState(name);
            keys.put(name, key);
            account(key.ownBytes());
        }
        return key;
    }

    private void passKeyless(long offset, int slot, @Nullable Handout handout) {
        if (state.delays.contains(offset)) {
            delayed.put(offset, KEYLESS);
        } else if (slot != LeaseTable.NONE) {
            return;
        } else if (handout == null || waitsForItsTurn(offset) || !recall.fetch(offset)) {
            state.dueFirst.add(offset);
        } else {
            handout.offer(main, null);
        }
    }

    private void park(KeyState key, long offset) {
        account(key.parked.add(offset));
        parked++;
    }

    private void lease(KeyState key, MessageCursor cursor, Handout handout) {
        long offset = cursor.reader().offset();
        if (handout.offer(cursor, key.key)) {
            core.leases.setOwner(state.leaseOf(offset), key);
            key.leased++;
            mine.add(key);
        }
    }

    /** Drops what was settled or damaged in the meantime; false when nothing is left. */
    private boolean skipGone(KeyState key) {
        while (key.hasPending()
                && (state.isSettled(key.first()) || quarantine.holds(key.first()))) {
            takeFirst(key);
        }
        return key.hasPending();
    }

    private void takeFirst(KeyState key) {
        if (!key.firstIsReturned()) {
            parked--;
        }
        key.removeFirst();
    }

    private void account(long more) {
        core.parked.take(more);
    }

    private void dropIfIdle(KeyState key) {
        if (key.leased == 0 && !key.listed && !key.hasPending() && keys.remove(key.key, key)) {
            account(-key.ownBytes());
        }
    }

    /** The key has no lease any more, or its wait is over. */
    private void release(KeyState key) {
        if (key.leased > 0 || key.listed) {
            return;
        }
        if (!skipGone(key)) {
            dropIfIdle(key);
        } else if (state.delays.contains(key.first())) {
            delayed.put(key.first(), key);
        } else {
            list(key);
        }
    }

    @Override
    public void lookOn() {
        if (looksAhead() && scout.maySearch()) {
            scout.begin();
            fillFromCursor(null);
        }
    }

    @Override
    public void appended() {
        if (scout.isBehind()) {
            lookOn();
        }
    }

    @Override
    public void recovered() {
        state.again.clear();
        state.dueFirst.clear();
        state.next = state.low;
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            if (core.leases.owner(slot) instanceof Key name) {
                KeyState key = key(name);
                key.leased++;
                core.leases.setOwner(slot, key);
            }
        }
    }

    @Override
    public void leaseEnds(int slot, long due) {
        if (core.leases.owner(slot) instanceof KeyState key) {
            key.leased--;
            // Beyond the cursor, after a restart, the cursor is yet to come by.
            if (due != SETTLED && core.leases.offset(slot) < state.next) {
                key.giveBack(core.leases.offset(slot));
            }
            ending = key;
        } else if (due > 0 && core.leases.offset(slot) < state.next) {
            delayed.put(core.leases.offset(slot), KEYLESS);
        }
    }

    @Override
    public void leaseEnded() {
        KeyState key = ending;
        ending = null;
        if (key != null) {
            release(key);
        }
    }

    @Override
    public void delayEnded(long offset) {
        KeyState key = delayed.remove(offset);
        if (key == KEYLESS) {
            state.delayEnded(offset);
            return;
        }
        state.delays.remove(offset);
        if (key != null) {
            release(key);
        }
    }

    @Override
    public void settledUnleased(long offset) {
        KeyState key = delayed.remove(offset);
        if (key != null && key != KEYLESS) {
            release(key);
        }
    }

    @Override
    public void swept() {
        delayed.values().removeIf(key -> key != KEYLESS);
        free.clear();
        for (KeyState key : keys.values().toArray(KeyState[]::new)) {
            key.listed = false;
            release(key);
        }
    }

    @Override
    public QueueStats.PassedOver passedOver() {
        boolean stands = state.next < state.end && !core.parked.allows(parked);
        return new QueueStats.PassedOver(parked, stands);
    }

    @Override
    public boolean isReading() {
        return main.isReading() || side.isReading() || aside.isReading();
    }

    @Override
    public void forget() {
        main.forget();
        side.forget();
        aside.forget();
        scout.stop();
        keys.values().forEach(key -> account(-key.ownBytes()));
        keys.clear();
    }
}
