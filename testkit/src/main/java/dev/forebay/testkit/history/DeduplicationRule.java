package dev.forebay.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Rule#DEDUPLICATION}: of several sends with one deduplication id within a window only one
 * makes a message, and a send is called a duplicate only when there was another.
 */
record DeduplicationRule(Evidence evidence, Audit audit) {
    private record Group(String queue, String deduplicationId, @Nullable String key) {}

    void check(Findings findings) {
        Map<Group, List<Operation.Send>> groups = new LinkedHashMap<>();
        for (Operation.Send send : evidence.sends().values()) {
            QueueFacts facts = audit.facts(send.queue());
            String id = send.deduplicationId();
            if (id != null && facts.deduplicationMillis().isPresent()) {
                String key = facts.deduplicationPerKey() ? send.key() : null;
                groups.computeIfAbsent(new Group(send.queue(), id, key), k -> new ArrayList<>())
                        .add(send);
            }
        }
        groups.values().forEach(sends -> judge(sends, findings));
    }

    private void judge(List<Operation.Send> sends, Findings findings) {
        sends.sort(Comparator.comparingLong(send -> send.span().began()));
        for (int i = 0; i < sends.size(); i++) {
            Operation.Send send = sends.get(i);
            List<Operation.Send> before = sends.subList(0, i);
            if (send.duplicate() && sends.stream().noneMatch(s -> mayBeOriginal(s, send))) {
                findings.add(Rule.DEDUPLICATION, "called a duplicate of nothing: %s", send);
            }
            before.stream()
                    .filter(first -> isMessage(first) && isMessage(send))
                    .filter(first -> withinWindow(first, send))
                    .findFirst()
                    .ifPresent(first ->
                            findings.add(
                                    Rule.DEDUPLICATION, "two messages: %s and %s", first, send));
        }
    }

    private static boolean mayBeOriginal(Operation.Send first, Operation.Send second) {
        return first.mayHaveHappened() && !first.duplicate() && !second.span().before(first.span());
    }

    /** Certainly stored as a message of its own. */
    private boolean isMessage(Operation.Send send) {
        return (send.happened() && !send.duplicate())
                || !evidence.deliveries(send.queue(), send.id()).isEmpty();
    }

    private boolean withinWindow(Operation.Send first, Operation.Send second) {
        long window = audit.facts(first.queue()).deduplicationMillis().orElse(0);
        return second.span().ended() != Span.NEVER
                && second.span().endedAt() < first.span().beganAt() + window;
    }
}
