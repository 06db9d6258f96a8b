package dev.forebay.engine.sim;

import java.util.List;
import java.util.Set;

/** Which deaths and faults a machine can suffer and what it can do, for scripts to draw from. */
record FaultMix(List<Step.Death> deaths, List<Step.Fault> faults, Set<Skill> skills) {
    /** What not every machine can do. */
    enum Skill {
        ATOMIC_CHANGES,
        /** Policies beyond leases, order, dead letters and deduplication. */
        POLICIES,
        REDRIVES,
        /** What is past its retention is let go of. */
        COMPACTION,
        SCHEDULES,
        /** A power cut follows soon on each kill: what only the page cache had is gone. */
        SECOND_DEATH
    }
}
