package dev.forebay.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Rule#ORDER}: of two messages of a key whose sends did not overlap, the earlier one is not
 * delivered after the later one, unless the answer that carried the later one carried the earlier
 * one before it. Deliveries of receives that overlap are not compared.
 */
record OrderRule(Evidence evidence, Audit audit) {
    private record Line(String queue, String key) {}

    private record Step(Operation.Send send, Evidence.Delivery delivery) {}

    void check(Findings findings) {
        Map<Line, List<Step>> lines = new LinkedHashMap<>();
        evidence.deliveries()
                .forEach((at, deliveries) ->
                        line(at).ifPresent(
                                        line -> deliveries.forEach(d -> add(lines, line, at, d))));
        lines.forEach((line, steps) -> judge(line, steps, findings));
    }

    private void add(
            Map<Line, List<Step>> lines, Line line, Evidence.At at, Evidence.Delivery delivery) {
        Operation.Send send = evidence.sends().get(at.id());
        if (send != null) {
            lines.computeIfAbsent(line, k -> new ArrayList<>()).add(new Step(send, delivery));
        }
    }

    /** What the message must keep its place in; empty for none. */
    private Optional<Line> line(Evidence.At at) {
        Operation.Send send = evidence.sends().get(at.id());
        if (send == null || !send.happened() || !send.queue().equals(at.queue())) {
            return Optional.empty();
        }
        return switch (audit.facts(at.queue()).order()) {
            case NONE -> Optional.empty();
            case STRICT -> Optional.of(new Line(at.queue(), ""));
            case BY_KEY -> Optional.ofNullable(send.key()).map(key -> new Line(at.queue(), key));
        };
    }

    private static void judge(Line line, List<Step> steps, Findings findings) {
        steps.sort(
                Comparator.comparingLong((Step s) -> s.delivery().span().ended())
                        .thenComparingInt(s -> s.delivery().position()));
        long latestSend = Long.MIN_VALUE;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.send().span().ended() < latestSend) {
                for (Step overtook : steps.subList(0, i)) {
                    if (overtakes(overtook, step, steps)) {
                        findings.add(Rule.ORDER, "%s: %s came before %s", line, overtook, step);
                        return;
                    }
                }
            }
            latestSend = Math.max(latestSend, step.send().span().began());
        }
    }

    private static boolean overtakes(Step later, Step earlier, List<Step> steps) {
        if (!earlier.send().span().before(later.send().span())) {
            return false;
        }
        if (sameAnswer(later.delivery(), earlier.delivery())) {
            return later.delivery().position() < earlier.delivery().position();
        }
        return later.delivery().span().before(earlier.delivery().span())
                && !together(later.delivery(), earlier.send().id(), steps);
    }

    /** Whether the answer with the later message carried message {@code id} before it. */
    private static boolean together(Evidence.Delivery later, long id, List<Step> steps) {
        return steps.stream()
                .anyMatch(step ->
                        step.send().id() == id
                                && sameAnswer(step.delivery(), later)
                                && step.delivery().position() < later.position());
    }

    private static boolean sameAnswer(Evidence.Delivery one, Evidence.Delivery other) {
        return one.span().began() == other.span().began();
    }
}
