package dev.forebay.bench.engine;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** A stream of equal batches, of which only the first is kept. */
final class TemplateStream implements LogStream {
    private final StreamName name;
    private ByteBuffer template = ByteBuffer.allocate(0);
    private int records = 1;
    private long end;
    private long bytes;

    TemplateStream(StreamName name) {
        this.name = name;
    }

    long append(ByteBuffer batch) {
        int count = RecordBatch.count(batch, batch.position());
        if (end == 0) {
            template = ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
            records = count;
        }
        long base = end;
        end += count;
        bytes += batch.remaining();
        return base;
    }

    @Override
    public StreamName name() {
        return name;
    }

    @Override
    public boolean isVolatile() {
        return false;
    }

    @Override
    public long startOffset() {
        return 0;
    }

    @Override
    public long endOffset() {
        return end;
    }

    @Override
    public long sizeBytes() {
        return bytes;
    }

    @Override
    public void read(long fromOffset, int maxBytes, ReadCompletion completion) {
        long base = fromOffset - fromOffset % records;
        int batches =
                (int) Math.max(1, Math.min(maxBytes / template.limit(), (end - base) / records));
        ByteBuffer read = ByteBuffer.allocate(batches * template.limit());
        for (int i = 0; i < batches; i++) {
            RecordBatch.setBaseOffset(template, 0, base + (long) i * records);
            read.put(template.duplicate());
        }
        completion.completed(read.flip());
    }

    @Override
    public long offsetAt(long timestamp) {
        return end;
    }

    @Override
    public void retain(long neededFrom, RetentionRule rule) {}

    @Override
    public long staleBytes() {
        return 0;
    }

    @Override
    public void compact(LiveOffsets live, RetentionRule rule, LongConsumer done) {
        done.accept(0);
    }
}
