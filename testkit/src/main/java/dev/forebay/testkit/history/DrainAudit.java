package dev.forebay.testkit.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a test with a real server: empties every queue and then judges the whole history. Used
 * after kill -9 and restart, with whatever client speaks the server's protocol:
 *
 * <pre>{@code
 * List<Violation> violations =
 *         new DrainAudit(history, quietMillis).queue(orders).queue(deadLetters).judge(audit);
 * }</pre>
 *
 * <p>For use by one thread, when no other client works on the queues any more.
 */
public final class DrainAudit {
    private final History history;
    private final HistoryClient pen;
    private final long quietMillis;
    private final List<Drainable> queues = new ArrayList<>();

    /** A queue as its client sees it. What it throws ends the audit. */
    public interface Drainable {
        String queue();

        /** How long {@link #receive} leases for, in ms. */
        long leaseMillis();

        /** Asks for messages, waiting a while for the first; empty when none came. */
        List<Received> receive() throws Exception;

        /** Settles one of them; returns when that was answered. */
        void ack(Received message) throws Exception;
    }

    /**
     * An audit that has seen no queue yet.
     *
     * @param quietMillis a queue is empty when nothing came for so long on the history's clock:
     *     longer than any lease or delay that may still run
     */
    public DrainAudit(History history, long quietMillis) {
        this.history = history;
        this.quietMillis = quietMillis;
        pen = history.client("drain");
    }

    /** Another queue to empty; queues before their dead-letter queues. */
    public DrainAudit queue(Drainable queue) {
        queues.add(queue);
        return this;
    }

    /** Empties the queues, again as long as any gave something, and returns what was wrong. */
    public List<Violation> judge(Audit audit) throws Exception {
        long quietSince = history.now();
        while (history.now() - quietSince < quietMillis) {
            for (Drainable queue : queues) {
                if (round(queue) > 0) {
                    quietSince = history.now();
                }
            }
        }
        return HistoryChecker.check(history, audit.drainedAt(history.now()));
    }

    private int round(Drainable queue) throws Exception {
        ReceiveCall call = pen.receive(queue.queue(), queue.leaseMillis());
        List<Received> messages = queue.receive();
        call.ok(messages);
        for (Received message : messages) {
            PlainCall ack = pen.settle(queue.queue(), message.id(), new Settlement.Ack());
            queue.ack(message);
            ack.ok();
        }
        return messages.size();
    }
}
