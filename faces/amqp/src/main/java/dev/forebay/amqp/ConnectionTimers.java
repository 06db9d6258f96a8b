package dev.forebay.amqp;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a connection does later. With its end all of that is forgotten: a timer keeps its connection
 * in memory, and connections may come and go by the thousand a second. On the lane.
 */
final class ConnectionTimers {
    private final Channel socket;
    private final Set<Timer> pending = new HashSet<>();
    private boolean ended;

    ConnectionTimers(Channel socket) {
        this.socket = socket;
    }

    void later(long millis, Runnable deed) {
        if (ended) {
            return;
        }
        Timer timer = new Timer(deed);
        pending.add(timer);
        timer.scheduled = socket.eventLoop().schedule(timer, millis, TimeUnit.MILLISECONDS);
    }

    /** The connection is gone: nothing of it is done any more. */
    void end() {
        ended = true;
        for (Timer timer : pending) {
            timer.cancel();
        }
        pending.clear();
    }

    private final class Timer implements Runnable {
        private final Runnable deed;
        private @Nullable Future<?> scheduled;

        Timer(Runnable deed) {
            this.deed = deed;
        }

        void cancel() {
            if (scheduled != null) {
                var _ = scheduled.cancel(false);
            }
        }

        @Override
        public void run() {
            pending.remove(this);
            deed.run();
        }
    }
}
