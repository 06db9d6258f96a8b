package dev.forebay.engine.sim;

import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SendResult;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Sends, and which of their answers can be: as full, as paused, as duplicates, as accepted. */
final class SendModel {
    private final Declared queues;
    private final TrackedMessages messages;
    private final Lapse lapse;
    private final ReceiveModel receives;
    private final DuplicateModel duplicates;

    SendModel(Declared queues, TrackedMessages messages, Lapse lapse, ReceiveModel receives) {
        this.receives = receives;
        this.queues = queues;
        this.messages = messages;
        this.lapse = lapse;
        duplicates = new DuplicateModel(queues);
    }

    /** A send that is about to be given. */
    Tracked begun(
            Op op,
            String queue,
            long id,
            @Nullable String key,
            @Nullable String dedup,
            long delay) {
        Tracked message = new Tracked(id, queue, key, dedup, op, delay);
        message.mayBeScheduled = delay > 0 && queues.get(queue).ordering() == Ordering.NONE;
        known(message);
        return message;
    }

    /** It was sent, or is about to be: it may be the original of others. */
    void known(Tracked message) {
        messages.add(message);
        duplicates.begun(message);
    }

    void sent(Tracked message, SendResult.Sent answer, long now) {
        message.sent.ended(now);
        queues.flows.requireAllowed(
                message.queue, Flow::takesMessages, message.sent.begin(), "sent " + message);
        duplicates.judge(message, answer);
        message.answer = answer;
        if (answer.duplicate()) {
            message.refused(message.sent);
        } else {
            message.answered(message.sent, Results.SENT);
            checkLimit(message, now);
        }
        message.requirePossible("sent");
    }

    /** The queue said it was full: it must have been able to be when the send was given. */
    void full(Tracked message, Refusal.QueueFull refusal, long now) {
        if (!lapse.redriving().isEmpty()) {
            return;
        }
        long begin = message.sent.begin();
        List<Tracked> possible =
                messages.all().stream()
                        .filter(m -> m.mayHaveBeenIn(message.queue, begin))
                        .filter(m -> !lapse.isSurelyOverdue(m, begin))
                        .filter(m -> !m.wasSurelyLeased(begin, now))
                        .toList();
        if (possible.size() <= refusal.limit()) {
            throw new SimulationFailure(
                    "refused as full with at most " + (possible.size() - 1) + ": " + message);
        }
        if (lapse.isStalled()) {
            return;
        }
        boolean pushesOut =
                queues.get(message.queue).depth().whenFull() != DepthLimit.WhenFull.REFUSE;
        boolean stay = refusal.others() == Refusal.QueueFull.Others.DO_NOT_SUFFICE;
        long scheduled = possible.stream().filter(m -> m.mayBeScheduled).count();
        if (pushesOut != stay || (pushesOut && scheduled < refusal.limit())) {
            throw new SimulationFailure(
                    "refused though all but " + scheduled + " can go for it: " + message);
        }
    }

    private void checkLimit(Tracked message, long now) {
        OptionalLong most = queues.get(message.queue).maxDepth();
        if (most.isEmpty() || queues.isRelimited(message.queue)) {
            return;
        }
        // The states of all messages are dear to work out, so they come last.
        if (!lapse.isDeadLetterQueue(message.queue)
                && lapse.nothingPending(messages.all())
                && certainlyWaiting(message, now)
                                - receives.mostUntold(message.queue, message.sent.begin())
                        > most.getAsLong()) {
            throw new SimulationFailure("accepted beyond maxDepth: " + message);
        }
    }

    /** How many messages nobody had, for all that was told, when this one was sent, and itself. */
    private long certainlyWaiting(Tracked message, long now) {
        long begin = message.sent.begin();
        return messages.all().stream()
                .filter(m ->
                        lapse.of(m, now).stream()
                                .allMatch(s ->
                                        s.isIn(message.queue)
                                                && !s.leased()
                                                && (s.since() == m.sent
                                                        || s.since().end() < begin)))
                .count();
    }

    /** The queue said it takes no messages. */
    void paused(Tracked message) {
        queues.flows.requireForbidden(
                message.queue, Flow::takesMessages, message.sent.begin(), "refused " + message);
    }
}
