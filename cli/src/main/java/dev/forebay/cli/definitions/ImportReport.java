package dev.forebay.cli.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What the server says of an import, for people.
 *
 * @param lines one for each definition, then how many there were of which kind
 * @param complete whether nothing was refused
 */
record ImportReport(List<String> lines, boolean complete) {
    /** Of the server's answer. */
    static ImportReport of(JsonNode report, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            report.path("definitions")
                    .valueStream()
                    .filter(one -> one.path("outcome").asString("").equals(outcome.word()))
                    .forEach(one -> lines.add(line(outcome.text(dryRun), one)));
        }
        JsonNode counts = report.path("counts");
        long refused = counts.path(Outcome.REFUSED.word()).asLong(0);
        lines.add(
                String.format(
                        Locale.ROOT,
                        dryRun
                                ? "%,d would be created, %,d changed; %,d are there already, %,d cannot be"
                                        + " taken. Nothing was changed."
                                : "%,d created, %,d changed; %,d were there already, %,d not taken.",
                        counts.path(Outcome.CREATE.word()).asLong(0),
                        counts.path(Outcome.CHANGE.word()).asLong(0),
                        counts.path(Outcome.SAME.word()).asLong(0),
                        refused));
        return new ImportReport(lines, refused == 0);
    }

    private static String line(String outcome, JsonNode one) {
        String vhost = one.path("vhost").asString("");
        String reason = one.path("reason").asString("");
        return "%-13s %s '%s'%s%s"
                .formatted(
                        outcome,
                        one.path("kind").asString(""),
                        one.path("name").asString(""),
                        vhost.isEmpty() ? "" : " in vhost '" + vhost + "'",
                        reason.isEmpty() ? "" : ": " + reason);
    }
}
