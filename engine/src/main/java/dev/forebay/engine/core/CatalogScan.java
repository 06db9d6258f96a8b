package dev.forebay.engine.core;

import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the catalog at a start: all of it from the first of its streams that is whole. */
final class CatalogScan implements StreamScan.Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogScan.class);

    private final Core core;
    private final Iterator<LogStream> streams;
    private final Consumer<List<ByteBuffer>> whole;
    private final Consumer<LogFailure> none;
    private List<ByteBuffer> records = new ArrayList<>();

    CatalogScan(Core core, Consumer<List<ByteBuffer>> whole, Consumer<LogFailure> none) {
        this.core = core;
        this.streams = core.catalog.streams().iterator();
        this.whole = whole;
        this.none = none;
    }

    void start() {
        LogStream stream = streams.next();
        records = new ArrayList<>();
        Quarantine nothing = new Quarantine(DamagePolicy.REFUSE);
        new StreamScan(core, stream, nothing, stream.startOffset(), this).start();
    }

    @Override
    public void record(RecordBatchReader reader) {
        ByteBuffer value = reader.value();
        records.add(ByteBuffer.allocate(value.remaining()).put(value).flip());
    }

    @Override
    public void done() {
        whole.accept(records);
    }

    @Override
    public void failed(LogFailure why) {
        if (why instanceof LogFailure.Damaged && streams.hasNext()) {
            LOG.error("The catalog is damaged ({}): its copy is used", why);
            start();
        } else {
            none.accept(why);
        }
    }
}
