package dev.forebay.server.machine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the server's threads begin. */
public final class Threads {
    /** Background work that may wait; beyond it is refused. */
    private static final int MOST_WAITING = 64;

    private static final long IDLE_SECONDS = 10;

    private Threads() {}

    /** Threads that are named {@code prefix-1} and so on and do not keep the JVM alive. */
    public static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * One thread for rare work, which is there only while there is some. Throws {@link
     * java.util.concurrent.RejectedExecutionException} when much is waiting.
     */
    public static ExecutorService rareWorker(String name) {
        ThreadPoolExecutor worker =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        named(name));
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    /** Runs the task when the JVM is told to stop (SIGTERM, SIGINT) or when main ends. */
    public static void whenStopped(Runnable task) {
        Runtime.getRuntime().addShutdownHook(new Thread(task, "forebay-stop"));
    }
}
