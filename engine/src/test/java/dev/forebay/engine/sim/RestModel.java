package dev.forebay.engine.sim;

import dev.forebay.engine.QueueStats;

/** What must be so at rest, when nothing is under way. */
final class RestModel {
    private final TrackedMessages messages;
    private final Lapse lapse;

    RestModel(TrackedMessages messages, Lapse lapse) {
        this.messages = messages;
        this.lapse = lapse;
    }

    /** Every command has had its answer. */
    void requireAllAnswered() {
        for (Tracked message : messages.all()) {
            boolean open =
                    message.sent.isOpen()
                            || message.states().stream()
                                    .anyMatch(s ->
                                            s.assumed().keySet().stream().anyMatch(Op::isOpen));
            if (open) {
                throw new SimulationFailure("a command was never answered: " + message);
            }
        }
    }

    /** What counters say of a queue is what it may hold. */
    void checkDepth(String queue, QueueStats stats) {
        long depth = stats.ready() + stats.delayed() + stats.leased();
        long certain = messages.all().stream().filter(m -> m.isCertainlyIn(queue)).count();
        long possible = messages.all().stream().filter(m -> m.mayBeIn(queue)).count();
        if (lapse.isDeadLetterQueue(queue)
                || lapse.mayLose(queue)
                || messages.all().stream().anyMatch(m -> m.expiryMillis < Script.NO_EXPIRY)) {
            return;
        }
        if (depth < certain || depth > possible) {
            throw new SimulationFailure(
                    queue
                            + " holds "
                            + certain
                            + " to "
                            + possible
                            + " messages but says "
                            + stats);
        }
    }
}
