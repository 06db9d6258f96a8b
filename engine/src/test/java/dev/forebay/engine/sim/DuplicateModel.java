package dev.forebay.engine.sim;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.SendResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which sends must, and which may, be answered as duplicates. */
final class DuplicateModel {
    private record Group(String queue, String deduplicationId, @Nullable String key) {}

    private final Declared queues;
    private final Map<Group, List<Tracked>> groups = new HashMap<>();

    DuplicateModel(Declared queues) {
        this.queues = queues;
    }

    /** A send that is on its way: it may be the original of others. */
    void begun(Tracked message) {
        Deduplication rule = queues.get(message.queue).deduplication().orElse(null);
        String id = message.deduplicationId;
        if (rule != null && id != null) {
            groups.computeIfAbsent(group(message, rule, id), k -> new ArrayList<>()).add(message);
        }
    }

    private static Group group(Tracked message, Deduplication rule, String id) {
        boolean perKey = rule.scope() == Deduplication.Scope.KEY;
        return new Group(message.queue, id, perKey ? message.key : null);
    }

    /** The end of the send must be known; its answer not yet noted. */
    void judge(Tracked message, SendResult.Sent answer) {
        Deduplication rule = queues.get(message.queue).deduplication().orElse(null);
        String id = message.deduplicationId;
        if (rule == null || id == null) {
            require(!answer.duplicate(), "duplicate without deduplication", message, answer);
            return;
        }
        List<Tracked> others = new ArrayList<>(groups.get(group(message, rule, id)));
        others.remove(message);
        if (answer.duplicate()) {
            boolean explained =
                    others.stream().anyMatch(o -> mayBeOriginal(o, message, answer, rule));
            require(explained, "duplicate of nothing", message, answer);
        } else {
            for (Tracked other : others) {
                require(!isOriginal(other, message, rule), "second of " + other, message, answer);
            }
        }
    }

    private static boolean mayBeOriginal(
            Tracked first, Tracked second, SendResult.Sent answer, Deduplication rule) {
        SendResult.Sent known = first.answer;
        boolean sameId = known == null || (!known.duplicate() && known.id().equals(answer.id()));
        boolean inTime =
                first.sent.isOpen()
                        || second.sent.begin()
                                <= first.sent.end() + rule.windowMillis() + Model.SLACK;
        return sameId && inTime && first.sent.begin() <= second.sent.end();
    }

    private static boolean isOriginal(Tracked first, Tracked second, Deduplication rule) {
        SendResult.Sent known = first.answer;
        return known != null
                && !known.duplicate()
                && first.sent.end() < second.sent.begin()
                && second.sent.end() < first.sent.begin() + rule.windowMillis();
    }

    private static void require(
            boolean condition, String what, Tracked message, SendResult.Sent answer) {
        if (!condition) {
            throw new SimulationFailure(what + ": " + answer + " for " + message);
        }
    }
}
