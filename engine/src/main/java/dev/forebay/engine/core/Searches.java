package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The searches that are under way: so many at a time, none beyond the engine's stop. */
final class Searches {
    private static final int MOST = 16;
    private static final long RETRY_MILLIS = 1_000;

    private final Core core;
    private final Set<BackgroundSearch> running = new LinkedHashSet<>();

    Searches(Core core) {
        this.core = core;
    }

    /** The refusal for one more, or null. */
    @Nullable Refusal refusal() {
        if (core.gate.isStopping()) {
            return new Refusal.ShuttingDown();
        }
        return running.size() < MOST
                ? null
                : new Refusal.Throttled("The number of searches at a time", RETRY_MILLIS);
    }

    void begun(BackgroundSearch search) {
        running.add(search);
    }

    void ended(BackgroundSearch search) {
        running.remove(search);
    }

    void endAll() {
        List.copyOf(running).forEach(each -> each.refuse(new Refusal.ShuttingDown()));
    }
}
