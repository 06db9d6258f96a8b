package dev.forebay.amqp;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SendResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of several queues as clients of AMQP mean them: a queue that was deleted since its
 * message was routed takes no other's with it. On the lane.
 */
final class Changes {
    private final Queues queues;
    private final Caller caller;

    /** Changes nothing yet. */
    Changes(Queues queues, Caller caller) {
        this.queues = queues;
        this.caller = caller;
    }

    /** Whether these are more than one change takes. */
    static boolean areMany(List<AtomicChange.SendTo> sends) {
        return fitting(sends) < sends.size();
    }

    private static int fitting(List<AtomicChange.SendTo> sends) {
        long bytes = 0;
        for (int i = 0; i < sends.size(); i++) {
            bytes += sends.get(i).send().bytes();
            if (bytes > AtomicChange.MOST_BYTES) {
                return Math.max(1, i);
            }
        }
        return sends.size();
    }

    /** All of it by one append, less what concerns queues that are not there any more. */
    void commit(AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        queues.change(
                caller,
                change,
                new Reply<>() {
                    @Override
                    public void ok(List<SendResult.Sent> sent) {
                        reply.ok(sent);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        if (refusal instanceof Refusal.NoSuchQueue gone) {
                            commit(change.without(gone.queue()), reply);
                        } else {
                            reply.refused(refusal);
                        }
                    }
                });
    }

    /**
     * One message for several queues: by one append as a rule, and where that would be too large by
     * several, one after the other, so that no more of it is in memory. The reply is of all.
     */
    void spread(List<AtomicChange.SendTo> sends, Reply<List<SendResult.Sent>> reply) {
        new Spreading(sends, reply).goOn();
    }

    private final class Spreading implements Reply<List<SendResult.Sent>> {
        private final Reply<List<SendResult.Sent>> reply;
        private final List<SendResult.Sent> done = new ArrayList<>();
        private List<AtomicChange.SendTo> left;

        Spreading(List<AtomicChange.SendTo> sends, Reply<List<SendResult.Sent>> reply) {
            this.left = sends;
            this.reply = reply;
        }

        void goOn() {
            int count = fitting(left);
            AtomicChange next = new AtomicChange(List.of(), left.subList(0, count));
            left = left.subList(count, left.size());
            commit(next, this);
        }

        @Override
        public void ok(List<SendResult.Sent> sent) {
            done.addAll(sent);
            if (left.isEmpty()) {
                reply.ok(done);
            } else {
                goOn();
            }
        }

        @Override
        public void refused(Refusal refusal) {
            reply.refused(refusal);
        }
    }
}
