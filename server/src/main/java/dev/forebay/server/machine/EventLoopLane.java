package dev.forebay.server.machine;

import dev.forebay.engine.Lane;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A lane on an event loop: what a connection of that loop asks is done without a change of threads.
 */
public final class EventLoopLane implements Lane {
    private final EventExecutor loop;

    public EventLoopLane(EventExecutor loop) {
        this.loop = loop;
    }

    @Override
    public boolean inLane() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Netty logs what a task throws; nobody waits
    public void schedule(Runnable task, long delayMillis) {
        loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }
}
