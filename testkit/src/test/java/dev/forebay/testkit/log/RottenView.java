package dev.forebay.testkit.log;

import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatch;
import dev.forebay.testkit.log.Answers.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a store serves of damaged streams: reading goes on behind each range that is refused.
 *
 * @param served ids of all batches served, whole and unchanged
 * @param refusals what reads were refused for
 */
record RottenView(Set<Long> served, List<Damage> refusals) {
    private static final int READ_BYTES = 3000;

    static RottenView of(LogStore store, LogMachine machine, List<ByteBuffer> made) {
        RottenView view = new RottenView(new TreeSet<>(), new ArrayList<>());
        for (LogStream stream : store.streams()) {
            view.read(stream, machine, made);
        }
        return view;
    }

    private void read(LogStream stream, LogMachine machine, List<ByteBuffer> made) {
        long next = stream.startOffset();
        while (next < stream.endOffset()) {
            Answers.Read answer = new Answers.Read();
            stream.read(next, READ_BYTES, answer);
            machine.driveUntil(answer.future::isDone);
            switch (answer.future.join()) {
                case Outcome.Done<ByteBuffer> done -> {
                    if (!done.value().hasRemaining()) {
                        return;
                    }
                    next = take(done.value(), next, made);
                }
                case Outcome.Refused<ByteBuffer> refused -> {
                    if (!(refused.failure() instanceof LogFailure.Damaged damaged)) {
                        throw new AssertionError("refused for " + refused.failure());
                    }
                    refusals.add(damaged.damage());
                    next = Math.max(next, damaged.damage().lastOffset()) + 1;
                }
            }
        }
    }

    private long take(ByteBuffer batches, long from, List<ByteBuffer> made) {
        long next = from;
        for (int at = batches.position(); at < batches.limit(); ) {
            int size = RecordBatch.sizeBytes(batches, at);
            ByteBuffer batch = batches.slice(at, size);
            OptionalLong id = ScriptBatch.idOf(batch);
            long known = id.orElseThrow(() -> new AssertionError("a batch without an id"));
            int operation = (int) (known >>> 32);
            if (operation >= made.size() || !ScriptBatch.same(batch, made.get(operation))) {
                throw new AssertionError("other bytes than #" + operation + " were served");
            }
            if (!served.add(known)) {
                throw new AssertionError("#" + operation + " was served twice");
            }
            next = RecordBatch.lastOffset(batch, 0) + 1;
            at += size;
        }
        return next;
    }
}
