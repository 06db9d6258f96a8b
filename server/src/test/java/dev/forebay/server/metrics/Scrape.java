package dev.forebay.server.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of Prometheus' text format, as far as names, kinds and labels go. */
final class Scrape {
    /**
     * One metric.
     *
     * @param labels of any of its samples, without those that belong to its kind
     */
    record Metric(String name, String type, String help, Set<String> labels) {}

    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"");
    private static final Set<String> OF_KINDS = Set.of("le", "quantile");

    private final Map<String, Metric> metrics = new LinkedHashMap<>();

    /** The labels of each name that has samples; those of a histogram's parts too. */
    private final Map<String, Set<String>> samples = new LinkedHashMap<>();

    Scrape(String text) {
        String help = "";
        Metric metric = new Metric("", "", "", Set.of());
        for (String line : text.split("\n", -1)) {
            Matcher helped = HELP.matcher(line);
            Matcher typed = TYPE.matcher(line);
            Matcher sampled = SAMPLE.matcher(line);
            if (helped.matches()) {
                help = helped.group(2);
            } else if (typed.matches()) {
                metric = new Metric(typed.group(1), typed.group(2), help, new TreeSet<>());
                metrics.put(metric.name, metric);
            } else if (sampled.matches()) {
                Set<String> labels = labels(sampled.group(2) == null ? "" : sampled.group(2));
                samples.computeIfAbsent(sampled.group(1), _ -> new TreeSet<>()).addAll(labels);
                labels.stream()
                        .filter(label -> !OF_KINDS.contains(label))
                        .forEach(metric.labels::add);
            }
        }
    }

    private static Set<String> labels(String text) {
        Set<String> labels = new TreeSet<>();
        LABEL.matcher(text).results().forEach(label -> labels.add(label.group(1)));
        return labels;
    }

    Map<String, Metric> metrics() {
        return metrics;
    }

    Map<String, Set<String>> samples() {
        return samples;
    }
}
