package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.log.record.RecordBatchReader;
import org.jspecify.annotations.Nullable;

/** Makes selected messages ready in a subscription. */
final class Admission implements Outlet {
    static final long UNBOUNDED = Long.MAX_VALUE;

    private final Core core;
    private final Subscription subscription;
    private final long window;

    /**
     * @param window takes no more than so many ahead of the consumers
     */
    Admission(Core core, Subscription subscription, long window) {
        this.core = core;
        this.subscription = subscription;
        this.window = window;
    }

    @Override
    public long room() {
        return window == UNBOUNDED ? UNBOUNDED : window - subscription.state().ready();
    }

    @Override
    public @Nullable Refusal take(RecordBatchReader reader, StoredMessage stored) {
        long due = stored.due() > core.now() ? stored.due() : 0;
        subscription.admit(reader.offset(), reader.timestamp(), stored.size(), due);
        subscription.rank(reader.offset(), stored.priority());
        subscription.lapse(reader.offset(), stored.deadline());
        return null;
    }

    @Override
    public void passed(long position) {
        subscription.skipTo(position);
        subscription.wakeUp().arm();
        subscription.receiving().serve();
    }

    @Override
    public boolean isSettled() {
        return subscription.state().counters.unsettled() == 0;
    }
}
