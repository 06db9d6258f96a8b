package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One read, or one after the other, whose end is told on the lane. */
abstract class OneRead implements ReadCompletion, Arrival {
    private final Core core;
    private @Nullable ByteBuffer batches;
    private @Nullable LogFailure failure;

    OneRead(Core core) {
        this.core = core;
    }

    protected abstract void read(ByteBuffer read);

    protected abstract void notRead(LogFailure why);

    @Override
    public final void completed(ByteBuffer read) {
        batches = read;
        core.commits.arrivals().add(this);
    }

    @Override
    public final void failed(LogFailure why) {
        failure = why;
        core.commits.arrivals().add(this);
    }

    @Override
    public final void arrived() {
        LogFailure why = failure;
        ByteBuffer read = batches;
        failure = null;
        batches = null;
        if (why != null) {
            notRead(why);
        } else if (read != null) {
            read(read);
        }
    }
}
