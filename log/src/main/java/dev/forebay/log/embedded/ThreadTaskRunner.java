package dev.forebay.log.embedded;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A platform thread for each task, parked while there is nothing to do. */
public final class ThreadTaskRunner implements TaskRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadTaskRunner.class);

    @Override
    public Handle start(String name, LogTask task) {
        Driver driver = new Driver(task);
        Thread thread = new Thread(driver, "forebay-" + name);
        thread.setDaemon(true);
        driver.thread = thread;
        thread.start();
        return driver;
    }

    private static final class Driver implements Runnable, Handle {
        private static final VarHandle PARKED;

        static {
            try {
                PARKED =
                        MethodHandles.lookup().findVarHandle(Driver.class, "parked", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final LogTask task;
        private Thread thread = Thread.currentThread();
        private volatile boolean parked;
        private volatile boolean stopped;

        Driver(LogTask task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                while (!stopped) {
                    long wait = task.step();
                    if (wait > 0) {
                        park(wait);
                    }
                }
            } catch (RuntimeException | Error e) {
                LOG.error("A task of the log ended by a defect; restart the server", e);
                throw e;
            }
        }

        private void park(long nanos) {
            parked = true;
            if (!stopped && !task.hasWork()) {
                if (nanos == LogTask.UNTIL_WOKEN) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, nanos);
                }
            }
            parked = false;
        }

        /** Pays for a system call only when the thread is really parked. */
        @Override
        public void wake() {
            VarHandle.fullFence();
            if (parked && PARKED.compareAndSet(this, true, false)) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void stop() {
            stopped = true;
            parked = false;
            LockSupport.unpark(thread);
            boolean interrupted = false;
            while (thread.isAlive() && thread != Thread.currentThread()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
