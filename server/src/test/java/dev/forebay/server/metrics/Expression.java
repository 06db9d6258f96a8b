package dev.forebay.server.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PromQL expression asks for: names of metrics with the labels it chooses and groups by. */
final class Expression {
    private static final Pattern GROUPING =
            Pattern.compile(
                    "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\{[^}]*})?(?!\\w*\\s*\\()(?![\\w:])");
    private static final Pattern MATCHER =
            Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "Inf", "bool");

    private final Map<String, Set<String>> chosen = new LinkedHashMap<>();
    private final Set<String> grouped = new TreeSet<>();

    Expression(String text) {
        Matcher grouping = GROUPING.matcher(text);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",", -1)) {
                grouped.add(label.trim());
            }
        }
        String plain = RANGE.matcher(grouping.replaceAll(" ")).replaceAll("");
        Matcher selector = SELECTOR.matcher(plain);
        while (selector.find()) {
            boolean number =
                    selector.start() > 0 && Character.isDigit(plain.charAt(selector.start() - 1));
            if (!WORDS.contains(selector.group(1)) && !number && !isCalled(plain, selector.end())) {
                chosen.computeIfAbsent(selector.group(1), _ -> new HashSet<>())
                        .addAll(labels(selector.group(2)));
            }
        }
    }

    private static boolean isCalled(String text, int at) {
        return text.substring(at).stripLeading().startsWith("(");
    }

    private static Set<String> labels(String braces) {
        Set<String> labels = new TreeSet<>();
        if (braces != null) {
            MATCHER.matcher(braces).results().forEach(label -> labels.add(label.group(1)));
        }
        return labels;
    }

    /** By name of metric, the labels that matchers name. */
    Map<String, Set<String>> chosen() {
        return chosen;
    }

    /** Labels that are grouped or joined by. */
    Set<String> grouped() {
        return grouped;
    }
}
