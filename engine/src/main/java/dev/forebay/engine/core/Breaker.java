package dev.forebay.engine.core;

import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.Settlement.Attempt;
import dev.forebay.engine.struct.DueHeap;
import dev.forebay.engine.struct.LeaseTable;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * The breaker of one subscription: pauses delivery after too many failures of one cause, lets one
 * message through after a while, and resumes once that was acked. See {@link BreakerRule}.
 */
final class Breaker {
    /** The cause of leases that run out. */
    static final String RAN_OUT = "lease expired";

    private static final int MOST_PROBES = 1_000;

    private final Core core;
    private final Subscription subscription;
    private final FailureWindow window = new FailureWindow();

    /** Messages that failed as the probe of late; begins anew with the process. */
    private final LongHashSet failedProbes = new LongHashSet();

    /**
     * Those of them whose wait is over but for others that are to be tried first, in that order.
     */
    private final Set<Long> standingBack = new LinkedHashSet<>();

    /** Until when these stand back after delivery went on. */
    private long othersUntil;

    Breaker(Core core, Subscription subscription) {
        this.core = core;
        this.subscription = subscription;
    }

    private BreakerState state() {
        return subscription.state().breaker;
    }

    private @Nullable BreakerRule rule() {
        return subscription.queue().breaker();
    }

    /** How many messages may be given out now, as far as this goes. */
    int room() {
        if (state().phase() == BreakerState.Phase.CLOSED) {
            return Integer.MAX_VALUE;
        }
        if (rule() == null) {
            close();
            return Integer.MAX_VALUE;
        }
        return isOut() || core.now() < state().until() ? 0 : 1;
    }

    /** Whether the probe is with a consumer. One that ended without telling counts for nothing. */
    private boolean isOut() {
        return state().phase() == BreakerState.Phase.PROBING
                && subscription.state().leaseOf(state().probe()) != LeaseTable.NONE;
    }

    /** A message was given out. */
    void gave(long offset) {
        standingBack.remove(offset);
        if (state().phase() != BreakerState.Phase.CLOSED) {
            JournalWriter.breakerProbe(core.journal.entry(subscription), offset);
            state().probe(offset);
        }
    }

    void acked(long offset) {
        if (state().phase() == BreakerState.Phase.PROBING && state().probe() == offset) {
            close();
        }
    }

    /**
     * An attempt failed; returns whether it counts as one.
     *
     * @param last whether the message would be given up
     */
    Attempt failed(long offset, String reason, boolean last) {
        BreakerRule rule = rule();
        if (rule == null) {
            return Attempt.COUNTED;
        }
        if (state().phase() != BreakerState.Phase.CLOSED) {
            if (state().phase() == BreakerState.Phase.PROBING && state().probe() == offset) {
                probeFailed(offset, reason, rule);
            }
            return Attempt.UNCOUNTED;
        }
        String cause = FailureWindow.cause(reason);
        long from = core.now() - rule.windowMillis();
        if (window.add(cause, offset, core.now(), from, rule.failures()) >= rule.failures()) {
            if (core.now() > othersUntil + rule.windowMillis()) {
                failedProbes.clear();
            }
            open(rule.pauseMillis(), reason);
            return Attempt.UNCOUNTED;
        }
        return last && window.hitOthers(cause, offset, from) ? Attempt.UNCOUNTED : Attempt.COUNTED;
    }

    private void probeFailed(long offset, String reason, BreakerRule rule) {
        if (failedProbes.size() >= MOST_PROBES) {
            failedProbes.clear();
            standingBack.clear();
        }
        failedProbes.add(offset);
        open(Math.min(state().pause() * 2, rule.longestPauseMillis()), reason);
    }

    /**
     * Engine time before which a message that failed as the probe is not to be given out again, so
     * that others are tried in its place; 0 for any time.
     */
    long notBefore(long offset) {
        boolean failed =
                state().phase() == BreakerState.Phase.OPEN && failedProbes.contains(offset);
        return failed ? state().until() + 1 : 0;
    }

    /**
     * The wait of a message is over. When it failed as the probe it stands back, by a pause at a
     * time, until {@link #bringBack} finds that no other can be tried, or delivery has gone on for
     * a pause: so others have a while for themselves.
     *
     * @return when to ask again, 0 when it does not stand back
     */
    long standBack(long offset) {
        boolean closed = state().phase() == BreakerState.Phase.CLOSED;
        if (rule() == null
                || !failedProbes.contains(offset)
                || (closed && core.now() >= othersUntil)) {
            standingBack.remove(offset);
            return 0;
        }
        standingBack.add(offset);
        return closed ? othersUntil : core.now() + state().pause();
    }

    /** No other message is ready: makes one so that stands back, if there is one. */
    boolean bringBack() {
        for (Iterator<Long> each = standingBack.iterator(); each.hasNext(); ) {
            long offset = each.next();
            each.remove();
            if (subscription.state().delays.contains(offset)) {
                subscription.order().delayEnded(offset);
                return true;
            }
        }
        return false;
    }

    private void open(long pause, String reason) {
        long until = core.now() + pause;
        JournalWriter.breakerOpen(core.journal.entry(subscription), until, pause, reason);
        state().open(until, pause, reason);
        window.clear();
    }

    private void close() {
        JournalWriter.breakerClose(core.journal.entry(subscription));
        state().close();
        window.clear();
        othersUntil = core.now() + state().pause();
    }

    /** When delivery may go on by itself, or never. */
    long due() {
        boolean waits = state().phase() == BreakerState.Phase.OPEN && state().until() > core.now();
        return waits ? state().until() : DueHeap.NEVER;
    }

    @Nullable HeldBack heldBack() {
        if (state().phase() == BreakerState.Phase.CLOSED || rule() == null) {
            return null;
        }
        int probe = isOut() ? subscription.state().leaseOf(state().probe()) : LeaseTable.NONE;
        long until =
                probe == LeaseTable.NONE || core.leases.parked(probe)
                        ? state().until()
                        : core.leases.deadline(probe);
        return new HeldBack(
                HeldBack.Cause.BREAKER,
                "the last attempts failed: " + state().cause(),
                until >= LeaseTable.BOUND
                        ? HeldBack.UNTIL_TOLD
                        : Math.max(0, until - core.turn.present()));
    }
}
