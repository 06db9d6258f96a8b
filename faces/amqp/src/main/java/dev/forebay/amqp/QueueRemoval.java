package dev.forebay.amqp;

import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;

/** Deletes queues with their bindings, and tells their consumers. On the lane. */
final class QueueRemoval {
    private final Queues queues;
    private final Vhosts vhosts;
    private final QueueUses uses;

    QueueRemoval(Queues queues, Vhosts vhosts, QueueUses uses) {
        this.queues = queues;
        this.vhosts = vhosts;
        this.uses = uses;
    }

    /**
     * Deletes a queue.
     *
     * @param reply told how many messages went with it
     */
    void delete(Caller caller, QueueInfo queue, Reply<Long> reply) {
        long messages = queues.stats(queue.name()).map(stats -> stats.ready()).orElse(0L);
        queues.delete(
                caller,
                queue.name(),
                new Reply<>() {
                    @Override
                    public void ok(QueueInfo deleted) {
                        uses.gone(queue.id());
                        unbind(queue, counting(messages, reply));
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        if (refusal instanceof Refusal.NoSuchQueue) {
                            reply.ok(0L);
                        } else {
                            reply.refused(refusal);
                        }
                    }
                });
    }

    private void unbind(QueueInfo queue, Reply<Long> reply) {
        Topology topology = vhosts.of(queue.name());
        if (topology == null) {
            reply.ok(0L);
        } else {
            topology.queueDeleted(queue, reply);
        }
    }

    /** Deletes a queue that is of no use any more, if it is still there. */
    void discard(Caller caller, String name, int id) {
        queues.find(name)
                .filter(queue -> queue.id() == id)
                .ifPresent(queue -> delete(caller, queue, TopologyStore.UNHEARD));
    }

    /**
     * The same for a queue as it was.
     *
     * @param then runs when it is gone, or cannot go
     */
    void discard(Caller caller, QueueInfo queue, Runnable then) {
        if (queues.find(queue.name()).filter(there -> there.id() == queue.id()).isEmpty()) {
            then.run();
            return;
        }
        delete(
                caller,
                queue,
                new Reply<>() {
                    @Override
                    public void ok(Long messages) {
                        then.run();
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        TopologyStore.UNHEARD.refused(refusal);
                        then.run();
                    }
                });
    }

    private static Reply<Long> counting(long messages, Reply<Long> reply) {
        return new Reply<>() {
            @Override
            public void ok(Long value) {
                reply.ok(messages);
            }

            @Override
            public void refused(Refusal refusal) {
                reply.refused(refusal);
            }
        };
    }
}
