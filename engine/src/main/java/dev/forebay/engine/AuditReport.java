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
 * @param sent messages that came to it since its start, as counted, those that wait on disk to be
 *     due included
 * @param ended how many ended in each way since its start, as counted
 * @param unsettled how many the log holds that are not settled
 * @param told how many ends of each kind the journal tells of
 * @param scheduled those that wait on disk to be due, or never were; none but for {@code work}
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
        Scheduled scheduled,
        Coverage coverage,
        List<String> objections) {
    /**
     * Messages that are due so late that they wait outside of their queue.
     *
     * @param waiting how many wait, as counted
     * @param found how many of these the log holds
     * @param ended how many were taken back or purged before they were due
     */
    public record Scheduled(long waiting, long found, long ended) {
        /** None were ever there. */
        public static final Scheduled NONE = new Scheduled(0, 0, 0);

        private long all() {
            return waiting + ended;
        }
    }

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

    /**
     * Compares the figures.
     *
     * @param sent without what is or was scheduled and never came to be due
     */
    public static AuditReport of(
            String queue,
            int subscription,
            long sent,
            Map<MessageState, Long> ended,
            long unsettled,
            Map<MessageState, Long> told,
            Scheduled scheduled,
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
        if (scheduled.waiting != scheduled.found) {
            objections.add(
                    scheduled.waiting
                            + " scheduled messages were counted, and the log holds "
                            + scheduled.found);
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
                queue,
                subscription,
                sent + scheduled.all(),
                ended,
                unsettled,
                told,
                scheduled,
                coverage,
                objections);
    }
}
