package dev.forebay.engine.core;

import dev.forebay.engine.Cursor;
import dev.forebay.engine.ReadMessage;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import dev.forebay.log.LogFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader's place in a partition, of which nobody but its owner knows. */
final class OpenCursor implements Cursor, CursorOwner {
    private static final int FEW = 16;

    private final Core core;
    private final Partition partition;
    private final MessageCursor cursor;
    private long next;
    private @Nullable Reading waiting;
    private boolean closed;

    /**
     * @param from offset of the first message to read, or the end
     */
    OpenCursor(Core core, Partition partition, long from) {
        this.core = core;
        this.partition = partition;
        this.cursor = new MessageCursor(core, this);
        this.next = from;
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public Waiting read(int most, long bytes, Reply<List<ReadMessage>> reply) {
        if (closed || waiting != null) {
            throw new IllegalStateException(closed ? "closed" : "it is being read already");
        }
        core.turn.begin();
        Reading reading = new Reading(most, bytes, reply);
        waiting = reading;
        if (core.gate.isStopping()) {
            refuse(new Refusal.ShuttingDown());
        } else if (partition.isGone()) {
            refuse(new Refusal.NoSuchQueue(partition.queue().name()));
        } else {
            partition.cursors().add(this);
            serve();
        }
        return reading;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ended();
            cursor.forget();
        }
    }

    /** Offers a batch that was just sent. */
    void fresh(ByteBuffer batch, long from, long to) {
        cursor.fresh(batch, next, from, to);
    }

    /** Answers the read that waits, if there is anything to answer it with. */
    void serve() {
        Reading reading = waiting;
        if (reading == null) {
            return;
        }
        reading.fill();
        if (next >= end()) {
            // A thousand that wait at the end hold no memory.
            cursor.forget();
        }
        if (!reading.messages.isEmpty()) {
            ended();
            reading.reply.ok(reading.messages);
        } else if (reading.refusal != null) {
            refuse(reading.refusal);
        }
    }

    /** The server stops. */
    void endRead() {
        Reading reading = ended();
        if (reading != null) {
            reading.reply.ok(List.of());
        }
    }

    void refuse(Refusal refusal) {
        Reading reading = ended();
        if (reading != null) {
            reading.reply.refused(refusal);
        }
    }

    private @Nullable Reading ended() {
        Reading reading = waiting;
        waiting = null;
        partition.cursors().remove(this);
        return reading;
    }

    @Override
    public Partition partition() {
        return partition;
    }

    @Override
    public long end() {
        return partition.work().state().end;
    }

    @Override
    public long passed() {
        return next;
    }

    @Override
    public boolean isGone() {
        return closed || partition.isGone();
    }

    @Override
    public void readEnded() {
        if (isGone()) {
            cursor.forget();
        } else {
            serve();
        }
    }

    /** One read on its way. */
    private final class Reading implements Waiting {
        private final int most;
        private final long bytes;
        private final Reply<List<ReadMessage>> reply;
        private final List<ReadMessage> messages;
        private @Nullable Refusal refusal;
        private long taken;

        Reading(int most, long bytes, Reply<List<ReadMessage>> reply) {
            this.most = most;
            this.bytes = bytes;
            this.reply = reply;
            this.messages = new ArrayList<>(Math.min(most, FEW));
        }

        void fill() {
            next = Math.max(next, partition.stream().startOffset());
            Quarantine quarantine = partition.quarantine();
            while (messages.size() < most && taken < bytes && refusal == null) {
                if (quarantine.holds(next)) {
                    next = Math.min(quarantine.endOf(next), end());
                    continue;
                }
                switch (cursor.seek(next)) {
                    case RECORD -> take();
                    case DAMAGED -> stepOver(quarantine);
                    case READING, END -> {
                        return;
                    }
                }
            }
        }

        private void take() {
            long offset = cursor.reader().offset();
            StoredMessage stored = core.stored;
            stored.read(cursor.reader());
            messages.add(
                    new ReadMessage(
                            offset,
                            stored.id(partition.queueId(), offset),
                            stored.message(),
                            stored.sentAt(),
                            stored.deduplicationId(),
                            stored.source()));
            taken += stored.size();
            next = offset + 1;
        }

        private void stepOver(Quarantine quarantine) {
            LogFailure failure = cursor.failure();
            if (failure != null && quarantine.takes(failure, next)) {
                cursor.forgive();
            } else if (failure != null) {
                refusal = core.gate.refusal(failure);
                cursor.forgive();
            }
        }

        @Override
        public void cancel() {
            if (waiting == this) {
                ended();
            }
        }
    }
}
