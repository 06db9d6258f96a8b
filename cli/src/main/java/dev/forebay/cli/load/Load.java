package dev.forebay.cli.load;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** So many messages, each sent when it is due and then consumed. Run once, by one thread. */
final class Load {
    private static final String DUE = "bench-due";
    private static final int BATCH = 100;
    private static final long LOOK_MILLIS = 100;
    private static final long LONGEST_DRAIN = TimeUnit.SECONDS.toNanos(30);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Api api;
    private final String queue;
    private final long messages;
    private final String body;
    private final long begin = System.nanoTime();
    private final Pacer pacer;
    private final AtomicLong given = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final AtomicBoolean over = new AtomicBoolean();
    private final Times sends = new Times();
    private final Times deliveries = new Times();
    private double seconds;

    Load(Api api, String queue, int perSecond, long messages, String body) {
        this.api = api;
        this.queue = Api.queue(queue);
        this.messages = messages;
        this.body = body;
        this.pacer = new Pacer(begin, perSecond);
    }

    Times sends() {
        return sends;
    }

    Times deliveries() {
        return deliveries;
    }

    long failed() {
        return failed.get();
    }

    /** Why the last one failed. */
    String failure() {
        return failure.get();
    }

    /** How long sending took. */
    double seconds() {
        return seconds;
    }

    void run(int senders, int consumers, Progress progress) throws InterruptedException {
        List<Thread> consuming = start(consumers, this::consume);
        for (Thread sender : start(senders, this::send)) {
            while (!sender.join(Duration.ofMillis(LOOK_MILLIS))) {
                progress.at(sends.count());
            }
        }
        seconds = (System.nanoTime() - begin) / NANOS;
        long last = System.nanoTime() + LONGEST_DRAIN;
        while (consumers > 0 && deliveries.count() < sends.count() && System.nanoTime() < last) {
            Thread.sleep(LOOK_MILLIS);
        }
        over.set(true);
        for (Thread consumer : consuming) {
            consumer.join();
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
            while (given.getAndIncrement() < messages) {
                long due = pacer.next();
                long early = due - System.nanoTime();
                if (early > 0) {
                    TimeUnit.NANOSECONDS.sleep(early);
                }
                send(due);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(long due) throws InterruptedException {
        try {
            var _ =
                    api.post(
                            queue + "/messages",
                            Map.of("body", body, "headers", Map.of(DUE, Long.toString(due))));
            sends.add(System.nanoTime() - due);
        } catch (IOException notSent) {
            failed(notSent);
        }
    }

    private void consume() {
        try {
            while (!over.get()) {
                JsonNode received =
                        api.post(
                                queue + "/receive",
                                Map.of("max", BATCH, "waitMillis", LOOK_MILLIS * 2));
                take(received.path("messages"));
            }
        } catch (IOException broken) {
            failed(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(JsonNode received) throws IOException, InterruptedException {
        long now = System.nanoTime();
        List<Map<String, String>> settlements = new ArrayList<>();
        for (JsonNode message : received) {
            deliveries.add(now - Long.parseLong(message.path("headers").path(DUE).asString()));
            settlements.add(Map.of("lease", message.path("lease").asString(), "outcome", "ack"));
        }
        if (!settlements.isEmpty()) {
            var _ = api.post(queue + "/settle", Map.of("settlements", settlements));
        }
    }

    private void failed(IOException why) {
        failed.incrementAndGet();
        failure.set(Objects.requireNonNullElse(why.getMessage(), "the connection broke"));
    }
}
