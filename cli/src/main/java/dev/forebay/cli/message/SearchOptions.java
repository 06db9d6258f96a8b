package dev.forebay.cli.message;

import dev.forebay.cli.api.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which messages to look at. */
final class SearchOptions {
    private static final String SCHEDULED = "scheduled";

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            converter = StateNames.Converter.class,
            completionCandidates = StateNames.class,
            description = {
                "ready, delayed, leased, acked, dead-lettered, expired, dropped, purged,",
                "moved or scheduled; several with commas. All without it."
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

    /** Whether what waits for its time, outside of the queue, is named among the states. */
    boolean isForScheduled() {
        return states.contains(SCHEDULED);
    }

    /** Whether messages are meant that have no place in the queue, too. */
    boolean isAnywhere(String from, String to) {
        return from.isEmpty() && to.isEmpty() && subscription.isEmpty();
    }

    /** Addresses of the messages of a queue, those that are scheduled last. */
    List<String> paths(String queue, String from, String to) {
        List<String> paths = new ArrayList<>();
        if (!states.equals(List.of(SCHEDULED))) {
            paths.add(path(queue, from, to));
        }
        if (isForScheduled() || (states.isEmpty() && isAnywhere(from, to))) {
            List<String> parts = new ArrayList<>();
            add(parts, "filter", where);
            add(parts, "bodies", noBodies ? "without" : "");
            paths.add(Api.queue(queue) + "/scheduled" + query(parts));
        }
        return paths;
    }

    /** Address of the messages of a queue that have a place in it. */
    String path(String queue, String from, String to) {
        List<String> parts = new ArrayList<>();
        add(parts, "from", from);
        add(parts, "to", to);
        add(
                parts,
                "states",
                states.stream()
                        .filter(state -> !state.equals(SCHEDULED))
                        .collect(Collectors.joining(",")));
        add(parts, "filter", where);
        add(parts, "subscription", subscription);
        add(parts, "bodies", noBodies ? "without" : "");
        return Api.queue(queue) + "/messages" + query(parts);
    }

    private static String query(List<String> parts) {
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + "=" + Api.segment(value));
        }
    }
}
