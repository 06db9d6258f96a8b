package dev.forebay.amqp;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps durable changes of the topology in their order. On the lane. */
final class TopologyStore {
    /** Nobody waits for the end. */
    static final Reply<Long> UNHEARD =
            new Reply<>() {
                @Override
                public void ok(Long value) {
                    // As it should be.
                }

                @Override
                public void refused(Refusal refusal) {
                    // The next start finds what is left over and removes it again.
                }
            };

    /** The journal begins anew once it holds so many more records than twice what is alive. */
    private static final long SLACK_RECORDS = 1_000;

    private final TopologyJournal journal;
    private final Supplier<List<TopologyRecord>> alive;
    private final List<Reply<Long>> heldUp = new ArrayList<>();
    private int underWay;
    private long records;
    private long lookAt = SLACK_RECORDS;

    /**
     * Reads nothing yet.
     *
     * @param alive all that is durable now
     */
    TopologyStore(TopologyJournal journal, Supplier<List<TopologyRecord>> alive) {
        this.journal = journal;
        this.alive = alive;
    }

    void load(Consumer<TopologyRecord> step, Reply<Long> reply) {
        journal.load(
                record -> {
                    step.accept(TopologyCodec.read(record));
                    records++;
                },
                reply);
    }

    /**
     * Keeps a change.
     *
     * @param undo run when it cannot be kept, before the reply
     */
    void keep(TopologyRecord step, Runnable undo, Reply<Long> reply) {
        underWay++;
        records++;
        journal.append(
                List.of(TopologyCodec.write(step)),
                new Reply<>() {
                    @Override
                    public void ok(Long offset) {
                        reply.ok(offset);
                        ended();
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        undo.run();
                        reply.refused(refusal);
                        ended();
                    }
                });
        rewriteIfLong();
    }

    /** Replies when what was changed before is kept. */
    void whenKept(Reply<Long> reply) {
        if (underWay == 0) {
            reply.ok(records);
        } else {
            heldUp.add(reply);
        }
    }

    private void ended() {
        underWay--;
        if (underWay == 0) {
            List<Reply<Long>> replies = List.copyOf(heldUp);
            heldUp.clear();
            replies.forEach(reply -> reply.ok(records));
        }
    }

    private void rewriteIfLong() {
        if (records <= lookAt) {
            return;
        }
        List<TopologyRecord> all = alive.get();
        lookAt = 2L * all.size() + SLACK_RECORDS;
        if (all.isEmpty() || records <= lookAt) {
            return;
        }
        List<ByteBuffer> anew = new ArrayList<>(all.size());
        all.forEach(step -> anew.add(TopologyCodec.write(step)));
        records = all.size();
        journal.rewrite(anew, UNHEARD);
    }
}
