package dev.forebay.server.amqp.sim;

import dev.forebay.testkit.sim.SimLane;
import dev.forebay.testkit.sim.SimScheduler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/** Netty's event loop as a lane of the seeded scheduler, in virtual time. It never ends. */
final class SimEventLoop extends AbstractScheduledEventExecutor implements EventLoop {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SimScheduler scheduler;
    private final SimLane lane;
    private long wakesAt = Long.MAX_VALUE;

    SimEventLoop(SimScheduler scheduler) {
        this.scheduler = scheduler;
        this.lane = scheduler.lane("loop");
    }

    @Override
    public void execute(Runnable task) {
        lane.execute(() -> {
            task.run();
            wakeForTimers();
        });
    }

    private void wakeForTimers() {
        long deadline = nextScheduledTaskDeadlineNanos();
        if (deadline < 0) {
            return;
        }
        long dueAt = Math.ceilDiv(deadline, NANOS_PER_MILLI);
        if (dueAt < wakesAt) {
            wakesAt = dueAt;
            lane.schedule(this::runTimers, dueAt - scheduler.now());
        }
    }

    private void runTimers() {
        wakesAt = Long.MAX_VALUE;
        for (Runnable due = pollScheduledTask(nanos());
                due != null;
                due = pollScheduledTask(nanos())) {
            due.run();
        }
        wakeForTimers();
    }

    private long nanos() {
        return scheduler.now() * NANOS_PER_MILLI;
    }

    @Override
    public Ticker ticker() {
        return new Ticker() {
            @Override
            public long nanoTime() {
                return nanos();
            }

            @Override
            public long initialNanoTime() {
                return 0;
            }

            @Override
            public void sleep(long delay, TimeUnit unit) {
                throw new UnsupportedOperationException("an event loop never sleeps");
            }
        };
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return lane.inLane();
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public EventLoopGroup parent() {
        return this;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Deprecated
    @Override
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return terminationFuture();
    }

    @Override
    public Future<?> terminationFuture() {
        return GlobalEventExecutor.INSTANCE.newPromise();
    }

    @Deprecated
    @Override
    public void shutdown() {
        throw new UnsupportedOperationException("it never ends");
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
