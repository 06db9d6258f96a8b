package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.SendResult;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamAppend;
import java.util.ArrayList;
import java.util.List;

/** Messages sent in this turn, one batch under construction for each partition. */
final class Outbox {
    private final Core core;
    private final List<Outgoing> open = new ArrayList<>();

    Outbox(Core core) {
        this.core = core;
    }

    /** The batch to add a message of the partition to. */
    OutBatch batch(QueueState queue) {
        OutBatch batch = queue.outgoing();
        if (batch == null || batch.isFull(core.limits.batchBytes())) {
            batch = new OutBatch(queue.partition(), core.now(), core.wall());
            queue.setOutgoing(batch);
            open.add(batch);
        }
        return batch;
    }

    /** The batch to add a message to that is scheduled for this wall-clock time. */
    LaterBatch later(QueueState queue, long due) {
        return queue.partition().later().batch(due, core.limits.batchBytes(), open);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Sends out what the turn gathered, in as few appends as the group limit allows. */
    void flush() {
        if (open.isEmpty()) {
            return;
        }
        List<Outgoing> group = new ArrayList<>(open.size());
        List<Outgoing> unsynced = List.of();
        long bytes = 0;
        for (int i = 0; i < open.size(); i++) {
            Outgoing batch = open.get(i);
            batch.finish();
            if (batch.stream().isVolatile()) {
                unsynced = unsynced.isEmpty() ? new ArrayList<>() : unsynced;
                unsynced.add(batch);
                continue;
            }
            if (bytes > 0 && bytes + batch.bytes().remaining() > core.limits.groupBytes()) {
                submit(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(batch);
            bytes += batch.bytes().remaining();
        }
        open.clear();
        // Each for itself: one that finds no room takes no other with it.
        for (int i = 0; i < unsynced.size(); i++) {
            submit(List.of(unsynced.get(i)));
        }
        if (!group.isEmpty()) {
            submit(group);
        }
    }

    /** Sends finished batches out in one append: all of them or none. */
    void submit(List<? extends Outgoing> group) {
        List<StreamAppend> entries = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            entries.add(new StreamAppend(group.get(i).stream(), group.get(i).bytes()));
        }
        for (int i = 0; i < group.size(); i++) {
            StreamAppend companion = group.get(i).companion();
            if (companion != null) {
                entries.add(companion);
            }
        }
        core.journal.flushWhatGoesBefore();
        core.pace.sent(core.now());
        core.commits.submit(new SendCommit(group, entries));
    }

    private final class SendCommit extends Commit {
        private final List<? extends Outgoing> group;

        SendCommit(List<? extends Outgoing> group, List<StreamAppend> entries) {
            super(core.commits, entries);
            this.group = group;
        }

        @Override
        protected void confirmed(long[] baseOffsets) {
            for (int i = 0; i < group.size(); i++) {
                group.get(i).confirmed(baseOffsets[i]);
            }
        }

        @Override
        protected void refused(LogFailure why) {
            Refusal refusal = core.gate.refusal(why);
            for (int i = 0; i < group.size(); i++) {
                group.get(i).refused(new SendResult.Refused(refusal));
            }
            if (refusal instanceof Refusal.StorageFailed) {
                core.storageFailed(refusal);
            }
        }

        @Override
        protected boolean insists() {
            return false;
        }
    }
}
