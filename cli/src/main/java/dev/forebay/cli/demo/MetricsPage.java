package dev.forebay.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one queue's figures off a page in the Prometheus text format. */
final class MetricsPage {
    private static final Pattern SAMPLE =
            Pattern.compile("(\\w+)\\{([^}]*)}\\s+(\\S+)(?:\\s+\\d+)?");

    private record Sample(String name, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    private MetricsPage(String text, String queue) {
        String label = "queue=\"" + queue + "\"";
        for (String line : text.lines().toList()) {
            Matcher match = SAMPLE.matcher(line.strip());
            if (match.matches() && List.of(match.group(2).split(",", -1)).contains(label)) {
                samples.add(new Sample(match.group(1), number(match.group(3))));
            }
        }
    }

    /** The queue's figures; empty when the page does not know it. */
    static Optional<PoolFigures> read(String text, String queue) {
        MetricsPage page = new MetricsPage(text, queue);
        return page.samples.isEmpty() ? Optional.empty() : Optional.of(page.figures());
    }

    private PoolFigures figures() {
        return new PoolFigures(
                (long) sum("forebay_queue_ready"),
                (long) sum("forebay_queue_leased"),
                (long) sum("forebay_queue_delayed"),
                sum("forebay_queue_oldest_age_seconds"),
                (long) sum("forebay_messages_accepted_total"),
                (long) sum("forebay_messages_settled_total"),
                (long) sum("forebay_dead_letters_total"));
    }

    /** Over all other labels. */
    private double sum(String name) {
        return samples.stream()
                .filter(sample -> sample.name.equals(name))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
