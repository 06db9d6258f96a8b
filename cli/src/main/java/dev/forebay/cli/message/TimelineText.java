package dev.forebay.cli.message;

import dev.forebay.cli.output.Ink;
import dev.forebay.cli.output.Ink.Tone;
import dev.forebay.cli.output.Shown;
import dev.forebay.cli.output.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A message's timeline as sentences, with the time that passed between. */
final class TimelineText {
    private static final int GAP = 10;

    private final Ink ink;

    TimelineText(Ink ink) {
        this.ink = ink;
    }

    List<String> lines(JsonNode timeline) {
        List<String> lines = new ArrayList<>();
        lines.add(ink.paint(Tone.STRONG, "Message " + timeline.path("id").asString("")));
        Optional<Instant> before = Optional.empty();
        for (JsonNode event : timeline.path("events")) {
            Instant at = Instant.parse(event.path("at").asString(""));
            lines.add(
                    "%s  %s  %s"
                            .formatted(
                                    ink.paint(Tone.MUTED, at.toString()),
                                    gap(before, at),
                                    sentence(event)));
            before = Optional.of(at);
        }
        String coverage = timeline.path("coverage").asString("");
        if (!coverage.equals("whole")) {
            lines.add("Not all of it is kept: " + coverage.replace('-', ' ') + ".");
        }
        return lines;
    }

    private static String gap(Optional<Instant> before, Instant at) {
        String text =
                before.map(earlier -> "+" + Units.millis(Duration.between(earlier, at).toMillis()))
                        .orElse("");
        return " ".repeat(Math.max(0, GAP - text.length())) + text;
    }

    private String sentence(JsonNode event) {
        String kind = event.path("event").asString("");
        StringBuilder text = new StringBuilder(ink.paint(tone(kind), kind.replace('-', ' ')));
        text.append(" in ").append(place(event));
        add(text, " from queue ", event.path("fromQueue"));
        add(text, " into queue ", event.path("intoQueue"));
        add(text, " as ", event.path("state"));
        if (event.has("attempt")) {
            text.append(", attempt ").append(event.path("attempt").asInt());
        }
        by(text, event.path("by"));
        millis(text, ", for ", event.path("leaseMillis"));
        millis(text, ", again after ", event.path("delayMillis"));
        add(text, ", to be delivered at ", event.path("deliverAt"));
        add(text, ", by redrive ", event.path("redrive"));
        add(text, ", by replay ", event.path("replay"));
        if (event.path("edited").asBoolean(false)) {
            text.append(", edited");
        }
        add(text, ": ", event.path("reason"));
        return text.toString();
    }

    private static Tone tone(String kind) {
        return switch (kind) {
            case "settled" -> Tone.OK;
            case "lease-expired", "released" -> Tone.WARN;
            case "given-up", "dead-lettered" -> Tone.BAD;
            default -> Tone.WATER;
        };
    }

    private static String place(JsonNode event) {
        StringBuilder place =
                new StringBuilder("queue ").append(Shown.line(event.path("queue").asString("")));
        String subscription = event.path("subscription").asString("");
        if (!subscription.isEmpty() && !subscription.equals("work")) {
            place.append(" (subscription ").append(Shown.line(subscription)).append(')');
        }
        return place.toString();
    }

    private static void by(StringBuilder text, JsonNode by) {
        if (by.isMissingNode()) {
            return;
        }
        add(text, ", by ", by.path("user"));
        add(text, ", ", by.path("client"));
        add(text, " at ", by.path("address"));
        add(text, " over ", by.path("face"));
    }

    private static void millis(StringBuilder text, String before, JsonNode value) {
        if (value.isNumber()) {
            text.append(before).append(Units.millis(value.asLong()));
        }
    }

    private static void add(StringBuilder text, String before, JsonNode value) {
        String what = Shown.line(value.asString(""));
        if (!what.isEmpty()) {
            text.append(before).append(what);
        }
    }
}
