package dev.forebay.cli.message;

import dev.forebay.cli.api.Api;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which messages to look at. */
final class SearchOptions {
    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = {
                "ready, delayed, leased, acked, dead-lettered, expired, dropped, purged or",
                "moved; several with commas. All without it."
            })
    private List<String> states = List.of();

    @Option(
            names = {"-w", "--where"},
            paramLabel = "FILTER",
            description = "Such as: key like \"order-*\" and age > 1h, or header.color = red.")
    private String where = "";

    @Option(
            names = "--subscription",
            paramLabel = "NAME",
            description = "As they stand in this subscription.")
    private String subscription = "";

    @Option(names = "--no-bodies", description = "Leave bodies out.")
    private boolean noBodies;

    /** For picocli. */
    SearchOptions() {}

    /** Address of the messages of a queue. */
    String path(String queue, String from, String to) {
        List<String> parts = new ArrayList<>();
        add(parts, "from", from);
        add(parts, "to", to);
        add(parts, "states", String.join(",", states));
        add(parts, "filter", where);
        add(parts, "subscription", subscription);
        add(parts, "bodies", noBodies ? "without" : "");
        return Api.queue(queue)
                + "/messages"
                + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
    }

    private static void add(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + "=" + Api.segment(value));
        }
    }
}
