package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes in the audit log who tried to change what he may not. So that nobody can fill the log with
 * attempts, of each user, and of all strangers together, only some are noted; the next that is says
 * how many were not. Thread-safe.
 */
public final class DeniedChanges {
    /** Attempts that are noted at once. */
    static final int BURST = 60;

    /** After so long another one may be noted. */
    static final long MILLIS_EACH = 10_000;

    private static final int MOST_USERS = 1_000;

    private final AuditLog audit;
    private final Lane lane;
    private final EngineClock clock;

    /** By user, the one that tried last at the end; empty for strangers. */
    private final Map<String, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true);

    public DeniedChanges(AuditLog audit, Lane lane, EngineClock clock) {
        this.audit = audit;
        this.lane = lane;
        this.clock = clock;
    }

    private static final class Allowance {
        private long left = BURST;
        private long since;
        private long unnoted;

        Allowance(long now) {
            since = now;
        }

        /** How many attempts before this one were not noted; -1 when this one is not either. */
        long take(long now) {
            long more = (now - since) / MILLIS_EACH;
            since += more * MILLIS_EACH;
            left = Math.min(BURST, left + more);
            if (left == 0) {
                unnoted++;
                return -1;
            }
            left--;
            long before = unnoted;
            unnoted = 0;
            return before;
        }
    }

    /**
     * Notes an attempt.
     *
     * @param reason what the caller was told
     */
    public void note(Caller caller, String action, String target, String reason) {
        if (lane.inLane()) {
            noteNow(caller, action, target, reason);
        } else {
            lane.execute(() -> noteNow(caller, action, target, reason));
        }
    }

    private void noteNow(Caller caller, String action, String target, String reason) {
        long now = clock.now();
        Allowance allowance = allowances.computeIfAbsent(caller.user(), _ -> new Allowance(now));
        if (allowances.size() > MOST_USERS) {
            allowances.remove(allowances.keySet().iterator().next());
        }
        long unnoted = allowance.take(now);
        if (unnoted < 0) {
            return;
        }
        String more = unnoted == 0 ? "" : " " + unnoted + " attempts before it are not noted.";
        audit.note(
                AuditEntry.of(
                        clock.wall(),
                        caller,
                        action,
                        target,
                        AuditEntry.Outcome.DENIED,
                        reason + more,
                        List.of()),
                () -> {});
    }
}
