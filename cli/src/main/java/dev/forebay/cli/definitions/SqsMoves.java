package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.api.ApiRefusal;
import dev.forebay.cli.output.Affected;
import dev.forebay.cli.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Moves the messages of queue after queue, or says how many it would move, and what stays. */
final class SqsMoves {
    private final SqsMessages messages;
    private final boolean dryRun;
    private final Outcomes told;
    private final PrintWriter talk;
    private boolean complete = true;

    /**
     * For the queues of one source.
     *
     * @param talk is told how far it is
     */
    SqsMoves(SqsMessages messages, boolean dryRun, Outcomes told, PrintWriter talk) {
        this.messages = messages;
        this.dryRun = dryRun;
        this.told = told;
        this.talk = talk;
    }

    /** Moves those of a queue. */
    void move(SqsQueues.Found queue) throws IOException, InterruptedException, CommandFailed {
        SqsDepth depth = messages.depth(queue.url());
        try {
            SqsMessages.Moved moved =
                    dryRun ? new SqsMessages.Moved(depth.ready(), 0, "") : move(queue, depth);
            complete &= depth.left(moved) == 0;
            told.tell(
                    Outcome.MOVE,
                    row(queue, moved.moved(), depth.left(moved), depth.whyLeft(moved)));
        } catch (ApiRefusal refusal) {
            complete = false;
            told.tell(Outcome.REFUSED, row(queue, 0, depth.all(), refusal.getMessage()));
        }
    }

    private SqsMessages.Moved move(SqsQueues.Found queue, SqsDepth depth)
            throws IOException, InterruptedException, CommandFailed {
        try (Progress progress = Progress.of(talk, "messages moved", depth.ready())) {
            return messages.move(queue.url(), queue.name(), progress::at);
        }
    }

    private ObjectNode row(SqsQueues.Found queue, long moved, long left, String reason) {
        ObjectNode row =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "messages")
                        .put("name", queue.name())
                        .put("reason", reason)
                        .put("left", left);
        return dryRun ? Affected.byDryRun(row, moved) : Affected.by(row, moved);
    }

    /** Whether none stayed behind. */
    boolean isComplete() {
        return complete;
    }
}
