package dev.forebay.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Whether what a subscription counted is what the log and the journal hold, as of one instant.
 *
 * @param queue name of the queue
 * @param subscription number of the subscription, 0 for {@code work}
 * @param sent messages that came to it since its start, as counted
 * @param ended how many ended in each way since its start, as counted
 * @param unsettled how many the log holds that are not settled
 * @param told how many ends of each kind the journal tells of
 * @param coverage whether the journal still tells of all of them
 * @param objections what contradicts; empty when the counters are proven
 */
public record AuditReport(
        String queue,
        int subscription,
        long sent,
        Map<MessageState, Long> ended,
        long unsettled,
        Map<MessageState, Long> told,
        Coverage coverage,
        List<String> objections) {
    /** How much of the subscription's life the journal tells. */
    public enum Coverage {
        /** All of it: each counter was compared. */
        WHOLE,
        /** The beginning was let go of: more may have ended than is told, never fewer. */
        BEGINNING_GONE
    }

    public AuditReport {
        ended = Map.copyOf(ended);
        told = Map.copyOf(told);
        objections = List.copyOf(objections);
    }

    /** True when nothing contradicts. */
    public boolean holds() {
        return objections.isEmpty();
    }

    /** Compares the figures. */
    public static AuditReport of(
            String queue,
            int subscription,
            long sent,
            Map<MessageState, Long> ended,
            long unsettled,
            Map<MessageState, Long> told,
            Coverage coverage) {
        List<String> objections = new ArrayList<>();
        long settled = ended.values().stream().mapToLong(Long::longValue).sum();
        if (sent != settled + unsettled) {
            objections.add(
                    sent
                            + " messages were sent, "
                            + settled
                            + " ended, and the log holds "
                            + unsettled
                            + " unsettled");
        }
        Map<MessageState, Long> all = new EnumMap<>(MessageState.class);
        all.putAll(ended);
        told.keySet().forEach(state -> all.putIfAbsent(state, 0L));
        all.forEach((state, counted) -> {
            long found = told.getOrDefault(state, 0L);
            if (coverage == Coverage.WHOLE ? found != counted : found > counted) {
                objections.add(
                        counted
                                + " messages were counted as "
                                + state.text()
                                + ", and the journal tells of "
                                + found);
            }
        });
        return new AuditReport(
                queue, subscription, sent, ended, unsettled, told, coverage, objections);
    }
}
