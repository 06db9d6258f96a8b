package dev.forebay.testkit.history;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;

/** Collects violations while the rules run. */
final class Findings {
    private final List<Violation> violations = new ArrayList<>();

    @FormatMethod
    void add(Rule rule, String format, Object... arguments) {
        violations.add(new Violation(rule, String.format(format, arguments)));
    }

    List<Violation> all() {
        return List.copyOf(violations);
    }
}
