package dev.forebay.cli.audit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What the server found for one reader of a queue, as a line.
 *
 * @param reader the queue's name; with its number for another subscription than the work itself
 * @param others how many wait to be due, were taken back before, or ended in each way that occurred
 * @param objections what contradicts; empty when the counters are proven
 */
record AuditLine(
        String reader,
        long sent,
        long unsettled,
        Map<String, Long> others,
        Journal journal,
        List<String> objections) {
    /** How much of the reader's life the server could look at. */
    enum Journal {
        WHOLE,
        BEGINNING_GONE
    }

    private static final String WHOLE = "whole";

    /** Of one of the {@code subscriptions} in the server's answer. */
    static AuditLine of(String queue, JsonNode report) {
        int subscription = report.path("subscription").asInt(0);
        Map<String, Long> others = new TreeMap<>();
        report.path("ended")
                .propertyStream()
                .forEach(kind -> others.put(kind.getKey(), kind.getValue().asLong(0)));
        JsonNode scheduled = report.path("scheduled");
        others.put("scheduled", scheduled.path("waiting").asLong(0));
        others.put("taken back or purged before it was due", scheduled.path("ended").asLong(0));
        others.values().removeIf(count -> count == 0);
        return new AuditLine(
                subscription == 0 ? queue : queue + " #" + subscription,
                report.path("sent").asLong(0),
                report.path("unsettled").asLong(0),
                others,
                WHOLE.equals(report.path("journal").asString(""))
                        ? Journal.WHOLE
                        : Journal.BEGINNING_GONE,
                report.path("objections").valueStream().map(each -> each.asString("")).toList());
    }

    boolean holds() {
        return objections.isEmpty() && adds();
    }

    /** Whether sent = unsettled + all others, which this command need not take on trust. */
    private boolean adds() {
        return sent == unsettled + others.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Such as {@code orders: 10 sent = 2 unsettled + 8 acked: holds}. */
    String text() {
        StringBuilder text = new StringBuilder(reader).append(": ").append(count(sent));
        text.append(adds() ? " sent = " : " sent is not ")
                .append(count(unsettled))
                .append(" unsettled");
        others.forEach(
                (kind, count) -> text.append(" + ").append(count(count)).append(' ').append(kind));
        text.append(holds() ? ": holds" : ": DOES NOT HOLD");
        if (!objections.isEmpty()) {
            text.append(": ").append(String.join("; ", objections));
        } else if (journal == Journal.BEGINNING_GONE) {
            text.append(", as far as retention left the journal");
        }
        return text.toString();
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
