package dev.forebay.cli.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** So many messages, each sent when it is due and then consumed. Run once, by one thread. */
final class Load {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long after the last was due what is late may still be sent. */
    private static final long OVERTIME = TimeUnit.SECONDS.toNanos(5);

    private static final long LONGEST_DRAIN = TimeUnit.SECONDS.toNanos(30);

    private final Wire wire;
    private final Plan plan;
    private final long begin = System.nanoTime();
    private final long end;
    private final Pacer pacer;
    private final AtomicLong given = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final CountDownLatch over = new CountDownLatch(1);
    private final Times sends = new Times();
    private final Times deliveries = new Times();
    private double seconds;

    Load(Wire wire, Plan plan) {
        this.wire = wire;
        this.plan = plan;
        this.pacer = new Pacer(begin, plan.perSecond());
        this.end = begin + Math.round(plan.messages() * NANOS / plan.perSecond()) + OVERTIME;
    }

    /** How long after they were due messages were answered for. */
    Times sends() {
        return sends;
    }

    /** How long after they were due messages were with a consumer. */
    Times deliveries() {
        return deliveries;
    }

    long failed() {
        return failed.get();
    }

    /** Why the last one failed; empty when none did. */
    String failure() {
        return failure.get();
    }

    /** How long sending took. */
    double seconds() {
        return seconds;
    }

    /**
     * Sends and consumes.
     *
     * @param look is called at least ten times a second, on this thread
     */
    void run(Runnable look) throws InterruptedException {
        List<Thread> consuming = start(plan.consumers(), this::consume);
        List<Thread> sending = start(plan.senders(), this::send);
        try {
            for (Thread sender : sending) {
                // Many may end soon one after the other: none of them is waited for then.
                do {
                    look.run();
                } while (!sender.join(BETWEEN));
            }
            seconds = (System.nanoTime() - begin) / NANOS;
            drain(look);
        } finally {
            over.countDown();
            sending.forEach(Thread::interrupt);
        }
        for (Thread consumer : consuming) {
            consumer.join();
        }
    }

    private void drain(Runnable look) throws InterruptedException {
        long last = System.nanoTime() + LONGEST_DRAIN;
        while (plan.consumers() > 0
                && deliveries.count() < sends.count()
                && System.nanoTime() < last) {
            Thread.sleep(BETWEEN);
            look.run();
        }
    }

    private static List<Thread> start(int count, Runnable work) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().start(work));
        }
        return threads;
    }

    private void send() {
        try {
            while (given.getAndIncrement() < plan.messages()) {
                long due = pacer.next();
                long early = due - System.nanoTime();
                if (early > 0) {
                    TimeUnit.NANOSECONDS.sleep(early);
                } else if (System.nanoTime() > end) {
                    return;
                }
                send(due);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(long due) throws InterruptedException {
        try {
            wire.send(Stamp.body(due, plan.size()));
            sends.add(System.nanoTime() - due);
        } catch (IOException notSent) {
            failed(notSent);
        }
    }

    private void consume() {
        try {
            wire.consume(over, body -> deliveries.add(System.nanoTime() - Stamp.due(body)));
        } catch (IOException broken) {
            failed(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(IOException why) {
        failed.incrementAndGet();
        failure.set(Objects.requireNonNullElse(why.getMessage(), "the connection broke"));
    }
}
