package dev.forebay.log.embedded;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** A platform thread for each task, parked while there is nothing to do. */
public final class ThreadTaskRunner implements TaskRunner {
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
            while (!stopped) {
                long wait = step();
                if (wait > 0) {
                    park(wait);
                }
            }
        }

        /** The thread outlives a defect: what waits for the task, and what comes, is refused. */
        private long step() {
            try {
                return task.step();
            } catch (RuntimeException | Error defect) {
                task.failed(defect);
                return 0;
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
