package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Brings changes of the catalog to disk, in the order in which they are asked for. Changes of
 * different queues come there together: a policy may change thousands, and a commit for each would
 * take as long as all of them.
 */
final class CatalogWriter {
    /** The stream is rewritten once it holds so many more records than twice what it held then. */
    private static final long SLACK_RECORDS = 1024;

    private final Core core;
    private final Catalog catalog;
    private final LogStream stream;

    /** The same again: each record is small, and without it a whole queue would be lost. */
    private final LogStream copy;

    private final ArrayDeque<CatalogChange> waiting = new ArrayDeque<>();
    private final VolatileCatalog unwritten;

    /** Changes are being decided, written or made: what comes meanwhile waits. */
    private boolean busy;

    private long records;
    private long rewritten;

    CatalogWriter(Core core, Catalog catalog, LogStream stream, LogStream copy) {
        this.core = core;
        this.catalog = catalog;
        this.stream = stream;
        this.copy = copy;
        this.unwritten = new VolatileCatalog(catalog);
    }

    /** What it writes, equal record by record. */
    List<LogStream> streams() {
        return List.of(stream, copy);
    }

    /** A start found one more record. */
    void found() {
        records++;
    }

    void change(CatalogChange change) {
        waiting.addLast(change);
        proceed();
    }

    boolean isIdle() {
        return waiting.isEmpty() && !busy;
    }

    private void proceed() {
        while (!busy && !waiting.isEmpty()) {
            busy = true;
            CatalogBatch batch = next();
            busy = !batch.isEmpty();
            if (busy) {
                append(new Changing(batch));
            }
        }
    }

    private CatalogBatch next() {
        CatalogBatch batch = new CatalogBatch(core.wall());
        while (!waiting.isEmpty() && batch.takes(waiting.getFirst())) {
            decide(waiting.removeFirst(), batch);
        }
        return batch;
    }

    private void decide(CatalogChange change, CatalogBatch batch) {
        Refusal refusal = core.gate.refusal(change.work());
        if (refusal != null) {
            change.refused(refusal);
            return;
        }
        change.decide()
                .ifPresent(decided ->
                        unwritten
                                .written(decided)
                                .ifPresentOrElse(entry -> batch.add(change, entry), change::made));
    }

    private void append(Appending appending) {
        core.commits.submit(appending);
    }

    private static List<StreamAppend> twice(LogStream stream, LogStream copy, ByteBuffer batch) {
        return List.of(
                new StreamAppend(stream, batch.duplicate()),
                new StreamAppend(copy, batch.duplicate()));
    }

    /** An append to the catalog, and what follows it. */
    private abstract class Appending extends Commit {
        private final CatalogBatch batch;

        Appending(CatalogBatch batch) {
            super(core.commits, twice(stream, copy, batch.bytes()));
            this.batch = batch;
        }

        final CatalogBatch batch() {
            return batch;
        }

        abstract void written(long[] baseOffsets);

        @Override
        protected final void confirmed(long[] baseOffsets) {
            batch.entries().forEach(unwritten::onDisk);
            written(baseOffsets);
            proceed();
        }

        @Override
        protected final void refused(LogFailure why) {
            Refusal refusal = core.gate.refusal(why);
            batch.changes().forEach(change -> change.refused(refusal));
            busy = false;
            if (refusal instanceof Refusal.StorageFailed) {
                core.storageFailed(refusal);
            }
            proceed();
        }

        @Override
        protected final boolean insists() {
            return false;
        }
    }

    private final class Changing extends Appending {
        Changing(CatalogBatch batch) {
            super(batch);
        }

        /** What the answers lead to waits, so that no rewriting misses what is on its way. */
        @Override
        void written(long[] baseOffsets) {
            records += batch().entries().size();
            batch().changes().forEach(CatalogChange::made);
            busy = false;
            rewriteIfLong();
        }
    }

    private void rewriteIfLong() {
        if (records > 2 * Math.max(catalog.size(), rewritten) + SLACK_RECORDS) {
            CatalogBatch all = new CatalogBatch(core.wall());
            all.add(new CatalogCodec.Entry.NextId(unwritten.firstFree(catalog.nextId())));
            catalog.writeTo(all);
            busy = true;
            rewritten = all.entries().size();
            append(new Rewriting(all));
        }
    }

    private final class Rewriting extends Appending {
        Rewriting(CatalogBatch all) {
            super(all);
        }

        @Override
        void written(long[] baseOffsets) {
            records = stream.endOffset() - baseOffsets[0];
            stream.retain(baseOffsets[0], new RetentionRule(0, 0, core.wall()));
            copy.retain(baseOffsets[1], new RetentionRule(0, 0, core.wall()));
            busy = false;
        }
    }
}
